// Buttons of the page: one quiet, one strong, and icons that say their name on hover and focus.
import type { ReactNode } from 'react';
import { Button as AriaButton, Tooltip, TooltipTrigger, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import styles from './Button.module.css';

type Look = 'strong' | 'plain' | 'quiet' | 'danger';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  readonly look?: Look;
  readonly children: ReactNode;
}

/** A button with a word on it. */
export function Button({ look = 'plain', children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`${styles.button} ${styles[look]}`}>
      {children}
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'aria-label'> {
  /** Its name, shown as a tooltip. */
  readonly label: string;
  /** A keyboard shortcut that does the same. */
  readonly keys?: string | undefined;
  readonly isPressed?: boolean;
  readonly children: ReactNode;
}

/** A button with a picture on it, named by `label`. */
export function IconButton({ label, keys, isPressed, children, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <AriaButton
        {...rest}
        aria-label={label}
        {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
        className={`${styles.icon} ${isPressed === true ? styles.pressed : ''}`}
      >
        {children}
      </AriaButton>
      <Tooltip className={styles.tooltip ?? ''} offset={6}>
        {label}
        {keys !== undefined && <kbd className={styles.keys}>{keys}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
