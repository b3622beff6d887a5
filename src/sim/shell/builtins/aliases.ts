import type { Routine } from '../../host/program.ts';
import { singleQuote } from '../words/quote.ts';
import type { Builtin } from './index.ts';
import { parseOptions } from './options.ts';

const alias: Builtin = function* (sh, words) {
  const { operands } = parseOptions(words, 'p');
  const show = (name: string, value: string): Routine<void> => sh.out(`alias ${name}=${singleQuote(value)}\n`);
  if (operands.length === 0) for (const [name, value] of [...sh.aliases].sort(([a], [b]) => (a < b ? -1 : 1))) yield* show(name, value);
  let status = 0;
  for (const operand of operands) {
    const equals = operand.indexOf('=', 1);
    const name = equals === -1 ? operand : operand.slice(0, equals);
    const value = sh.aliases.get(name);
    if (equals !== -1 && /[\s/$`'"\\|&;()<>]/.test(name)) {
      yield* sh.complain(`alias: \`${name}': invalid alias name`);
      status = 1;
    } else if (equals !== -1) sh.aliases.set(name, operand.slice(equals + 1));
    else if (value !== undefined) yield* show(name, value);
    else {
      yield* sh.complain(`alias: ${operand}: not found`);
      status = 1;
    }
  }
  return status;
};

const unalias: Builtin = function* (sh, words) {
  const { letters, operands } = parseOptions(words, 'a');
  if (letters.has('a')) sh.aliases.clear();
  else if (operands.length === 0) {
    yield* sh.err('unalias: usage: unalias [-a] name [name ...]\n');
    return 2;
  }
  let status = 0;
  for (const name of operands) {
    if (sh.aliases.delete(name)) continue;
    yield* sh.complain(`unalias: ${name}: not found`);
    status = 1;
  }
  return status;
};

/** Aliases. */
export const ALIASES: Readonly<Record<string, Builtin>> = { alias, unalias };
