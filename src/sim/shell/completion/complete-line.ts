import { collation } from '../../host/collate.ts';
import type { Routine } from '../../host/program.ts';
import type { Completion, Match } from '../../host/readline/index.ts';
import type { Shell } from '../shell.ts';
import { backslashQuote } from '../words/quote.ts';
import { availablePackages, installedPackages } from './packages.ts';
import { commands, hostnames, isFolder, paths, untilde, users, variables } from './sources.ts';
import { AVAILABLE_SUBCOMMANDS, INSTALLED_SUBCOMMANDS, SUBCOMMANDS, UNIT_SUBCOMMANDS } from './words.ts';

/** The word at the cursor and what stands before it in its command. */
interface Place {
  readonly start: number;
  /** The word without quotes. */
  readonly word: string;
  /** The opening quote, or ''. */
  readonly quote: string;
  /** The words of the command before it, assignments left out. */
  readonly before: readonly string[];
  /** Behind `<` or `>`. */
  readonly isRedirected: boolean;
}

/** Reads the line up to the cursor as the shell would split it. */
export function placeOf(text: string): Place {
  let before: string[] = [];
  let word = '';
  let start = 0;
  let quote = '';
  let isStarted = false;
  let isRedirected = false;
  const end = (): void => {
    if (isStarted && !isRedirected && !(before.length === 0 && /^\w+=/.test(word))) before.push(word);
    if (isStarted) isRedirected = false;
    word = '';
    isStarted = false;
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"') word += text[at += 1] ?? '';
      else word += char;
      continue;
    }
    if (/\s/.test(char)) end();
    else if (';|&('.includes(char)) {
      end();
      before = [];
      isRedirected = false;
    } else if ('<>'.includes(char)) {
      end();
      isRedirected = true;
    } else {
      if (!isStarted) start = at;
      isStarted = true;
      if (char === '"' || char === "'") quote = char;
      else if (char === '\\') word += text[at += 1] ?? '';
      else word += char;
    }
  }
  return { start: isStarted ? start : text.length, word: isStarted ? word : '', quote, before, isRedirected };
}

const plain = (names: readonly string[]): Match[] => names.map((text) => ({ text }));

/** Names that begin with the word, in the locale's order. */
function starting(sh: Shell, names: readonly string[], word: string): Match[] {
  return plain([...new Set(names)].filter((name) => name.startsWith(word)).sort(collation(sh.sys)));
}

/** Paths as they are inserted: quoted as the word was begun. */
function pathMatches(sh: Shell, place: Place, found: readonly string[]): Match[] {
  return found.map((path) => {
    const quoted = place.quote !== '' ? place.quote + path : quotePath(path);
    const isDirectory = isFolder(sh, untilde(sh, path));
    return { text: quoted, shown: path.slice(path.lastIndexOf('/') + 1), isDirectory };
  });
}

/** A path with backslashes; a tilde at its start stays one. */
const quotePath = (path: string): string => (path.startsWith('~') ? `~${backslashQuote(path.slice(1))}` : backslashQuote(path));

/** Commands that precede another one. */
const PREFIXES = new Set(['sudo', 'time', 'exec', 'command', 'nohup', 'env', 'xargs', 'watch', 'then', 'do', 'else', 'if', 'while', '!', '{']);

function isCommandPlace(before: readonly string[]): boolean {
  return before.every((word) => PREFIXES.has(word));
}

/** Names of units; services when the unit's kind is not being typed. */
function units(sh: Shell): string[] {
  return [...new Set([...sh.sys.systemd.units().map((unit) => unit.name), ...sh.sys.systemd.unitFiles().map((file) => file.name)])];
}

/** What the arguments of a known command may be; null: paths. */
function* argumentsOf(sh: Shell, before: readonly string[], word: string): Routine<Match[] | null> {
  const at = before.findIndex((each) => !PREFIXES.has(each));
  const command = (before[at] ?? '').replace(/^.*\//, '');
  const rest = before.slice(at + 1);
  const operands = rest.filter((each) => !each.startsWith('-'));
  const own = sh.completions.get(command);
  if (own !== undefined) return starting(sh, own.words, word);
  if (word.startsWith('-')) return null;
  if (command === 'journalctl') return rest.at(-1) === '-u' || rest.at(-1) === '--unit' ? starting(sh, units(sh), word) : null;
  if (command === 'systemctl' && operands.length > 0) return UNIT_SUBCOMMANDS.has(operands[0] ?? '') ? starting(sh, units(sh), word) : [];
  if (command === 'rpm') return /^-(?:q|e)[a-z]*$/.test(rest[0] ?? '') && !/[pf]/.test(rest[0] ?? '') ? starting(sh, installedPackages(sh.sys), word) : null;
  if ((command === 'dnf' || command === 'yum') && operands.length > 0) return yield* packages(sh, operands[0] ?? '', word);
  if (command === 'su' || command === 'passwd' || command === 'id') return plain(users(sh, word));
  if (command === 'ssh' || command === 'ping') return starting(sh, hostnames(sh), word);
  const list = SUBCOMMANDS[command];
  return list === undefined || operands.length > 0 ? byKind(sh, command, word) : starting(sh, list, word);
}

function* packages(sh: Shell, subcommand: string, word: string): Routine<Match[] | null> {
  if (word.includes('/')) return null;
  if (INSTALLED_SUBCOMMANDS.has(subcommand)) return starting(sh, installedPackages(sh.sys), word);
  return AVAILABLE_SUBCOMMANDS.has(subcommand) ? starting(sh, yield* availablePackages(sh.sys), word) : null;
}

/** Builtins and programs whose operands are names of some kind. */
function byKind(sh: Shell, command: string, word: string): Match[] | null {
  switch (command) {
    case 'unset': case 'export': return plain(variables(sh, word));
    case 'type': case 'which': case 'man': case 'help': return plain(commands(sh, word));
    case 'unalias': return starting(sh, [...sh.aliases.keys()], word);
    default: return null;
  }
}

/** Completes the word at the cursor of a command line. */
export function* completeLine(sh: Shell, text: string, point: number): Routine<Completion> {
  const place = placeOf(text.slice(0, point));
  const { start, word, quote } = place;
  const answer = (matches: readonly Match[], from = start): Completion => ({ start: from, matches, ...(quote === '' ? {} : { quote }) });
  const variable = quote === "'" ? null : /\$(\{?)(\w*)$/.exec(word);
  if (variable !== null) {
    const [whole, brace = '', name = ''] = variable;
    const names = variables(sh, name).map((each) => ({ text: `$${brace}${each}${brace === '' ? '' : '}'}` }));
    return answer(names, point - whole.length);
  }
  if (word.startsWith('~') && !word.includes('/') && quote === '') {
    return answer(users(sh, word.slice(1)).map((name) => ({ text: `~${name}`, isDirectory: true })));
  }
  if (isCommandPlace(place.before) && !place.isRedirected) {
    if (word === '') return answer([]);
    const found = commands(sh, word);
    return answer(word.includes('/') ? pathMatches(sh, place, found) : plain(found));
  }
  const special = place.isRedirected ? null : yield* argumentsOf(sh, place.before, word);
  if (special !== null) return answer(special);
  return answer(pathMatches(sh, place, operandPaths(sh, place)));
}

/** Files; directories only for commands that take no others. */
function operandPaths(sh: Shell, { before, word, isRedirected }: Place): string[] {
  const command = before.find((each) => !PREFIXES.has(each)) ?? '';
  const isFolderOnly = !isRedirected && ['cd', 'rmdir', 'pushd'].includes(command);
  const option = /^(--?[\w-]+=)(.*)$/.exec(word);
  if (option !== null) return paths(sh, option[2] ?? '').map((path) => (option[1] ?? '') + path);
  return paths(sh, word, isFolderOnly ? (path) => isFolder(sh, path) : undefined);
}
