// The image's teller on this machine, for tests: what it says of Linux is the same here.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { field } from '../../src/v86/probes/told.ts';

const TELLER = fileURLToPath(new URL('../../vm-images/guest-a/files/usr/local/sbin/lab-tell', import.meta.url));

/** Why it cannot run here, or null when it can. */
export const whyNoTeller = (): string | null => {
  if (process.platform !== 'linux') return 'it asks Linux';
  return spawnSync('perl', ['-MTime::HiRes', '-MMIME::Base64', '-MDigest::SHA', '-e', '1']).status === 0 ? null : 'no perl with its modules';
};

/** `lab_tell` for a script of sh; it does not stay. */
export const LAB_TELL = `lab_tell() {
  told=$(mktemp -d)
  printf '%s\\n' "$@" '' > "$told/asked"
  : > "$told/done"
  perl -w ${TELLER} "$told/asked" "$told/done"
  read -r status < "$told/done"
  rm -r "$told"
  return "$status"
}
`;

export interface Teller {
  /** Asks one question, by somebody who knows what has the number `known`. */
  ask(known: string, ...question: readonly string[]): Promise<{ readonly number: string; readonly text: string }>;
  stop(): void;
}

/** A teller that stays, as on a host; its pipes lie in a folder, programs that it runs in the folder's `bin` first. */
export function startTeller(folder: string): Teller {
  const [asked, told] = ['asked', 'told'].map((name) => join(mkdtempSync(join(folder, 'pipe-')), name)) as [string, string];
  mkdirSync(join(folder, 'bin'), { recursive: true });
  spawnSync('mkfifo', [asked, told]);
  const child = spawn('perl', ['-w', TELLER, asked, told], { env: { ...process.env, LC_ALL: 'C.UTF-8', PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` }, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  let hear: (() => void) | null = null;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.endsWith('\x1d')) hear?.();
  });
  return {
    async ask(known, ...question) {
      said = '';
      const answer = new Promise<void>((resolve) => { hear = resolve; });
      await writeFile(asked, `${[known, ...question.map(field)].join('\t')}\n\n`);
      await answer;
      const [, number = '', text = ''] = /^([^\n]*)\n?([^]*)\x1d$/.exec(said) ?? [];
      return { number, text };
    },
    stop: () => { child.kill(); },
  };
}
