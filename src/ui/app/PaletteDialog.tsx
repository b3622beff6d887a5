// Everything the page can do, found by typing a part of its name.
import { Autocomplete, Input, Menu, MenuItem, TextField, useFilter } from 'react-aria-components';
import menu from '../design/Menu.module.css';
import { closeDialog } from './dialogs.ts';
import styles from './Dialogs.module.css';
import { usePaletteEntries } from './palette-entries.ts';
import { texts } from './texts.ts';

export function PaletteDialog() {
  const entries = usePaletteEntries();
  const { contains } = useFilter({ sensitivity: 'base' });
  const run = (id: string): void => {
    closeDialog();
    entries.find((entry) => entry.id === id)?.run();
  };
  /** Enter before the list has caught up with fast typing: the first that fits. */
  const onKey = (event: React.KeyboardEvent<HTMLInputElement>): void => {
    const { value } = event.currentTarget;
    if (event.key !== 'Enter' || value === '' || event.currentTarget.getAttribute('aria-activedescendant') !== null) return;
    const first = entries.find(({ says }) => contains(says, value));
    if (first !== undefined) run(first.id);
  };
  return (
    <Autocomplete filter={contains}>
      <TextField aria-label={texts.paletteSearch} autoFocus>
        <Input className={styles.search ?? ''} onKeyDown={onKey} placeholder={texts.paletteSearch} />
      </TextField>
      <div className={styles.list} tabIndex={0} role="group" aria-label={texts.palette}>
        <Menu
          className={menu.menu ?? ''}
          aria-label={texts.palette}
          items={entries}
          onAction={(id) => run(String(id))}
          renderEmptyState={() => <p className={styles.nothing}>{texts.paletteNothing}</p>}
        >
          {(entry) => (
            <MenuItem id={entry.id} textValue={entry.says} className={menu.item ?? ''}>
              {entry.says}
              {entry.keys !== undefined && <kbd>{entry.keys}</kbd>}
            </MenuItem>
          )}
        </Menu>
      </div>
    </Autocomplete>
  );
}
