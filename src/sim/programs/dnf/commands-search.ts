import type { PackageSpec } from '../../host/package.ts';
import type { Routine } from '../../host/program.ts';
import { highlight, keyValue, section } from './columns.ts';
import { DnfError } from './console.ts';
import { meets, parseRelation, providesOf } from './relation.ts';
import { filePaths, globToRegExp, isGlob, uniqueByName } from './sack.ts';
import type { Session } from './session.ts';
import { byNevra, nevra } from './version.ts';

/** `dnf search`: by name and summary; with `--all` or without such a match by description and URL too. */
export function* search(session: Session): Routine<number> {
  session.console.infoToStderr = true;
  const sack = yield* session.sack();
  const words = session.options.args[0] === 'all' && session.options.args.length > 1 ? session.options.args.slice(1) : session.options.args;
  const candidates = uniqueByName([...sack.installed.map(({ spec }) => spec), ...sack.latest().map(({ spec }) => spec)]);
  const inAll = session.options.flags.has('--all') || session.options.args[0] === 'all';
  let groups = searchGroups(candidates, words, ['Name', 'Summary']);
  if (groups.length === 0 || inAll) groups = searchGroups(candidates, words, ['Name', 'Summary', 'Description', 'URL']);
  if (groups.length === 0) {
    yield* session.console.info('No matches found.');
    return 0;
  }
  for (const { title, specs } of groups) {
    yield* session.console.print(section(title, session.console.screen));
    for (const spec of specs) yield* session.console.print(searchLine(spec, words, session));
  }
  return 0;
}

type Field = 'Name' | 'Summary' | 'Description' | 'URL';

const fieldText = (spec: PackageSpec, field: Field): string =>
  ({ Name: spec.name, Summary: spec.summary, Description: spec.description ?? '', URL: spec.url ?? '' }[field]);

const contains = (text: string, word: string): boolean =>
  (isGlob(word) ? globToRegExp(`*${word}*`, 'i').test(text) : text.toLowerCase().includes(word.toLowerCase()));

function searchGroups(specs: readonly PackageSpec[], words: readonly string[], fields: readonly Field[]): { title: string; specs: PackageSpec[] }[] {
  const groups = new Map<string, { rank: number; specs: PackageSpec[] }>();
  for (const spec of specs) {
    const hits = words.map((word) => fields.filter((field) => contains(fieldText(spec, field), word)));
    if (hits.some((each) => each.length === 0) && words.length > 1) continue;
    const keys = fields.filter((field) => hits.some((each) => each.includes(field)));
    if (keys.length === 0) continue;
    const isExact = words.some((word) => spec.name === word);
    const title = `${isExact ? 'Name Exactly' : keys.join(' & ')} Matched: ${words.join(', ')}`;
    const rank = isExact ? 99 : keys.reduce((sum, field) => sum + ({ Name: 7, Summary: 4, Description: 3, URL: 1 }[field]), 0) * 2;
    const group = groups.get(title) ?? { rank, specs: [] };
    group.specs.push(spec);
    groups.set(title, group);
  }
  return [...groups].sort((left, right) => right[1].rank - left[1].rank).map(([title, group]) => ({ title, specs: group.specs }));
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
