/** An error as Python would show it: its class with the module before it, its text, and where it came from. */
export interface PythonError {
  /** e.g. `keystone.exception.UserNotFound`. */
  readonly type: string;
  readonly message: string;
  /** The stack, outermost call first. */
  readonly frames?: readonly Frame[];
  /** What it was raised from, or while it was handled. */
  readonly cause?: PythonError;
  /** `raise … from …`; else it came up while the cause was handled. */
  readonly isDirect?: boolean;
}

/** File below the library folder (or absolute), line, function, and the source line. */
export type Frame = readonly [file: string, line: number, inside: string, source: string];

/** Where Python's libraries lie on CentOS Stream 9. */
const SITE = '/usr/lib/python3.9/site-packages/';

const DIRECT = 'The above exception was the direct cause of the following exception:';
const DURING = 'During handling of the above exception, another exception occurred:';

/** `type: message`, as the last line of a traceback. */
export const summaryOf = ({ type, message }: PythonError): string => (message === '' ? type : `${type}: ${message}`);

/** The lines that `traceback.print_exception` prints. */
export function tracebackOf(error: PythonError): string[] {
  const before = error.cause === undefined ? [] : [...tracebackOf(error.cause), '', error.isDirect === true ? DIRECT : DURING, ''];
  const frames = (error.frames ?? []).flatMap(([file, line, inside, source]) => [
    `  File "${file.startsWith('/') ? file : SITE + file}", line ${line}, in ${inside}`, `    ${source}`,
  ]);
  return [...before, 'Traceback (most recent call last):', ...frames, ...summaryOf(error).split('\n')];
}

/** A failure inside a simulated Python program: what its traceback ends with. */
export class PythonException extends Error {
  override readonly name = 'PythonException';
  readonly python: PythonError;

  constructor(python: PythonError) {
    super(summaryOf(python));
    this.python = python;
  }
}
