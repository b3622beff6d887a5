import type { Json } from '../../base/json.ts';
import { SysError } from '../host/errors.ts';
import type { Program, Routine } from '../host/program.ts';
import type { Sys } from '../host/sys.ts';
import { runStatements } from './execute.ts';
import { Discard, ShellExit } from './flow.ts';
import { Loop, keepHistory } from './interactive/loop.ts';
import { restoreShell, type SavedShell } from './interactive/save.ts';
import { optionOfLetter, SET_OPTIONS, SHOPTS } from './options.ts';
import { complainSyntax, read, runText } from './run-text.ts';
import { Shell, type Language } from './shell.ts';
import { runWords } from './simple.ts';
import {
  loadHistory, readLogout, readStartFiles, setInitialVariables, setInteractiveVariables, VERSION_TEXT,
} from './start.ts';
import { runToEnd } from './subshell.ts';
import { deep, trampoline } from './trampoline.ts';
import { updateSignals } from './traps.ts';

const LANGUAGE: Language = { runStatements, runText: (sh, text, where) => deep(runText(sh, text, where)), runWords };

interface Invocation {
  command: boolean;
  readsInput: boolean;
  isInteractive: boolean;
  isLogin: boolean;
  isPosix: boolean;
  isVersion: boolean;
  isHelp: boolean;
  profile: boolean;
  rc: boolean;
  rcFile: string | null;
  readonly on: string[];
  readonly off: string[];
  readonly shopts: [name: string, isOn: boolean][];
  operands: readonly string[];
}

class BadInvocation extends Error {}

const USAGE_TEXT = `Usage:	bash [GNU long option] [option] ...
	bash [GNU long option] [option] script-file ...
GNU long options:
${['debug', 'debugger', 'dump-po-strings', 'dump-strings', 'help', 'init-file', 'login', 'noediting', 'noprofile', 'norc', 'posix',
    'pretty-print', 'rcfile', 'restricted', 'verbose', 'version'].map((name) => `\t--${name}\n`).join('')}Shell options:
	-ilrsD or -c command or -O shopt_option\t\t(invocation only)
	-abefhkmnptuvxBCEHPT or -o option
`;

const LONG: Readonly<Record<string, (call: Invocation) => void>> = {
  '--login': (call) => { call.isLogin = true; }, '--norc': (call) => { call.rc = false; },
  '--noprofile': (call) => { call.profile = false; }, '--posix': (call) => { call.isPosix = true; },
  '--version': (call) => { call.isVersion = true; }, '--verbose': (call) => { call.on.push('verbose'); },
  '--help': (call) => { call.isHelp = true; }, '--noediting': () => undefined, '--restricted': () => undefined,
};

/** Reads bash's own command line (OPTIONS in bash(1)). */
function readInvocation(argv: readonly string[]): Invocation {
  const zero = argv[0] ?? 'bash';
  const call: Invocation = {
    command: false, readsInput: false, isInteractive: false, isLogin: zero.startsWith('-'),
    isPosix: /^-?sh$/.test(zero.replace(/^.*\//, '')), isVersion: false, isHelp: false, profile: true, rc: true, rcFile: null, on: [], off: [],
    shopts: [], operands: [],
  };
  let at = 1;
  for (; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '--' || word === '-') {
      at += 1;
      break;
    }
    if (word.startsWith('--')) {
      if (word === '--rcfile' || word === '--init-file') {
        at += 1;
        call.rcFile = argv[at] ?? null;
        continue;
      }
      const set = LONG[word];
      if (set === undefined) throw new BadInvocation(`${word}: invalid option`);
      set(call);
    } else if (/^[-+]./.test(word)) at = readLetters(call, argv, at);
    else break;
  }
  call.operands = argv.slice(at);
  return call;
}

function readLetters(call: Invocation, argv: readonly string[], from: number): number {
  const word = argv[from] ?? '';
  const isOn = word.startsWith('-');
  let at = from;
  for (const letter of word.slice(1)) {
    if (letter === 'o' || letter === 'O') {
      at += 1;
      readNamed(call, letter, argv[at] ?? '', isOn);
    } else if (letter === 'c') call.command = true;
    else if (letter === 's') call.readsInput = true;
    else if (letter === 'i') call.isInteractive = true;
    else if (letter === 'l') call.isLogin = true;
    else {
      const name = optionOfLetter(letter);
      if (name === null) throw new BadInvocation(`${isOn ? '-' : '+'}${letter}: invalid option`);
      (isOn ? call.on : call.off).push(name);
    }
  }
  return at;
}

function readNamed(call: Invocation, letter: string, name: string, isOn: boolean): void {
  if (letter === 'o') {
    if (!SET_OPTIONS.some(([own]) => own === name)) throw new BadInvocation(`line 0: bash: ${name}: invalid option name`);
    (isOn ? call.on : call.off).push(name);
    return;
  }
  if (!SHOPTS.includes(name)) throw new BadInvocation(`line 0: bash: ${name}: invalid shell option name`);
  call.shopts.push([name, isOn]);
}

/** A new shell as it was called. */
function makeShell(sys: Sys, call: Invocation): Shell {
  const sh = new Shell(sys, LANGUAGE, sys.argv[0] ?? 'bash');
  setInitialVariables(sh);
  sh.isLogin = call.isLogin;
  if (call.isLogin) sh.shopts.add('login_shell');
  if (call.isPosix) sh.options.add('posix');
  if (call.isPosix) sh.shopts.add('expand_aliases');
  const isAtTerminal = !call.command && call.operands.length === 0 && sys.isTty(0) && sys.isTty(2);
  sh.isInteractive = call.isInteractive || isAtTerminal || (call.readsInput && sys.isTty(0) && sys.isTty(2));
  if (sh.isInteractive) setInteractiveVariables(sh);
  for (const name of call.on) sh.options.add(name);
  for (const name of call.off) sh.options.delete(name);
  for (const [name, isOn] of call.shopts) if (isOn) sh.shopts.add(name); else sh.shopts.delete(name);
  if (call.command) sh.options.add('-c');
  else if (call.operands.length === 0 || call.readsInput) sh.options.add('-s');
  return sh;
}

function* runShell(sys: Sys): Routine<number> {
  let call: Invocation;
  try {
    call = readInvocation(sys.argv);
  } catch (error) {
    if (!(error instanceof BadInvocation)) throw error;
    const isUnknown = error.message.endsWith('invalid option');
    yield* sys.write(2, `${sys.argv[0] ?? 'bash'}: ${error.message}\n${isUnknown ? USAGE_TEXT : ''}`);
    return 2;
  }
  if (call.isVersion || call.isHelp) {
    yield* sys.write(1, call.isVersion ? VERSION_TEXT : `${VERSION_TEXT.split('\n', 1)[0] ?? ''}\n${USAGE_TEXT}`);
    return 0;
  }
  const sh = makeShell(sys, call);
  if (sh.isInteractive) updateSignals(sh);
  if (sh.isInteractive && sys.isTty(0)) sys.setForeground(sys.group);
  return yield* runToEnd(sh, () => runCalled(sh, call));
}

function* runCalled(sh: Shell, call: Invocation): Routine<number> {
  const [first, ...rest] = call.operands;
  if (call.command) {
    if (first === undefined) {
      yield* sh.err(`${sh.name}: -c: option requires an argument\n`);
      return 2;
    }
    sh.parameters = rest.slice(1);
    if (rest[0] !== undefined) sh.name = rest[0];
    yield* readStartFiles(sh, call);
    const isTail = !sh.isLogin && !sh.isInteractive;
    return yield* sh.language.runText(sh, first, { line: 1, label: `${sh.name}: -c`, isTail });
  }
  if (first !== undefined && !call.readsInput) return yield* runScript(sh, call, first, rest);
  sh.parameters = [...call.operands];
  yield* readStartFiles(sh, call);
  if (!sh.isInteractive) return yield* runInput(sh);
  loadHistory(sh);
  return yield* runLoop(sh, '', null);
}

function* runScript(sh: Shell, call: Invocation, path: string, args: readonly string[]): Routine<number> {
  const found = path.includes('/') || sh.sys.exists(path) ? path
    : (sh.get('PATH') ?? '').split(':').map((folder) => `${folder}/${path}`).find((each) => sh.sys.exists(each)) ?? path;
  let text: string;
  try {
    const fd = sh.sys.open(found, { read: true });
    text = yield* sh.sys.readAll(fd);
    sh.sys.close(fd);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    const isFolder = error.errno === 'EISDIR';
    yield* sh.err(isFolder ? `${path}: ${path}: Is a directory\n` : `${sh.name}: ${path}: ${error.text}\n`);
    return error.errno === 'ENOENT' ? 127 : 126;
  }
  if ((text.split('\n', 1)[0] ?? '').includes('\0')) {
    yield* sh.err(`${path}: ${path}: cannot execute binary file\n`);
    return 126;
  }
  sh.name = path;
  Object.assign(sh, { file: path, scriptFile: path });
  sh.parameters = [...args];
  yield* readStartFiles(sh, call);
  return yield* sh.language.runText(sh, text, { line: 1 });
}

/** Commands from standard input, read no further than each needs. */
function* runInput(sh: Shell): Routine<number> {
  let source = '';
  let line = 1;
  let count = 0;
  for (;;) {
    const next = yield* sh.sys.readLine(0);
    if (next === null) break;
    source += next;
    count += 1;
    const parsed = read(sh, source);
    if (parsed.kind === 'incomplete' || (parsed.kind === 'commands' && parsed.unfinishedHereDoc !== null)) continue;
    if (parsed.kind === 'error') return yield* complainSyntax(sh, parsed, source, line);
    yield* runPiece(sh, source, line);
    line += count;
    count = 0;
    source = '';
  }
  return source === '' ? sh.status : yield* sh.language.runText(sh, source, { line });
}

function* runPiece(sh: Shell, source: string, line: number): Routine<void> {
  try {
    yield* sh.language.runText(sh, source, { line });
  } catch (error) {
    if (!(error instanceof Discard) || error.isFatal || error.complaint === null) throw error;
    if (!error.isSaid) yield* sh.complain(error.complaint);
    sh.status = error.status;
  }
}

function* runLoop(sh: Shell, input: string, waiting: SavedShell['waiting']): Routine<number> {
  sh.status = yield* new Loop(sh, input).run(waiting);
  const { status } = sh;
  try {
    yield* readLogout(sh);
  } catch (error) {
    if (!(error instanceof ShellExit)) throw error;
  }
  keepHistory(sh);
  return status;
}

function* resume(sys: Sys, saved: SavedShell): Routine<number> {
  const sh = restoreShell(sys, LANGUAGE, saved);
  updateSignals(sh);
  return yield* runToEnd(sh, () => runLoop(sh, saved.input, saved.waiting));
}

/** bash and sh: the shell as a program. */
export const bash: Program = {
  name: 'bash',
  run: (sys: Sys, resumed?: Json) =>
    trampoline(resumed === undefined ? runShell(sys) : resume(sys, resumed as unknown as SavedShell)),
};
