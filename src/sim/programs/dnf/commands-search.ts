import type { PackageSpec } from '../../host/package.ts';
import type { Routine } from '../../host/program.ts';
import { highlight, keyValue, section } from './columns.ts';
import { DnfError } from './console.ts';
import { meets, parseRelation, providesOf } from './relation.ts';
import { filePaths, globToRegExp, isGlob, uniqueByName } from './sack.ts';
import type { Session } from './session.ts';
import { byNevra, nevra } from './version.ts';

/** `dnf search`: by name and summary, where every word must be found; with `--all` by description and URL too, any word. */
export function* search(session: Session): Routine<number> {
  session.console.infoToStderr = true;
  const sack = yield* session.sack();
  const { args, flags } = session.options;
  const isAll = flags.has('--all') || (args[0] === 'all' && args.length > 1);
  const words = args[0] === 'all' && args.length > 1 ? args.slice(1) : args;
  const candidates = uniqueByName([...sack.installed.map(({ spec }) => spec), ...sack.latest().map(({ spec }) => spec)]);
  const found = candidates.map((spec) => matchOf(spec, words, isAll ? FIELDS : ['Name', 'Summary']))
    .filter((match) => match.hits.length > 0 && (isAll || match.words.length === words.length))
    .sort((left, right) => right.weight - left.weight || (left.spec.name < right.spec.name ? -1 : 1));
  let title = '';
  for (const match of found) {
    if (match.title !== title) yield* session.console.print(section(match.title, session.console.screen));
    title = match.title;
    yield* session.console.print(searchLine(match.spec, words, session));
  }
  if (found.length === 0) yield* session.console.info('No matches found.');
  return 0;
}

type Field = 'Name' | 'Summary' | 'Description' | 'URL';

const fieldText = (spec: PackageSpec, field: Field): string =>
  ({ Name: spec.name, Summary: spec.summary, Description: spec.description ?? '', URL: spec.url ?? '' }[field]);

const contains = (text: string, word: string): boolean =>
  (isGlob(word) ? globToRegExp(`*${word}*`, 'i').test(text) : text.toLowerCase().includes(word.toLowerCase()));

const FIELDS: readonly Field[] = ['Name', 'Summary', 'Description', 'URL'];
const WEIGHTS: Readonly<Record<Field, number>> = { Name: 7, Summary: 4, Description: 2, URL: 1 };

interface Match {
  readonly spec: PackageSpec;
  readonly hits: readonly (readonly [Field, string])[];
  /** The words that were found at all. */
  readonly words: readonly string[];
  readonly weight: number;
  readonly title: string;
}

/** dnf's MatchCounter: where each word was found, what that weighs, and the heading it stands under. */
function matchOf(spec: PackageSpec, words: readonly string[], fields: readonly Field[]): Match {
  const hits = fields.flatMap((field) => words.filter((word) => contains(fieldText(spec, field), word)).map((word) => [field, word] as const));
  const found = words.filter((word) => hits.some((hit) => hit[1] === word));
  const texts = new Set(hits.map(([field]) => fieldText(spec, field)));
  const isExact = texts.size === new Set(found).size && found.every((word) => texts.has(word));
  const keys = [...new Set(hits.map(([field]) => field))].join(' & ');
  return {
    spec, hits, words: found, title: `${keys}${isExact ? ' Exactly' : ''} Matched: ${found.join(', ')}`,
    weight: hits.reduce((sum, [field, word]) => sum + WEIGHTS[field] * (field === 'Name' && spec.name === word ? 2 : 1), 0),
  };
}

function searchLine(spec: PackageSpec, words: readonly string[], session: Session): string {
  const text = keyValue(`${spec.name}.${spec.arch} : `, spec.summary, session.console.screen);
  return session.console.isTty ? marked(text, words) : text;
}

function marked(text: string, words: readonly string[]): string {
  const [on, off] = highlight('bold,magenta');
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'gi');
  return text.replace(pattern, (hit) => `${on}${hit}${off}`);
}

/** `dnf provides`. */
export function* provides(session: Session): Routine<number> {
  const sack = yield* session.sack();
  let hasFound = false;
  const rows = [...sack.database.sorted().map(({ spec }) => ({ spec, repo: '@System' })), ...sack.available.map(({ spec, repository }) => ({ spec, repo: repository }))]
    .sort((left, right) => byNevra(left.spec, right.spec) || Number(left.repo !== '@System') - Number(right.repo !== '@System'));
  for (const { spec, repo } of rows) {
    const matches = session.options.args.flatMap((subject) => matchedFrom(spec, subject));
    if (matches.length === 0) continue;
    hasFound = true;
    yield* session.console.print(`${keyValue(`${nevra(spec)} : `, spec.summary, session.console.screen)}\nRepo        : ${repo}\nMatched from:\n${matches.join('\n')}\n`);
  }
  if (!hasFound) throw new DnfError('No matches found. If searching for a file, try specifying the full path or using a wildcard prefix ("*/") at the beginning.');
  return 0;
}

/** `Provide    : …` and `Filename    : …` lines for what a word finds in a package. */
function matchedFrom(spec: PackageSpec, subject: string): string[] {
  const pattern = globToRegExp(subject);
  const wanted = parseRelation(subject);
  const provided = providesOf(spec).filter((each) => (isGlob(subject) ? pattern.test(each.name) : each.name === wanted.name && meets(each, wanted)));
  const lines = provided.map(({ text }) => `Provide    : ${text}`);
  if (lines.length > 0) return lines;
  const paths = /^[*/]/.test(subject) ? [subject] : [`/usr/bin/${subject}`, `/usr/sbin/${subject}`, `/bin/${subject}`, `/sbin/${subject}`];
  const patterns = paths.map((path) => globToRegExp(path.replace(/^\/s?bin\//, (folder) => `/usr${folder}`)));
  return filePaths(spec).filter((path) => patterns.some((each) => each.test(path))).map((path) => `Filename    : ${path}`);
}
