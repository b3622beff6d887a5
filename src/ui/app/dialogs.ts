// Which dialog is open. One at a time.
import { createStore } from 'zustand/vanilla';

/** A question before something is lost. */
export interface Confirmation {
  readonly title: string;
  /** What is lost, one sentence each. */
  readonly says: readonly string[];
  readonly action: string;
  readonly isDangerous: boolean;
  readonly onConfirm: () => void | Promise<void>;
}

export type DialogState =
  | { readonly kind: 'none' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'confirm'; readonly confirmation: Confirmation };

export const dialogs = createStore<{ readonly open: DialogState }>(() => ({ open: { kind: 'none' } }));

/** Opens a dialog in the place of any other. */
export const openDialog = (open: DialogState): void => dialogs.setState({ open });

/** Closes whatever is open. */
export const closeDialog = (): void => dialogs.setState({ open: { kind: 'none' } });
