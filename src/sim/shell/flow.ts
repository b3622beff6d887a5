// What leaves a running command early, thrown through the interpreter and caught where it ends.

/** `break n` and `continue n`. */
export class LoopExit extends Error {
  override readonly name = 'LoopExit';
  readonly kind: 'break' | 'continue';
  levels: number;

  constructor(kind: 'break' | 'continue', levels: number) {
    super(kind);
    this.kind = kind;
    this.levels = levels;
  }
}

/** `return n`: ends a function or a sourced file. */
export class FunctionReturn extends Error {
  override readonly name = 'FunctionReturn';
  readonly status: number;

  constructor(status: number) {
    super('return');
    this.status = status;
  }
}

/** `exit n`, `set -e`, a fatal error: ends this shell (or sub-shell) after its EXIT trap. */
export class ShellExit extends Error {
  override readonly name = 'ShellExit';
  readonly status: number;

  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}

/** Gives up the whole command line (script line): a bad expansion, an assignment to a read-only variable, Ctrl-C. */
export class Discard extends Error {
  override readonly name = 'Discard';
  readonly status: number;
  /** Still to be said, without the shell's name. */
  readonly complaint: string | null;
  /** A script ends as well. */
  readonly isFatal: boolean;
  /** The complaint has been made, where it arose. */
  isSaid = false;

  constructor(status: number, complaint: string | null, isFatal = false) {
    super(complaint ?? 'discarded');
    this.status = status;
    this.complaint = complaint;
    this.isFatal = isFatal;
  }
}

/** A builtin or an expansion fails with a message; the command ends with `status`, the script goes on. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}
