import { collation } from '../host/collate.ts';
import { SysError } from '../host/errors.ts';
import type { Stat } from '../host/inode.ts';
import { Complaint } from './flow.ts';
import { isName } from './variables.ts';
import type { Shell } from './shell.ts';

function statOf(sh: Shell, path: string, isLink = false): Stat | null {
  const fd = /^\/dev\/fd\/(\d+)$/.exec(path);
  try {
    if (fd !== null) return sh.sys.statFd(Number(fd[1]));
    return isLink ? sh.sys.lstat(path) : sh.sys.stat(path);
  } catch (error) {
    if (error instanceof SysError) return null;
    throw error;
  }
}

function may(sh: Shell, path: string, want: 'read' | 'write' | 'execute'): boolean {
  try {
    return sh.sys.access(path, want);
  } catch (error) {
    if (error instanceof SysError) return false;
    throw error;
  }
}

function isSet(sh: Shell, name: string): boolean {
  const element = /^(\w+)\[(.+)\]$/s.exec(name);
  if (element === null) return sh.get(name) !== null;
  const variable = sh.variable(element[1] ?? '');
  if (variable === null || !isName(element[1] ?? '')) return false;
  if (element[2] === '@' || element[2] === '*') return variable.items.size > 0;
  return variable.items.has(sh.key(variable, element[1] ?? '', element[2] ?? ''));
}

type Unary = (sh: Shell, operand: string) => boolean;

const typeIs = (type: Stat['type']): Unary => (sh, path) => statOf(sh, path)?.type === type;
const hasBits = (bits: number): Unary => (sh, path) => ((statOf(sh, path)?.mode ?? 0) & bits) !== 0;
const isLink: Unary = (sh, path) => statOf(sh, path, true)?.type === 'symlink';
const exists: Unary = (sh, path) => statOf(sh, path) !== null;

const UNARY: Readonly<Record<string, Unary>> = {
  '-n': (_sh, text) => text !== '', '-z': (_sh, text) => text === '', '-a': exists, '-e': exists,
  '-f': typeIs('file'), '-d': typeIs('directory'), '-c': typeIs('character'), '-p': typeIs('fifo'), '-S': typeIs('socket'),
  '-b': () => false, '-h': isLink, '-L': isLink, '-s': (sh, path) => (statOf(sh, path)?.sizeBytes ?? 0) > 0,
  '-r': (sh, path) => may(sh, path, 'read'), '-w': (sh, path) => may(sh, path, 'write'), '-x': (sh, path) => may(sh, path, 'execute'),
  '-u': hasBits(0o4000), '-g': hasBits(0o2000), '-k': hasBits(0o1000),
  '-O': (sh, path) => statOf(sh, path)?.uid === sh.sys.credentials.uid,
  '-G': (sh, path) => statOf(sh, path)?.gid === sh.sys.credentials.gid,
  '-N': (sh, path) => { const stat = statOf(sh, path); return stat !== null && stat.mtimeMs > stat.atimeMs; },
  '-t': (sh, fd) => sh.sys.descriptors().includes(Number(fd)) && sh.sys.isTty(Number(fd)),
  '-o': (sh, name) => sh.options.has(name), '-v': isSet, '-R': (sh, name) => sh.variables.find(name)?.isReference === true,
};

export const isUnaryTest = (operator: string): boolean => operator in UNARY;

/** `-f file` and the like, as `test` and `[[` have them. */
export function unaryTest(sh: Shell, operator: string, operand: string): boolean {
  const check = UNARY[operator];
  if (check === undefined) throw new Complaint(`${operator}: unary operator expected`, 2);
  return check(sh, operand);
}

function newer(sh: Shell, left: string, right: string): boolean {
  const [a, b] = [statOf(sh, left), statOf(sh, right)];
  return a !== null && (b === null || a.mtimeMs > b.mtimeMs);
}

function isSameFile(sh: Shell, left: string, right: string): boolean {
  const [a, b] = [statOf(sh, left), statOf(sh, right)];
  return a !== null && b !== null && a.ino === b.ino;
}

type Binary = (sh: Shell, left: string, right: string) => boolean;

const number = (text: string): bigint => {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new Complaint(`${text}: integer expression expected`, 2);
  return BigInt(text.trim().replace(/^\+/, ''));
};
const compare = (holds: (left: bigint, right: bigint) => boolean): Binary => (_sh, left, right) => holds(number(left), number(right));

const BINARY: Readonly<Record<string, Binary>> = {
  '=': (_sh, a, b) => a === b, '==': (_sh, a, b) => a === b, '!=': (_sh, a, b) => a !== b,
  '<': (sh, a, b) => collation(sh.sys)(a, b) < 0, '>': (sh, a, b) => collation(sh.sys)(a, b) > 0,
  '-eq': compare((a, b) => a === b), '-ne': compare((a, b) => a !== b), '-lt': compare((a, b) => a < b),
  '-le': compare((a, b) => a <= b), '-gt': compare((a, b) => a > b), '-ge': compare((a, b) => a >= b),
  '-nt': newer, '-ot': (sh, a, b) => newer(sh, b, a), '-ef': isSameFile,
};

export const isBinaryTest = (operator: string): boolean => operator in BINARY;

/** `a = b`, `1 -lt 2`, `x -nt y`, as `test` has them. */
export function binaryTest(sh: Shell, operator: string, left: string, right: string): boolean {
  const check = BINARY[operator];
  if (check === undefined) throw new Complaint(`${operator}: binary operator expected`, 2);
  return check(sh, left, right);
}
