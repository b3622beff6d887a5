// A button that opens a menu. The menu's machinery is loaded when the first one opens.
import { useRef, useState, type ReactNode } from 'react';
import { IconButton } from './Button.tsx';
import { later } from './later.tsx';

const MenuPopover = later(() => import('./MenuPopover.tsx'));

/** One line of a menu; `separated` draws a line above it. */
export interface MenuEntry {
  readonly id: string;
  readonly says: string;
  readonly isDisabled?: boolean;
  readonly isSeparated?: boolean;
  readonly run: () => void;
}

interface Props {
  readonly label: string;
  /** Asked when the menu opens. */
  readonly entries: () => readonly MenuEntry[];
  readonly children: ReactNode;
}

export function MenuButton({ label, entries, children }: Props) {
  const [open, setOpen] = useState<readonly MenuEntry[] | null>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <>
      <IconButton label={label} aria-haspopup="menu" aria-expanded={open !== null} ref={trigger} onPress={() => setOpen(entries())}>
        {children}
      </IconButton>
      {open !== null && (
        <MenuPopover label={label} entries={open} trigger={trigger} onClose={() => setOpen(null)} />
      )}
    </>
  );
}
