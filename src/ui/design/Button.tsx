// Buttons of the page: one quiet, one strong, and icons that say their name on hover and focus. Plain elements: they are
// on the way to the first prompt.
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import styles from './Button.module.css';

type Look = 'strong' | 'plain' | 'quiet' | 'danger';

type NativeProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'onClick' | 'disabled' | 'children'>;

interface CommonProps extends NativeProps {
  readonly isDisabled?: boolean;
  readonly onPress?: () => void;
  readonly children: ReactNode;
}

interface ButtonProps extends CommonProps {
  readonly look?: Look;
}

/** The look of a button for what is a link. */
export const buttonLook = (look: Look): string => `${styles.button ?? ''} ${styles[look] ?? ''}`;

/** A button with a word on it. */
export function Button({ look = 'plain', isDisabled = false, onPress, children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} disabled={isDisabled} onClick={onPress} className={buttonLook(look)}>
      {children}
    </button>
  );
}

interface IconButtonProps extends CommonProps {
  /** Its name, shown as a tooltip. */
  readonly label: string;
  /** A keyboard shortcut that does the same. */
  readonly keys?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with a picture on it, named by `label`. */
export function IconButton({ label, keys, isDisabled = false, onPress, children, ref, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      ref={ref}
      // Stays reachable when it does nothing, so that the keyboard is not lost when it becomes disabled under it.
      aria-disabled={isDisabled || undefined}
      onClick={isDisabled ? undefined : onPress}
      aria-label={label}
      data-tip={keys === undefined ? label : `${label} (${keys})`}
      className={styles.icon}
    >
      {children}
    </button>
  );
}
