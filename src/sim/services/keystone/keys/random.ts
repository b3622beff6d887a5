import { toUrlSafe } from '../../../../base/fernet.ts';
import type { Dice } from '../../../time/dice.ts';

/** Random bytes. */
export const randomBytes = (dice: Dice, length: number): Uint8Array => Uint8Array.from({ length }, () => dice.between(0, 255));

/** A new Fernet key: 32 bytes, as a key file holds them. */
export const newKey = (dice: Dice): string => toUrlSafe(randomBytes(dice, 32));
