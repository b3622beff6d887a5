// The open menu of a MenuButton.
import type { RefObject } from 'react';
import { Menu, MenuItem, Popover, Separator } from 'react-aria-components';
import styles from './Menu.module.css';
import type { MenuEntry } from './MenuButton.tsx';

interface Props {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly trigger: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}

export default function MenuPopover({ label, entries, trigger, onClose }: Props) {
  return (
    <Popover
      className={styles.popover ?? ''}
      aria-label={label}
      triggerRef={trigger}
      placement="bottom end"
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Menu
        className={styles.menu ?? ''}
        aria-label={label}
        autoFocus="first"
        onClose={onClose}
        disabledKeys={entries.filter(({ isDisabled }) => isDisabled === true).map(({ id }) => id)}
        onAction={(key) => entries.find(({ id }) => id === key)?.run()}
      >
        {entries.map(({ id, says, isSeparated }) => [
          isSeparated === true && <Separator key={`${id} line`} className={styles.separator ?? ''} />,
          <MenuItem key={id} id={id} className={styles.item ?? ''}>
            {says}
          </MenuItem>,
        ])}
      </Menu>
    </Popover>
  );
}
