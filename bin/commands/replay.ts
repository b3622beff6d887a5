import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Replayer, type Recorded } from '../replayer.ts';
import { labIn } from '../scenes.ts';

/** `handstack replay --scene NAME FILE.jsonl`: runs recorded commands in a fresh lab, one JSON answer a line. */
export default async function replay(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: { scene: { type: 'string' } }, allowPositionals: true });
  const [file] = positionals;
  if (values.scene === undefined || file === undefined) {
    process.stderr.write('usage: handstack replay --scene NAME FILE.jsonl\n');
    return 2;
  }
  const records = readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Recorded);
  const replayer = new Replayer((await labIn(values.scene)).world);
  for (const record of records) {
    const answered = await replayer.answer(record).catch((error: unknown) =>
      ({ ...record, stdout: '', stderr: `handstack: ${String(error)}\n`, exit: null }));
    process.stdout.write(`${JSON.stringify(answered)}\n`);
  }
  return 0;
}
