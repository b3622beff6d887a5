import { allInPath, findInPath } from '../find-command.ts';
import type { Routine } from '../../host/program.ts';
import { Complaint } from '../flow.ts';
import { bodyOf } from '../functions.ts';
import { printFunction } from '../print.ts';
import { runWords } from '../simple.ts';
import type { Shell } from '../shell.ts';
import { singleQuote } from '../words/quote.ts';
import { BUILTINS, type Builtin } from './index.ts';
import { parseOptions } from './options.ts';

const KEYWORDS = [
  'if', 'then', 'else', 'elif', 'fi', 'case', 'esac', 'for', 'select', 'while', 'until', 'do', 'done', 'in', 'function', 'time', '{', '}',
  '!', '[[', ']]', 'coproc',
];

interface Meaning {
  readonly kind: 'alias' | 'keyword' | 'function' | 'builtin' | 'file';
  /** A path, or an alias's value. */
  readonly value: string;
}

/** All that a name means, in the order in which the shell looks. */
function meanings(sh: Shell, name: string, skipFunctions = false): Meaning[] {
  const out: Meaning[] = [];
  const alias = sh.aliases.get(name);
  if (alias !== undefined && sh.shopts.has('expand_aliases')) out.push({ kind: 'alias', value: alias });
  if (KEYWORDS.includes(name)) out.push({ kind: 'keyword', value: name });
  if (sh.functions.has(name) && !skipFunctions) out.push({ kind: 'function', value: name });
  if (BUILTINS.has(name)) out.push({ kind: 'builtin', value: name });
  if (name.includes('/')) {
    if (sh.sys.exists(name) && sh.sys.access(name, 'execute') && sh.sys.stat(name).type === 'file') out.push({ kind: 'file', value: name });
  } else out.push(...allInPath(sh, name).map((value): Meaning => ({ kind: 'file', value })));
  return out;
}

function* describe(sh: Shell, name: string, meaning: Meaning): Routine<void> {
  switch (meaning.kind) {
    case 'alias': yield* sh.out(`${name} is aliased to \`${meaning.value}'\n`); break;
    case 'keyword': yield* sh.out(`${name} is a shell keyword\n`); break;
    case 'builtin': yield* sh.out(`${name} is a shell builtin\n`); break;
    case 'file': {
      const isHashed = sh.hashed.get(name)?.path === meaning.value;
      yield* sh.out(isHashed ? `${name} is hashed (${meaning.value})\n` : `${name} is ${meaning.value}\n`);
      break;
    }
    case 'function': {
      const definition = sh.functions.get(name);
      const parsed = definition === undefined ? null : bodyOf(definition);
      yield* sh.out(`${name} is a function\n${parsed === null ? '' : `${printFunction(parsed.node, parsed.unit)}\n`}`);
    }
  }
}

const type: Builtin = function* (sh, words) {
  const { letters, operands } = parseOptions(words, 'afptP');
  let status = 0;
  for (const name of operands) {
    const all = meanings(sh, name, letters.has('f') || letters.has('P'));
    const wanted = letters.has('P') ? all.filter((meaning) => meaning.kind === 'file') : all;
    const chosen = letters.has('a') ? wanted : wanted.slice(0, 1);
    if (chosen.length === 0) {
      status = 1;
      if (!letters.has('t') && !letters.has('p') && !letters.has('P')) yield* sh.complain(`type: ${name}: not found`);
    }
    for (const meaning of chosen) {
      if (letters.has('t')) yield* sh.out(`${meaning.kind}\n`);
      else if (letters.has('p') || letters.has('P')) yield* sh.out(meaning.kind === 'file' ? `${meaning.value}\n` : '');
      else yield* describe(sh, name, meaning);
    }
  }
  return status;
};

const command: Builtin = function* (sh, words) {
  const { letters, operands } = parseOptions(words, 'pVv');
  const [name] = operands;
  if (name === undefined) return 0;
  if (!letters.has('v') && !letters.has('V')) return yield* runWords(sh, operands, 'functions');
  let status = 1;
  for (const each of operands) {
    const [meaning] = meanings(sh, each);
    if (meaning !== undefined) status = 0;
    if (meaning === undefined) {
      if (letters.has('V')) yield* sh.complain(`command: ${each}: not found`);
    } else if (letters.has('V')) yield* describe(sh, each, meaning);
    else if (meaning.kind === 'alias') yield* sh.out(`alias ${each}=${singleQuote(meaning.value)}\n`);
    else yield* sh.out(`${meaning.kind === 'file' ? meaning.value : each}\n`);
  }
  return status;
};

const hash: Builtin = function* (sh, words) {
  const { letters, values, operands } = parseOptions(words, 'lrp:dt');
  if (letters.has('r')) sh.hashed.clear();
  if (operands.length === 0 && !letters.has('r')) return yield* showHashed(sh, letters.has('l'));
  let status = 0;
  for (const name of operands) {
    const known = sh.hashed.get(name);
    if (letters.has('t') && known !== undefined) yield* sh.out(operands.length > 1 ? `${name}\t${known.path}\n` : `${known.path}\n`);
    else if (letters.has('d') && known !== undefined) sh.hashed.delete(name);
    else if (values.p !== undefined) sh.hashed.set(name, { path: values.p, hits: 0 });
    else if (BUILTINS.has(name) && !letters.has('t') && !letters.has('d')) continue;
    else {
      const path = letters.has('t') || letters.has('d') ? null : findInPath(sh, name);
      if (path !== null) sh.hashed.set(name, { path, hits: 0 });
      else {
        yield* sh.complain(`hash: ${name}: not found`);
        status = 1;
      }
    }
  }
  return status;
};

function* showHashed(sh: Shell, isReusable: boolean): Routine<number> {
  if (sh.hashed.size === 0) {
    yield* sh.out(`hash: hash table empty\n`);
    return 0;
  }
  if (!isReusable) yield* sh.out('hits\tcommand\n');
  for (const [name, { path, hits }] of sh.hashed) {
    yield* sh.out(isReusable ? `builtin hash -p ${path} ${name}\n` : `${String(hits).padStart(4)}\t${path}\n`);
  }
  return 0;
}

const enable: Builtin = function* (sh, words) {
  const { letters, operands } = parseOptions(words, 'adnps');
  if (operands.length === 0) for (const name of [...BUILTINS.keys()].sort()) yield* sh.out(`enable ${name}\n`);
  for (const name of operands) {
    if (!BUILTINS.has(name)) throw new Complaint(`enable: ${name}: not a shell builtin`);
    if (letters.has('n')) yield* sh.err('handstack: bash: enable -n is not modelled\n');
  }
  return letters.has('n') && operands.length > 0 ? 1 : 0;
};

/** What names mean. */
export const LOOKUP: Readonly<Record<string, Builtin>> = {
  type, command, hash, enable,
};
