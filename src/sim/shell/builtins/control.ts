import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import { SIGNALS, signalNamed } from '../../host/signals.ts';
import { findInPath } from '../find-command.ts';
import { Complaint, FunctionReturn, LoopExit, ShellExit } from '../flow.ts';
import { childFds, runWords } from '../simple.ts';
import type { Shell } from '../shell.ts';
import { updateSignals } from '../traps.ts';
import { singleQuote } from '../words/quote.ts';
import type { Builtin } from './index.ts';
import { badOption, parseOptions } from './options.ts';

const succeed: Builtin = function* () {
  return 0;
};

function leaveLoop(kind: 'break' | 'continue'): Builtin {
  return function* (sh, words) {
    if (sh.loopDepth === 0) {
      yield* sh.complain(`${kind}: only meaningful in a \`for', \`while', or \`until' loop`);
      return 0;
    }
    const count = words[1] ?? '1';
    if (!/^-?\d+$/.test(count)) {
      yield* sh.complain(`${kind}: ${count}: numeric argument required`);
      throw new ShellExit(128);
    }
    if (Number(count) < 1) throw new Complaint(`${kind}: ${count}: loop count out of range`);
    throw new LoopExit(kind, Number(count));
  };
}

/** The status that `exit` and `return` were given. */
function* statusArgument(sh: Shell, words: readonly string[]): Routine<number> {
  const [name = '', value] = words;
  if (value === undefined) return sh.status;
  if (!/^\s*[-+]?\d+\s*$/.test(value)) {
    yield* sh.complain(`${name}: ${value}: numeric argument required`);
    return 2;
  }
  if (words.length > 2) throw new Complaint(`${name}: too many arguments`);
  return ((Number(value) % 256) + 256) % 256;
}

function* leaveShell(sh: Shell, words: readonly string[]): Routine<number> {
  if (sh.isInteractive && sh.subshellDepth === 0) {
    yield* sh.err(sh.isLogin ? 'logout\n' : 'exit\n');
    const isStopped = sh.jobs.list.some((job) => job.state === 'stopped');
    if (isStopped && !sh.hasWarnedOfJobs) {
      yield* sh.err('There are stopped jobs.\n');
      sh.hasWarnedOfJobs = true;
      return 1;
    }
  }
  throw new ShellExit(yield* statusArgument(sh, words));
}

const logout: Builtin = function* (sh, words) {
  if (!sh.isLogin) throw new Complaint("logout: not login shell: use `exit'");
  return yield* leaveShell(sh, words);
};

const giveBack: Builtin = function* (sh, words) {
  if (sh.frames.length === 0) {
    throw new Complaint("return: can only `return' from a function or sourced script", 2);
  }
  throw new FunctionReturn(yield* statusArgument(sh, words));
};

const evaluate: Builtin = function* (sh, words) {
  const text = parseOptions(words, '').operands.join(' ');
  if (text.trim() === '') return 0;
  return yield* sh.language.runText(sh, text, { line: sh.line, label: `${sh.prefix.replace(/: (?:line \d+: )?$/, '')}: eval` });
};

function sourcePath(sh: Shell, name: string): string {
  if (name.includes('/')) return name;
  const found = sh.shopts.has('sourcepath') ? (sh.get('PATH') ?? '').split(':').map((folder) => `${folder}/${name}`)
    .find((path) => sh.sys.exists(path) && sh.sys.stat(path).type === 'file') : undefined;
  return found ?? name;
}

function* readWhole(sh: Shell, path: string): Routine<string> {
  const fd = sh.sys.open(path, { read: true });
  try {
    return yield* sh.sys.readAll(fd);
  } finally {
    sh.sys.close(fd);
  }
}

/** Runs a file in this shell. */
export function* sourceFile(sh: Shell, name: string, args: readonly string[]): Routine<number> {
  const path = sourcePath(sh, name);
  let text: string;
  try {
    text = yield* readWhole(sh, path);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    if (error.errno === 'EISDIR') throw new Complaint(`${words0(sh)}: ${name}: is a directory`);
    throw new Complaint(`${name}: ${error.text}`);
  }
  if (text.slice(0, 80).includes('\0')) throw new Complaint(`source: ${name}: cannot execute binary file`, 126);
  const before = { parameters: sh.parameters, file: sh.file, line: sh.line };
  if (args.length > 0) sh.parameters = [...args];
  sh.frames.push({ name: 'source', line: sh.line, file: path });
  sh.file = path;
  sh.sourceDepth += 1;
  try {
    return yield* sh.language.runText(sh, text, { line: 1 });
  } catch (error) {
    if (!(error instanceof FunctionReturn)) throw error;
    return error.status;
  } finally {
    sh.sourceDepth -= 1;
    sh.frames.pop();
    const { parameters, file, line } = before;
    if (args.length > 0) sh.parameters = parameters;
    Object.assign(sh, { file, line });
  }
}

const words0 = (sh: Shell): string => (sh.isPosix ? '.' : 'source');

const source: Builtin = function* (sh, words) {
  const { operands } = parseOptions(words, '');
  const [file, ...args] = operands;
  const name = words[0] ?? '.';
  if (file === undefined) {
    yield* sh.complain(`${name}: filename argument required`);
    yield* sh.err(`${name}: usage: ${name} filename [arguments]\n`);
    return 2;
  }
  return yield* sourceFile(sh, file, args);
};

const exec: Builtin = function* (sh, words) {
  const { letters, values, operands } = parseOptions(words, 'cla:');
  const [name] = operands;
  if (name === undefined) return 0;
  const path = name.includes('/') ? name : findInPath(sh, name);
  const zero = values.a ?? (letters.has('l') ? `-${name}` : name);
  if (path === null) {
    yield* sh.complain(`exec: ${name}: not found`);
    return failExec(sh, 127);
  }
  try {
    const fds = childFds(sh);
    for (const fd of sh.privateFds) if (!(fd in fds)) sh.sys.close(fd);
    yield* sh.sys.exec(path, [zero, ...operands.slice(1)], { env: letters.has('c') ? {} : { ...sh.environment } });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    yield* sh.complain(error.errno === 'ENOENT' ? `${path}: ${error.text}` : `${path}: cannot execute: ${error.text}`);
    return failExec(sh, error.errno === 'ENOENT' ? 127 : 126);
  }
  return 0;
};

function failExec(sh: Shell, status: number): number {
  if (!sh.isInteractive && !sh.shopts.has('execfail')) throw new ShellExit(status);
  return status;
}

/** The name of a condition that can be trapped: `SIGINT`, `EXIT`; null when there is none. */
function conditionOf(spec: string): string | null {
  const upper = spec.toUpperCase();
  if (upper === 'EXIT' || upper === '0') return 'EXIT';
  if (['ERR', 'DEBUG', 'RETURN'].includes(upper)) return upper;
  return signalNamed(spec);
}

const trap: Builtin = function* (sh, words) {
  const { letters, operands } = parseOptions(words, 'lp');
  if (letters.has('l')) {
    yield* sh.out(signalList());
    return 0;
  }
  if (letters.has('p') || operands.length === 0) return yield* showTraps(sh, operands);
  const [first = '', ...rest] = operands;
  const isReset = rest.length === 0 || first === '-' || /^\d+$/.test(first);
  const conditions = rest.length === 0 || (/^\d+$/.test(first) && first !== '-') ? operands : rest;
  let status = 0;
  for (const spec of conditions) {
    const condition = conditionOf(spec);
    if (condition === null) {
      yield* sh.complain(`trap: ${spec}: invalid signal specification`);
      status = 1;
    } else if (isReset) sh.traps.delete(condition);
    else sh.traps.set(condition, first);
  }
  updateSignals(sh);
  return status;
};

function* showTraps(sh: Shell, names: readonly string[]): Routine<number> {
  const wanted = names.map((name) => conditionOf(name) ?? name);
  const order = ['EXIT', ...Object.keys(SIGNALS), 'DEBUG', 'ERR', 'RETURN'];
  for (const name of order) {
    const action = sh.traps.get(name);
    if (action === undefined || (wanted.length > 0 && !wanted.includes(name))) continue;
    yield* sh.out(`trap -- ${singleQuote(action)} ${name}\n`);
  }
  return 0;
}

/** `kill -l`: five to a line, as bash lays them out. */
export function signalList(): string {
  const names = Object.entries(SIGNALS);
  const cells = names.map(([name, number]) => `${String(number).padStart(2)}) ${name}`);
  let out = '';
  for (const [index, cell] of cells.entries()) {
    const isEnd = index % 5 === 4 || index === cells.length - 1;
    out += isEnd ? `${cell}\n` : `${cell}\t`;
  }
  return out;
}

const shift: Builtin = function* (sh, words) {
  const text = words[1] ?? '1';
  if (!/^-?\d+$/.test(text)) throw new Complaint(`shift: ${text}: numeric argument required`);
  const count = Number(text);
  if (count < 0) throw new Complaint(`shift: ${text}: shift count out of range`);
  if (count > sh.parameters.length) {
    if (sh.shopts.has('shift_verbose')) yield* sh.complain(`shift: ${text}: shift count out of range`);
    return 1;
  }
  sh.parameters = sh.parameters.slice(count);
  return 0;
};

const builtin: Builtin = function* (sh, words) {
  if (words.length < 2) return 0;
  return yield* runWords(sh, words.slice(words[1] === '--' ? 2 : 1), 'all but builtins');
};

const suspend: Builtin = function* (sh, words) {
  if (words[1] !== undefined && words[1] !== '-f') throw badOption('suspend', words[1]);
  if (sh.isLogin) throw new Complaint('suspend: cannot suspend a login shell');
  sh.sys.kill(sh.sys.pid, 'SIGSTOP');
  yield* [];
  return 0;
};

/** Flow of control. */
export const CONTROL: Readonly<Record<string, Builtin>> = {
  ':': succeed, true: succeed, false: function* () { return 1; }, break: leaveLoop('break'), continue: leaveLoop('continue'),
  exit: leaveShell, logout, return: giveBack, eval: evaluate, source, '.': source, exec, trap, shift, builtin, suspend,
};
