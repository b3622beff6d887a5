import { SET_OPTIONS } from './options.ts';
import type { Shell } from './shell.ts';

/** `$-`: the letters of the options that are on. */
function flags(sh: Shell): string {
  const letters = SET_OPTIONS.filter(([name, letter]) => letter !== '' && sh.options.has(name)).map(([, letter]) => letter);
  const lower = letters.filter((letter) => letter === letter.toLowerCase()).sort();
  const upper = letters.filter((letter) => letter !== letter.toLowerCase()).sort();
  if (sh.isInteractive) lower.push('i');
  return [...lower.sort(), ...upper].join('') + (sh.options.has('-c') ? 'c' : sh.options.has('-s') ? 's' : '');
}

const VALUES: Readonly<Record<string, (sh: Shell) => string | null>> = {
  '?': (sh) => String(sh.status),
  '$': (sh) => String(sh.mainPid),
  '!': (sh) => (sh.backgroundPid === null ? null : String(sh.backgroundPid)),
  '#': (sh) => String(sh.parameters.length),
  '-': flags,
  '@': (sh) => (sh.parameters.length === 0 ? null : sh.parameters.join(' ')),
  '*': (sh) => (sh.parameters.length === 0 ? null : sh.parameters.join(sh.ifs.slice(0, 1))),
  _: (sh) => sh.lastArgument,
  LINENO: (sh) => String(sh.line),
  RANDOM: (sh) => String(sh.sys.dice.between(0, 32767)),
  SRANDOM: (sh) => String(sh.sys.dice.between(0, 4294967295)),
  SECONDS: (sh) => String(Math.floor((sh.sys.nowMs() - sh.startMs) / 1000)),
  EPOCHSECONDS: (sh) => String(Math.floor(sh.sys.nowMs() / 1000)),
  EPOCHREALTIME: (sh) => `${String(Math.floor(sh.sys.nowMs() / 1000))}.${String(sh.sys.nowMs() % 1000).padStart(3, '0')}000`,
  BASHPID: (sh) => String(sh.sys.pid),
  BASH_SUBSHELL: (sh) => String(sh.subshellDepth),
  SHELLOPTS: (sh) => [...sh.options].filter((name) => SET_OPTIONS.some(([own]) => own === name)).sort().join(':'),
  BASHOPTS: (sh) => [...sh.shopts].sort().join(':'),
  HISTCMD: (sh) => String(sh.historyOffset + sh.readline.history.length + 1),
};

/** The value of a parameter that the shell computes, or null when it is none of them (or unset). */
export const specialValue = (sh: Shell, name: string): string | null => {
  const value = VALUES[name];
  return value === undefined || (sh.variables.find(name) !== null && name === 'HISTCMD') ? null : value(sh);
};

/** Names of the computed variables, for completion and `set`. */
export const SPECIAL_NAMES = Object.keys(VALUES).filter((name) => /^[A-Z]/.test(name));

/** The outermost entry of the call stack: a script's. */
const mainOf = (sh: Shell, entry: string): string[] => (sh.scriptFile === '' ? [] : [entry]);

/** The values of an array that the shell computes, or null. */
export function specialArray(sh: Shell, name: string): string[] | null {
  switch (name) {
    case 'PIPESTATUS': return sh.pipeStatus.map(String);
    case 'FUNCNAME': return sh.variables.depth === 0 ? null : [...sh.frames.map((frame) => frame.name).reverse(), ...mainOf(sh, 'main')];
    case 'BASH_SOURCE': return [...sh.frames.map((frame) => frame.file).reverse(), ...mainOf(sh, sh.scriptFile)];
    case 'BASH_LINENO': return [...sh.frames.map((frame) => String(frame.line)).reverse(), '0'];
    case 'GROUPS': return sh.sys.credentials.groups.map(String);
    case 'DIRSTACK': return [sh.sys.cwd, ...sh.directories];
    case 'BASH_VERSINFO': return ['5', '1', '8', '1', 'release', 'x86_64-redhat-linux-gnu'];
    default: return null;
  }
}

