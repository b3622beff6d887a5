import type { Routine } from '../../host/program.ts';
import { Complaint } from '../flow.ts';
import type { Shell } from '../shell.ts';
import { go, here } from './directories.ts';
import type { Builtin } from './index.ts';
import { parseOptions } from './options.ts';

function shorten(sh: Shell, path: string): string {
  const home = sh.get('HOME') ?? '';
  return home !== '' && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path;
}

function* showStack(sh: Shell, letters: ReadonlySet<string> = new Set()): Routine<number> {
  const stack = [here(sh), ...sh.directories].map((path) => (letters.has('l') ? path : shorten(sh, path)));
  if (letters.has('v')) yield* sh.out(stack.map((path, index) => `${String(index).padStart(2)}  ${path}\n`).join(''));
  else yield* sh.out(`${stack.join(letters.has('p') ? '\n' : ' ')}\n`);
  return 0;
}

/** The place in the stack that `+N` or `-N` means. */
function place(sh: Shell, command: string, text: string): number {
  const size = sh.directories.length + 1;
  if (size === 1 && /^[-+][1-9]/.test(text)) throw new Complaint(`${command}: directory stack empty`);
  const at = text.startsWith('+') ? Number(text.slice(1)) : size - 1 - Number(text.slice(1));
  if (!/^[-+]\d+$/.test(text)) throw new Complaint(`${command}: ${text}: invalid number\n${command}: usage: ${command} [-n] [+N | -N]`, 2);
  if (at < 0 || at >= size) throw new Complaint(`${command}: ${text}: directory stack index out of range`);
  return at;
}

const dirs: Builtin = function* (sh, words) {
  const index = words.slice(1).find((word) => /^[-+]\d+$/.test(word));
  const { letters } = parseOptions(words.filter((word) => word !== index), 'clpv');
  if (letters.has('c')) {
    sh.directories = [];
    return 0;
  }
  if (index === undefined) return yield* showStack(sh, letters);
  const path = [here(sh), ...sh.directories][place(sh, 'dirs', index)] ?? '';
  yield* sh.out(`${letters.has('l') ? path : shorten(sh, path)}\n`);
  return 0;
};

const pushd: Builtin = function* (sh, words) {
  const isQuiet = words[1] === '-n';
  const operand = words[isQuiet ? 2 : 1];
  const stack = [here(sh), ...sh.directories];
  if (operand === undefined) {
    if (stack.length < 2) throw new Complaint('pushd: no other directory');
    const [first = '', second = '', ...rest] = stack;
    go(sh, 'pushd', second, false);
    sh.directories = [first, ...rest];
  } else if (/^[-+]\d+$/.test(operand)) {
    const at = place(sh, 'pushd', operand);
    const rotated = [...stack.slice(at), ...stack.slice(0, at)];
    go(sh, 'pushd', rotated[0] ?? '', false);
    sh.directories = rotated.slice(1);
  } else if (isQuiet) sh.directories = [operand, ...sh.directories];
  else {
    const before = here(sh);
    go(sh, 'pushd', operand, false);
    sh.directories = [before, ...sh.directories];
  }
  return yield* showStack(sh);
};

const popd: Builtin = function* (sh, words) {
  const operand = words[1] ?? '+0';
  if (sh.directories.length === 0) throw new Complaint('popd: directory stack empty');
  const at = operand === '-n' ? 1 : place(sh, 'popd', operand);
  if (at === 0) {
    go(sh, 'popd', sh.directories[0] ?? '', false);
    sh.directories = sh.directories.slice(1);
  } else sh.directories = sh.directories.filter((_, index) => index !== at - 1);
  return yield* showStack(sh);
};

/** The directory stack. */
export const DIRECTORY_STACK: Readonly<Record<string, Builtin>> = { dirs, pushd, popd };
