import { HttpFault } from '../oslo/fault.ts';
import type { Frame, PythonError } from '../oslo/traceback.ts';
import { EXCEPTIONS } from './exceptions-table.ts';

export type ExceptionName = keyof typeof EXCEPTIONS;

/** One of keystone's exceptions: what the API answers, and what the log calls it. */
export class KeystoneError extends HttpFault {
  /** The class in keystone.exception, e.g. `UserNotFound`. */
  readonly kind: ExceptionName;
  /** What the class was given, whether it may be shown or not. */
  readonly detail: string;
  readonly python: PythonError;

  /** `values` fill the class's message; `message` stands for the whole (hidden by classes of security). */
  constructor(kind: ExceptionName, values: Readonly<Record<string, string | number>> = {}, message: string | null = null, frames: readonly Frame[] = []) {
    const [status, title, format, isSecret] = EXCEPTIONS[kind] as readonly [number, string, string, true?];
    const own = fill(message ?? format, values);
    const shown = isSecret === true ? fill(format, values) : own;
    super(status, title, shown);
    this.kind = kind;
    this.detail = own;
    this.python = { type: `keystone.exception.${kind}`, message: shown, frames };
  }
}

const fill = (format: string, values: Readonly<Record<string, string | number>>): string =>
  format.replaceAll(/%\((\w+)\)[sdir]/g, (whole, name: string) => String(values[name] ?? whole));
