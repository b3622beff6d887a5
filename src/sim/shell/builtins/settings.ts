import { parseMode } from './umask-mode.ts';
import type { Routine } from '../../host/program.ts';
import { Complaint } from '../flow.ts';
import { optionOfLetter, SET_OPTIONS, SHOPTS } from '../options.ts';
import type { Shell } from '../shell.ts';
import { ArithmeticError } from '../words/arithmetic.ts';
import { assignmentText } from './declare.ts';
import type { Builtin } from './index.ts';
import { badOption, parseOptions } from './options.ts';

function* listOptions(sh: Shell, isReusable: boolean): Routine<number> {
  for (const [name] of SET_OPTIONS) {
    const isOn = sh.options.has(name);
    yield* sh.out(isReusable ? `set ${isOn ? '-' : '+'}o ${name}\n` : `${name.padEnd(15)}\t${isOn ? 'on' : 'off'}\n`);
  }
  return 0;
}

function setOption(sh: Shell, name: string, isOn: boolean): void {
  if (isOn) sh.options.add(name);
  else sh.options.delete(name);
  if (name === 'vi' && isOn) sh.options.delete('emacs');
}

const set: Builtin = function* (sh, words) {
  if (words.length === 1) {
    for (const name of sh.variables.names()) {
      const variable = sh.variables.find(name);
      if (variable !== null && (variable.kind !== 'scalar' || variable.value !== null)) yield* sh.out(`${assignmentText(name, variable)}\n`);
    }
    return 0;
  }
  let at = 1;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--' || word === '-') {
      if (word === '-') for (const name of ['xtrace', 'verbose']) sh.options.delete(name);
      if (word === '--' || at + 1 < words.length) sh.parameters = words.slice(at + 1);
      return 0;
    }
    if (!/^[-+]./.test(word)) break;
    const isOn = word.startsWith('-');
    for (const letter of word.slice(1)) {
      if (letter === 'o') {
        at += 1;
        const name = words[at];
        if (name === undefined) return yield* listOptions(sh, !isOn);
        setNamed(sh, name, isOn);
      } else setLetter(sh, letter, isOn);
    }
  }
  if (at < words.length) sh.parameters = words.slice(at);
  return 0;
};

function setNamed(sh: Shell, name: string, isOn: boolean): void {
  if (!SET_OPTIONS.some(([own]) => own === name)) throw new Complaint(`set: ${name}: invalid option name`);
  setOption(sh, name, isOn);
}

function setLetter(sh: Shell, letter: string, isOn: boolean): void {
  const name = optionOfLetter(letter);
  if (name === null) throw badOption('set', `${isOn ? '-' : '+'}${letter}`);
  setOption(sh, name, isOn);
}

const shopt: Builtin = function* (sh, words) {
  const { letters, operands } = parseOptions(words, 'pqsuo');
  const isSetOption = letters.has('o');
  const known = isSetOption ? SET_OPTIONS.map(([name]) => name) : SHOPTS;
  const on = isSetOption ? sh.options : sh.shopts;
  const wrong = operands.find((name) => !known.includes(name));
  if (wrong !== undefined) throw new Complaint(`shopt: ${wrong}: invalid ${isSetOption ? 'option name' : 'shell option name'}`);
  const isChange = (letters.has('s') || letters.has('u')) && operands.length > 0;
  if (isChange) {
    for (const name of operands) {
      if (letters.has('s')) on.add(name);
      else on.delete(name);
    }
    return 0;
  }
  const shown = (operands.length > 0 ? operands : [...known]).filter((name) =>
    (!letters.has('s') || on.has(name)) && (!letters.has('u') || !on.has(name)));
  if (!letters.has('q')) {
    for (const name of shown) {
      yield* sh.out(letters.has('p') ? `shopt -${on.has(name) ? 's' : 'u'} ${name}\n` : `${name.padEnd(15)}\t${on.has(name) ? 'on' : 'off'}\n`);
    }
  }
  return operands.every((name) => on.has(name)) ? 0 : 1;
};

const symbolic = (mask: number): string => {
  const part = (shift: number): string => {
    const bits = (~mask >> shift) & 7;
    return (bits & 4 ? 'r' : '') + (bits & 2 ? 'w' : '') + (bits & 1 ? 'x' : '');
  };
  return `u=${part(6)},g=${part(3)},o=${part(0)}`;
};

const umask: Builtin = function* (sh, words) {
  const { letters, operands } = parseOptions(words, 'pS');
  const [mode] = operands;
  if (mode !== undefined) {
    if (/^[0-7]+$/.test(mode)) sh.sys.umask(parseInt(mode, 8) & 0o777);
    else if (/^\d/.test(mode)) throw new Complaint(`umask: ${mode}: octal number out of range`);
    else sh.sys.umask(parseMode(mode, sh.sys.umask()));
    return 0;
  }
  const mask = sh.sys.umask();
  const octal = mask.toString(8).padStart(4, '0');
  if (letters.has('S')) yield* sh.out(`${letters.has('p') ? 'umask -S ' : ''}${symbolic(mask)}\n`);
  else yield* sh.out(`${letters.has('p') ? 'umask ' : ''}${octal}\n`);
  return 0;
};

const letBuiltin: Builtin = function* (sh, words) {
  yield* [];
  if (words.length < 2) throw new Complaint('let: expression expected');
  let value = '0';
  for (const expression of words.slice(1)) {
    try {
      value = sh.calculate(expression);
    } catch (error) {
      if (error instanceof ArithmeticError) throw new Complaint(`let: ${error.message}`);
      throw error;
    }
  }
  return value === '0' ? 1 : 0;
};

const bind: Builtin = function* (sh, words) {
  if (words.length > 1) yield* sh.err('handstack: bash: bind is not modelled\n');
  return words.length > 1 ? 1 : 0;
};

/** Options, the mask of new files, `let` and `bind`. */
export const SETTINGS: Readonly<Record<string, Builtin>> = { set, shopt, umask, let: letBuiltin, bind };
