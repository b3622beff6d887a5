import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Course } from '../../src/course/types.ts';
import { compare, unusedReasons, type Compared, type Difference } from '../compare.ts';
import { REASONS } from '../differences.ts';
import { guestLab, guestScenes, whyNoGuest } from '../guest-lab.ts';
import { loadCourses } from '../lessons.ts';
import { loadLooks } from '../looks.ts';
import { played, type Played, type Playing } from '../played.ts';
import { labIn } from '../scenes.ts';
import { beginning, patience, type Beginning } from './prove.ts';

/** A real guest is slow, and slower on a busy computer. */
const GUEST_PATIENCE_MS = 600_000;
const HOSTS = ['controller', 'compute1'] as const;

const say = (line: string): void => { process.stdout.write(`${line}\n`); };

/**
 * `handstack compare [--guest b] [--look] [--record FILE | --against FILE] [lesson…]`: where the lessons' commands, and with `--look` what
 * a person types to look around, print or answer other things on a real guest than on the simulator. `--record` keeps what the
 * guest printed, `--against` compares with what was kept, without a guest. Exit 1 when a difference has no reason, or a reason
 * in `bin/differences.ts` is no longer needed.
 */
export default async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args], allowPositionals: true,
    options: { look: { type: 'boolean', default: false }, record: { type: 'string' }, against: { type: 'string' }, guest: { type: 'string', default: 'a' } },
  });
  const why = values.against === undefined ? whyNoGuest(values.guest) : null;
  if (why !== null) {
    say(`skipped: ${why}`);
    return 0;
  }
  const isWanted = ({ at, kind }: Played): boolean =>
    (values.look || kind === 'lesson' || kind === 'verdict') && (positionals.length === 0 || positionals.some((id) => at === id || at.startsWith(`${id}/`)));
  const all: Compared[] = [];
  for (const course of loadCourses()) {
    const how = { looks: values.look ? loadLooks(HOSTS) : null, until: lastChapter(course, positionals) };
    // A guest's prepared scene saves the way to what is wanted.
    const begin = beginning(course, positionals, guestScenes(values.guest));
    const real = values.against === undefined ? await onGuest(begin, how, values) : readPlayed(values.against);
    all.push(...compare((await onSimulator(begin, how, real)).filter(isWanted), real.filter(isWanted)));
  }
  // Only what was compared as a whole can say that a reason is not needed.
  const unused = values.look && positionals.length === 0 ? unusedReasons(REASONS, all.flatMap(({ used }) => used)) : [];
  return told(all, unused);
}

/** Prints what differs; the exit status. */
function told(all: readonly Compared[], unused: readonly string[]): number {
  const differences = all.flatMap(({ difference }) => (difference === null ? [] : [difference]));
  for (const difference of differences) say(shown(difference));
  for (const each of unused) say(`UNUSED ${each}`);
  const left = differences.filter(({ why }) => why === null).length;
  say(`\n${all.length - differences.length} the same, ${differences.length - left} differ for a known reason, ${left} differ`);
  return left + unused.length === 0 ? 0 : 1;
}

function shown({ of, simulated, real, exits, isOrder, why }: Difference): string {
  const head = `${of.at} ${of.kind}${of.host === '' ? '' : ` ${of.host}`}: ${firstLine(of.text)}`;
  if (why !== null) return `why  ${head} (${why})`;
  return [
    `DIFF ${head}`, ...simulated.map((line) => `  simulated: ${line}`), ...real.map((line) => `  real:      ${line}`),
    ...(exits === null ? [] : [`  exit: simulated ${exits[0]}, real ${exits[1]}`]), ...(isOrder ? ['  the same lines in another order'] : []),
  ].join('\n');
}

/** The chapter after which nothing more is wanted; null for all. */
function lastChapter(course: Course, wanted: readonly string[]): string | null {
  return course.chapters.findLast(({ id }) => wanted.some((each) => each === id || each.startsWith(`${id}/`)))?.id ?? null;
}

const readPlayed = (file: string): Played[] =>
  readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Played);

/** Everything that the guest plays, told as it goes; kept in a file when there is one. */
async function onGuest({ course, scene }: Beginning, how: Playing, { guest: name, record }: { readonly guest: string; readonly record?: string | undefined }): Promise<Played[]> {
  const guest = await guestLab(scene, { guest: name });
  if (record !== undefined) writeFileSync(record, '');
  const all: Played[] = [];
  for await (const each of played(course, guest, { ...how, limit: (what) => patience(what, GUEST_PATIENCE_MS) })) {
    all.push(each);
    if (each.kind === 'lesson') process.stderr.write(`${each.at}: ${firstLine(each.text)}\n`);
    if (record !== undefined) appendFileSync(record, `${JSON.stringify(each)}\n`);
  }
  await guest.close();
  return all;
}

/** The same on the simulator, as far as the guest came. */
async function onSimulator({ course, scene }: Beginning, how: Playing, real: readonly Played[]): Promise<Played[]> {
  const chapters = new Set(real.map(({ at }) => chapterOf(at)));
  const lab = await labIn(scene);
  const all: Played[] = [];
  for await (const each of played(course, lab, how)) {
    if (!chapters.has(chapterOf(each.at))) break;
    all.push(each);
  }
  await lab.close();
  return all;
}

const chapterOf = (id: string): string => id.split('/').slice(0, 2).join('/');
const firstLine = (text: string): string => text.split('\n')[0] ?? '';
