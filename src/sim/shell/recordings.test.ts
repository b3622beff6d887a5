import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../host/inode.ts';
import { TtyFile } from '../host/open-file.ts';
import type { Tty } from '../host/tty.ts';
import { startLab, type TestLab } from '../world.testing.ts';

interface RecordLine {
  readonly id: string;
  readonly session: string;
  readonly stdin: string | null;
  readonly stdout: string;
}

const FILE = join(import.meta.dirname, '../../../test/transcripts/bash.jsonl');
const RECORDS = readFileSync(FILE, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as RecordLine);

/** Not held against the recording, each with its reason. */
const EXCLUDED: Readonly<Record<string, string>> = {
  'bash-223': 'the mariadb client has its own recordings',
  'bash2-089': 'an error of the recorded machine: no package cache',
  'bash2-090': 'takes that line back',
  'bash3-057': 'less has its own tests', 'bash3-058': 'less has its own tests',
  'bash3-059': 'top has its own tests', 'bash3-060': 'top has its own tests',
  'bash3-061': 'no user alice with a prompt of Debian here', 'bash3-062': 'in the shell of alice',
  'bash3-063': 'in the shell of alice', 'bash3-064': 'in the shell of alice',
};

/** Process ids differ. */
const normalize = (text: string): string =>
  text.replace(/(\[\d+\][-+ ]?) +\d+(?= |\r\n)/g, '$1 PID');

class Session {
  output = '';
  readonly #lab: TestLab;
  readonly #tty: Tty;

  private constructor(lab: TestLab, tty: Tty) {
    this.#lab = lab;
    this.#tty = tty;
    tty.output.on((text) => { this.output += text; });
  }

  static async start(argv: readonly string[], history: readonly string[]): Promise<Session> {
    const lab = await startLab();
    const host = lab.world.host('controller');
    const put = (path: string, text = ''): void => { host.files.writeFile(path, text, ROOT, 0o644); };
    const folder = (path: string): void => { host.files.create(path, 'directory', 0o755, ROOT); };
    for (const path of ['/root/lab', '/root/lab/my dir', '/root/lab/alpha', '/root/lab/alphabet', '/root/lab/many']) folder(path);
    for (const name of ['conf', 'conf.d', 'logs', 'modules', 'run']) {
      if (!host.files.find('/etc/httpd', { as: ROOT }).node) folder('/etc/httpd');
      folder(`/etc/httpd/${name}`);
    }
    for (const name of ['keystone.conf', 'glance-api.conf', 'glance-registry.conf', 'with space.txt']) put(`/root/lab/${name}`, 'x\n');
    for (let number = 1; number <= 150; number += 1) put(`/root/lab/many/file${String(number)}`);
    for (const name of ['q1', 'q2']) put(`/tmp/${name}`);
    put('/etc/httpd/conf/httpd.conf', 'x\n');
    for (const name of ['api', 'conductor', 'novncproxy', 'scheduler']) {
      put(`/usr/lib/systemd/system/openstack-nova-${name}.service`, '[Service]\nExecStart=/usr/bin/sleep 1\n');
    }
    put('/root/.bash_history', history.map((line) => `${line}\n`).join(''));
    const tty = host.kernel.openTty(120, 40);
    const session = new Session(lab, tty);
    const screen = new TtyFile(tty);
    const start = host.kernel.start({
      path: '/usr/bin/bash', argv, cwd: '/root', files: new Map([[0, screen], [1, screen], [2, screen]]), tty: tty.data.name,
      env: {
        PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin', HOME: '/root', USER: 'root', LOGNAME: 'root', TERM: 'linux',
        SHELL: '/bin/bash', LANG: 'en_US.UTF-8', PS1: '[\\u@\\h \\W]\\$ ', HISTFILE: '/root/.bash_history',
      },
    });
    let step = start.next();
    while (step.done !== true) step = start.next();
    tty.data.session = step.value;
    tty.data.foreground = step.value;
    return session;
  }

  /** What the screen gets after these keys: as soon as it is what was recorded, or after four seconds. */
  async type(keys: string, recorded: string): Promise<string> {
    this.output = '';
    this.#tty.type(keys);
    for (let slice = 0; slice < 80; slice += 1) {
      await this.#lab.world.runUntil(() => false, 50);
      if (normalize(this.output) === normalize(recorded)) break;
    }
    return this.output;
  }
}

const sessions = [...new Set(RECORDS.map((record) => record.session))];

/** The lines that the history file held before, as the first `history` of the session lists them. */
function historyBefore(records: readonly RecordLine[]): string[] {
  const listing = records.find((record) => record.stdin === 'history\n')?.stdout ?? '';
  const lines = [...listing.matchAll(/^ +\d+ {2}(.*?)\r$/gm)].map((match) => match[1] ?? '');
  const own = lines.lastIndexOf('echo one');
  return own === -1 ? [] : lines.slice(0, own);
}

const outcomes: { id: string; same: boolean }[] = [];

describe.each(sessions)('%s', (name) => {
  test('as recorded', async () => {
    const records = RECORDS.filter((record) => record.session === name);
    const zero = name.includes('-bash') ? '-bash' : 'bash';
    const own = name.includes('rmcp') ? [zero] : [zero, '--noprofile', '--login'];
    const session = await Session.start(own, historyBefore(records));
    for (const { id, stdin, stdout } of records) {
      if ((stdin === null && stdout === '') || id in EXCLUDED) continue;
      const ours = await session.type(stdin ?? '', stdout);
      const same = normalize(ours) === normalize(stdout);
      outcomes.push({ id, same });
      if (process.env.SHOW === '1' && !same) process.stderr.write(`${id} ${JSON.stringify(stdin)}\n  - ${JSON.stringify(stdout)}\n  + ${JSON.stringify(ours)}\n`);
    }
  });
});

test('at least 98 of 100 are equal', () => {
  const different = outcomes.filter(({ same }) => !same).map(({ id }) => id);
  expect(different.length / outcomes.length, different.join(' ')).toBeLessThanOrEqual(0.02);
});
