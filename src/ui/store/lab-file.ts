// A saved lab as a file that can be kept, sent and opened again (`.handstack`).
import type { Notebook } from '../../course/engine.ts';
import type { SavedLab } from './vault.ts';

/** A file that is none of ours, or is damaged. */
export class LabFileError extends Error {
  override readonly name = 'LabFileError';
}

interface LabFile {
  readonly handstack: 1;
  readonly lab: string;
  readonly savedAtMs: number;
  readonly notebook: Notebook | null;
  readonly snapshot: string;
}

/** The text of a `.handstack` file. */
export function packLab(key: string, saved: SavedLab): string {
  const file: LabFile = {
    handstack: 1,
    lab: key,
    savedAtMs: saved.savedAtMs,
    notebook: saved.notebook,
    snapshot: base64(saved.snapshot),
  };
  return `${JSON.stringify(file)}\n`;
}

/** What `packLab` packed; throws LabFileError when `text` is something else. */
export function unpackLab(text: string): { readonly key: string; readonly saved: SavedLab } {
  const file = parse(text);
  return {
    key: file.lab,
    saved: {
      format: 1,
      savedAtMs: file.savedAtMs,
      snapshot: bytes(file.snapshot),
      notebook: file.notebook,
      progress: null,
    },
  };
}

function parse(text: string): LabFile {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new LabFileError('not a saved lab');
  }
  if (!isLabFile(found)) throw new LabFileError('not a saved lab');
  return found;
}

function isLabFile(value: unknown): value is LabFile {
  if (typeof value !== 'object' || value === null) return false;
  const file = value as Partial<Record<keyof LabFile, unknown>>;
  return file.handstack === 1 && typeof file.lab === 'string' && typeof file.snapshot === 'string';
}

function base64(data: Uint8Array): string {
  let binary = '';
  for (const byte of data) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function bytes(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    throw new LabFileError('not a saved lab');
  }
}
