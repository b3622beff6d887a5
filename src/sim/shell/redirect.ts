import type { HereDoc, Redirect, Redirection } from 'unbash';
import { SysError } from '../host/errors.ts';
import type { Routine } from '../host/program.ts';
import type { OpenFlags } from '../host/sys.ts';
import { Complaint } from './flow.ts';
import type { Shell, Unit } from './shell.ts';
import { expandQuoted, expandText, expandWord } from './words/expand.ts';

/** Undoes one redirection: closes the descriptor, or puts back what it was. */
type Undo = () => void;

const FLAGS: Readonly<Record<string, OpenFlags>> = {
  '<': { read: true }, '>': { write: true, create: true, truncate: true }, '>|': { write: true, create: true, truncate: true },
  '>>': { write: true, append: true, create: true }, '<>': { read: true, write: true, create: true },
  '&>': { write: true, create: true, truncate: true }, '&>>': { write: true, append: true, create: true },
};

/** A free descriptor that scripts do not use by number. */
function freeFd(sh: Shell): number {
  const taken = sh.sys.descriptors();
  let fd = 10;
  while (taken.includes(fd)) fd += 1;
  return fd;
}

/** Keeps a copy of `fd`, so that it can be put back. */
function keep(sh: Shell, fd: number): Undo {
  if (!sh.sys.descriptors().includes(fd)) {
    return () => {
      if (sh.sys.descriptors().includes(fd)) sh.sys.close(fd);
    };
  }
  const saved = freeFd(sh);
  sh.sys.dup(fd, saved);
  sh.privateFds.add(saved);
  return () => {
    sh.sys.dup(saved, fd);
    sh.sys.close(saved);
    sh.privateFds.delete(saved);
  };
}

/** Applies redirections in order; the returned function undoes them. A failure undoes what was done and complains. */
export function* applyRedirections(sh: Shell, redirections: readonly Redirection[], unit: Unit): Routine<Undo> {
  const undos: Undo[] = [];
  const undoAll = (): void => {
    for (const undo of undos.splice(0).reverse()) undo();
  };
  try {
    for (const redirection of redirections) yield* applyOne(sh, redirection, unit, undos);
  } catch (error) {
    undoAll();
    throw error;
  }
  return undoAll;
}

function* applyOne(sh: Shell, redirection: Redirection, unit: Unit, undos: Undo[]): Routine<void> {
  if (redirection.type === 'HereDoc') {
    yield* feed(sh, targetFd(sh, redirection, 0, undos), yield* bodyOf(sh, redirection, unit));
    return;
  }
  if (redirection.type === 'HereString') {
    const text = redirection.target === undefined ? '' : yield* expandText(sh, redirection.target, unit);
    yield* feed(sh, targetFd(sh, redirection, 0, undos), `${text}\n`);
    return;
  }
  const target = yield* targetOf(sh, redirection, unit);
  const { operator } = redirection;
  if (operator === '<&' || operator === '>&') duplicate(sh, redirection, target, undos);
  else if (operator === '&>' || operator === '&>>') openBoth(sh, target, FLAGS[operator] ?? {}, undos);
  else openFile(sh, redirection, target, undos);
}

/** The text of a here-document; one that ends with the input gets the newline it lacks. */
function* bodyOf(sh: Shell, here: HereDoc, unit: Unit): Routine<string> {
  const text = yield* expandedBody(sh, here, unit);
  return here.closing === undefined && text !== '' && !text.endsWith('\n') ? `${text}\n` : text;
}

function* expandedBody(sh: Shell, here: HereDoc, unit: Unit): Routine<string> {
  const { body, delimiter } = here;
  const text = here.operator === '<<-' && delimiter?.quoted === true ? body.text.replace(/^\t+/gm, '') : body.text;
  if (delimiter?.quoted === true) return text;
  const expanded = yield* expandQuoted(sh, body, unit);
  return here.operator === '<<-' ? expanded.replace(/^\t+/gm, '') : expanded;
}

/** A single word: several, or none, are ambiguous. */
function* targetOf(sh: Shell, redirection: Redirect, unit: Unit): Routine<string> {
  if (redirection.target === undefined) return '';
  const words = yield* expandWord(sh, redirection.target, unit);
  const [only] = words;
  if (words.length !== 1 || only === undefined) throw new Complaint(`${redirection.target.text}: ambiguous redirect`);
  return only;
}

/** The descriptor a redirection is about, its old content kept; `{name}>` takes a free one. */
function targetFd(sh: Shell, redirection: Redirection, usual: number, undos: Undo[]): number {
  const { descriptor } = redirection;
  if (descriptor?.type === 'FileDescriptorVariable') {
    const fd = freeFd(sh);
    sh.set(descriptor.name, String(fd));
    return fd;
  }
  const fd = descriptor?.value ?? usual;
  undos.push(keep(sh, fd));
  return fd;
}

/** Gives a descriptor text to read: through a pipe, or a file without a name when it is long. */
function* feed(sh: Shell, fd: number, text: string): Routine<void> {
  const { sys } = sh;
  if (text.length > 16000) {
    const path = `/tmp/sh-thd.${sys.dice.hex(6)}`;
    sys.writeFile(path, text, { mode: 0o600 });
    install(sh, sys.open(path, { read: true }), fd);
    sys.unlink(path);
    return;
  }
  const [reader, writer] = sys.pipe();
  yield* sys.write(writer, text);
  sys.close(writer);
  install(sh, reader, fd);
}

function install(sh: Shell, from: number, to: number): void {
  if (from === to) return;
  sh.sys.dup(from, to);
  sh.sys.close(from);
}

function open(sh: Shell, path: string, flags: OpenFlags): number {
  try {
    return sh.sys.open(path, flags);
  } catch (error) {
    if (error instanceof SysError) throw new Complaint(`${path}: ${error.text}`);
    throw error;
  }
}

function openFile(sh: Shell, redirection: Redirect, path: string, undos: Undo[]): void {
  const { operator } = redirection;
  if (operator === '>' && sh.options.has('noclobber') && isRegular(sh, path)) {
    throw new Complaint(`${path}: cannot overwrite existing file`);
  }
  const opened = open(sh, path, FLAGS[operator] ?? {});
  const high = freeFd(sh);
  // Out of the way first: the file may have got the number that is to be kept.
  install(sh, opened, high);
  install(sh, high, targetFd(sh, redirection, operator.startsWith('<') ? 0 : 1, undos));
}

function isRegular(sh: Shell, path: string): boolean {
  return sh.sys.exists(path) && sh.sys.stat(path).type === 'file';
}

function openBoth(sh: Shell, path: string, flags: OpenFlags, undos: Undo[]): void {
  const opened = open(sh, path, flags);
  const high = freeFd(sh);
  install(sh, opened, high);
  undos.push(keep(sh, 1), keep(sh, 2));
  sh.sys.dup(high, 1);
  sh.sys.dup(high, 2);
  sh.sys.close(high);
}

function duplicate(sh: Shell, redirection: Redirect, target: string, undos: Undo[]): void {
  const usual = redirection.operator === '<&' ? 0 : 1;
  const match = /^(\d+)?(-)?$/.exec(target);
  if (target === '' || match === null) {
    if (redirection.operator === '<&' || redirection.descriptor !== undefined) throw new Complaint(`${target}: ambiguous redirect`);
    openBoth(sh, target, FLAGS['&>'] ?? {}, undos);
    return;
  }
  if (match[1] === undefined) {
    closeFd(sh, redirection, usual, undos);
    return;
  }
  const from = Number(match[1]);
  if (!sh.sys.descriptors().includes(from) || sh.privateFds.has(from)) throw new Complaint(`${target}: Bad file descriptor`);
  const fd = targetFd(sh, redirection, usual, undos);
  sh.sys.dup(from, fd);
  if (match[2] !== undefined && from !== fd) {
    undos.push(keep(sh, from));
    sh.sys.close(from);
  }
}

/** `3>&-`, `{fd}>&-`. */
function closeFd(sh: Shell, redirection: Redirect, usual: number, undos: Undo[]): void {
  const { descriptor } = redirection;
  const isNamed = descriptor?.type === 'FileDescriptorVariable';
  const fd = isNamed ? Number(sh.get(descriptor.name)) : descriptor?.value ?? usual;
  if (!sh.sys.descriptors().includes(fd)) return;
  if (!isNamed) undos.push(keep(sh, fd));
  sh.sys.close(fd);
}
