import { Complaint } from '../flow.ts';
import { byAction } from '../completion/sources.ts';
import type { Builtin } from './index.ts';
import { parseOptions } from './options.ts';

const LETTERS: Readonly<Record<string, string>> = {
  a: 'alias', b: 'builtin', c: 'command', d: 'directory', e: 'export', f: 'file', g: 'group', j: 'job', k: 'keyword', u: 'user',
  v: 'variable',
};

const SPEC = 'abcdefgjksuvprDEIo:A:G:W:F:C:X:P:S:';

/** `compgen`: the possible completions of a word. */
export const compgen: Builtin = function* (sh, words) {
  const { order, values, operands } = parseOptions(words, SPEC);
  const prefix = operands[0] ?? '';
  const actions = order.map((letter) => (letter === 'A' ? values.A ?? '' : LETTERS[letter] ?? '')).filter((name) => name !== '');
  const found = actions.flatMap((action) => {
    const names = byAction(sh, action, prefix);
    if (names === null) throw new Complaint(`compgen: ${action}: invalid action name`, 2);
    return names;
  });
  if (values.W !== undefined) found.push(...values.W.split(/\s+/).filter((word) => word !== '' && word.startsWith(prefix)));
  const shown = found.map((name) => (values.P ?? '') + name + (values.S ?? ''));
  yield* sh.out(shown.map((name) => `${name}\n`).join(''));
  return shown.length > 0 ? 0 : 1;
};

/** `complete`: a command's arguments are words of a list (`-W`); other ways are not modelled. */
export const complete: Builtin = function* (sh, words) {
  const { letters, values, operands } = parseOptions(words, SPEC);
  if (letters.has('r')) {
    if (operands.length === 0) sh.completions.clear();
    for (const name of operands) sh.completions.delete(name);
    return 0;
  }
  if (operands.length === 0 || letters.has('p')) {
    for (const [name, { words: list }] of sh.completions) yield* sh.out(`complete -W '${list.join(' ')}' ${name}\n`);
    return 0;
  }
  if (values.W === undefined) {
    yield* sh.err('handstack: bash: complete without -W is not modelled\n');
    return 1;
  }
  for (const name of operands) sh.completions.set(name, { words: values.W.split(/\s+/).filter((word) => word !== '') });
  return 0;
};
