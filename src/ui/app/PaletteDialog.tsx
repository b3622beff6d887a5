// Everything the page can do, found by typing a part of its name. The keyboard stays in the field; arrows choose.
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import menu from '../design/Menu.module.css';
import { closeDialog } from './dialogs.ts';
import styles from './Dialogs.module.css';
import { usePaletteEntries, type PaletteEntry } from './palette-entries.ts';
import { texts } from './texts.ts';

/** Entries that hold every word typed, in any order. */
export function matching(entries: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] {
  const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return entries.filter(({ says }) => words.every((word) => says.toLowerCase().includes(word)));
}

export function PaletteDialog() {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = matching(usePaletteEntries(), typed);
  const list = useId();
  const optionId = (index: number): string => `${list}-${String(index)}`;
  const current = Math.min(chosen, found.length - 1);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    element.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const run = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return;
    closeDialog();
    entry.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    const count = Math.max(found.length, 1);
    if (event.key === 'Enter') run(found[current]);
    else if (event.key === 'ArrowDown') setChosen((current + 1) % count);
    else if (event.key === 'ArrowUp') setChosen((current - 1 + count) % count);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        autoFocus
        role="combobox"
        className={styles.search}
        aria-label={texts.paletteSearch}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found.length === 0 ? undefined : optionId(current)}
        placeholder={texts.paletteSearch}
        value={typed}
        onKeyDown={onKey}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
        }}
      />
      <div className={styles.list} id={list} role="listbox" aria-label={texts.palette} ref={element}>
        {found.map((entry, index) => (
          <div
            key={entry.id}
            id={optionId(index)}
            role="option"
            aria-selected={index === current}
            className={menu.item}
            data-focused={index === current || undefined}
            onPointerMove={() => setChosen(index)}
            onClick={() => run(entry)}
          >
            {entry.says}
            {entry.keys !== undefined && <kbd>{entry.keys}</kbd>}
          </div>
        ))}
      </div>
      <div role="status" className={found.length === 0 ? styles.nothing : 'visually-hidden'}>
        {found.length === 0 ? texts.paletteNothing : ''}
      </div>
    </>
  );
}
