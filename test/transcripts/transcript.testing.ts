// Replays a recording of the real software in the lab and compares, record by record.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { Replayer, type Recorded } from '../../bin/replayer.ts';
import { labIn } from '../../bin/scenes.ts';
import { plain } from '../../bin/plain.ts';
import type { World } from '../../src/sim/world.ts';

/** A record as it was recorded. */
export type TranscriptRecord = Recorded & {
  readonly section?: string;
  readonly stdout: string;
  readonly stdout_plain?: string;
  readonly stderr: string;
  readonly exit: number | null;
};

export interface TranscriptOptions {
  /** File in this folder, e.g. `systemctl.jsonl`. */
  readonly file: string;
  /** The scene it starts from. */
  readonly scene: string;
  /** Names and paths of the recording's distribution as ours has them, applied to commands and outputs, in order. */
  readonly mapping?: readonly (readonly [RegExp, string])[];
  /** What may differ (dates, pids, timings), applied to both outputs, in order. */
  readonly normalise?: readonly (readonly [RegExp, string])[];
  /** Records left out, by id, each with its reason. They are still run, since later ones may build on them, unless `skip`. */
  readonly except?: Readonly<Record<string, string>>;
  /** Ids that are not even run. */
  readonly skip?: readonly string[];
  /** Puts files in place and the like, before `prepare`. */
  readonly begin?: (world: World) => Promise<void>;
  /** Commands that make the machine what the recording's was, run as root before the first record. */
  readonly prepare?: readonly string[];
  /** Commands between the records that are not among them, run as root before the record of that id. */
  readonly between?: Readonly<Record<string, readonly string[]>>;
  /** Records whose lines stand in the order of random ids: compared as sorted lines. */
  readonly unordered?: readonly string[];
  /** Compare the raw stream of records on a terminal; else what a person reads of it. */
  readonly raw?: boolean;
}

interface Difference {
  readonly id: string;
  readonly cmd: string;
  readonly wanted: Shown;
  readonly saw: Shown;
}

interface Shown {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number | null;
}

/** Where TRANSCRIPT_DIFF=1 is set, every difference is printed. */
const PRINTS = process.env['TRANSCRIPT_DIFF'] === '1';

/** Replays the file; every record that is not excepted must be equal but `allowed` of 100. */
export async function replayTranscript(options: TranscriptOptions, wantedPercent = 98): Promise<void> {
  const records = readFileSync(new URL(options.file, import.meta.url), 'utf8').split('\n')
    .filter((line) => line !== '').map((line) => JSON.parse(line) as TranscriptRecord);
  const { world } = await labIn(options.scene);
  await options.begin?.(world);
  const replayer = new Replayer(world);
  const differences: Difference[] = [];
  let compared = 0;
  const manage = async (commands: readonly string[] = [], id = 'prepare'): Promise<void> => {
    for (const cmd of commands) await replayer.answer({ id, host: records[0]?.host ?? 'controller', user: 'root', cwd: '/root', cmd });
  };
  await manage(options.prepare);
  for (const record of records) {
    if (options.skip?.includes(record.id) === true) continue;
    const mapped = mapRecord(record, options.mapping ?? []);
    await manage(options.between?.[record.id]);
    const answered = await replayer.answer(mapped);
    if (options.except?.[record.id] !== undefined) continue;
    compared += 1;
    const wanted = show(mapped, options);
    const saw = show(answered, options);
    if (JSON.stringify(wanted) !== JSON.stringify(saw)) differences.push({ id: record.id, cmd: mapped.cmd, wanted, saw });
  }
  report(options.file, compared, differences);
  const percent = compared === 0 ? 0 : ((compared - differences.length) / compared) * 100;
  expect(compared, 'records compared').toBeGreaterThan(0);
  expect(percent, `${options.file}: differ: ${differences.map(({ id }) => id).join(' ')}`).toBeGreaterThanOrEqual(wantedPercent);
}

function mapRecord(record: TranscriptRecord, mapping: readonly (readonly [RegExp, string])[]): TranscriptRecord {
  const map = (text: string): string => mapping.reduce((all, [pattern, by]) => all.replace(pattern, by), text);
  return { ...record, cmd: map(record.cmd), stdout: map(record.stdout), stderr: map(record.stderr) };
}

function show(record: TranscriptRecord, options: TranscriptOptions): Shown {
  const tidy = (text: string): string => (options.normalise ?? []).reduce((all, [pattern, by]) => all.replace(pattern, by), text);
  const isPlain = record.pty === true && options.raw !== true;
  const stdout = tidy(isPlain ? plain(record.stdout) : record.stdout);
  const isUnordered = options.unordered?.includes(record.id) === true;
  return { stdout: isUnordered ? stdout.split('\n').sort().join('\n') : stdout, stderr: tidy(record.stderr), exit: record.exit };
}

function report(file: string, compared: number, differences: readonly Difference[]): void {
  process.stdout.write(`${file}: ${compared - differences.length} of ${compared} equal\n`);
  if (!PRINTS) return;
  for (const { id, cmd, wanted, saw } of differences) {
    process.stdout.write(`\n── ${id}: ${cmd}\nwanted ${JSON.stringify(wanted, null, 1)}\nsaw    ${JSON.stringify(saw, null, 1)}\n`);
  }
}
