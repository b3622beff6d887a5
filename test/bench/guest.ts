// Figures of the real guest under Node: what is fetched, how long it takes to answer, what it costs while it idles.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { guestFolder, guestLab, guestScenes, whyNoGuest } from '../../bin/guest-lab.ts';
import { typeLine } from '../../src/course/play.ts';
import type { Lab, TerminalId } from '../../src/lab/lab.ts';
import type { Probe } from '../../src/lab/probe.ts';
import { isPrepared, type Manifest } from '../../src/v86/manifest.ts';
import { measureGuestPage } from './guest-page.ts';

type Say = (what: string, figure: string, budget: string) => void;

const ROUNDS = 8;
/** What the lab asks in advance is over by then. */
const REST_MS = 60_000;
const IDLE_MS = 10_000;
const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const ms = (value: number): string => `${value.toFixed(0)} ms`;

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** The middle one of several times. */
async function median(run: () => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(run));
  const [first = 0] = times;
  return `${ms([...times].sort((a, b) => a - b)[ROUNDS >> 1] ?? 0)} (first ${ms(first)})`;
}

function sizes(guest: string, say: Say): void {
  const folder = guestFolder();
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  const image = manifest.guests[guest];
  if (image === undefined) return;
  const prepared = Object.values(image.scenes).filter(isPrepared).map(({ bytes }) => bytes);
  for (const [name, scene] of Object.entries(image.scenes)) if (!isPrepared(scene)) say(`state of ${name}`, mb(scene.bytes), guest === 'a' ? '≤ 24 MB' : '≤ 110 MB');
  if (prepared.length > 0) say(`${prepared.length} prepared scenes, each`, `${mb(Math.min(...prepared))} to ${mb(Math.max(...prepared))}`, '');
  const parts = join(folder, image.disk.parts.replace(/[^/]*$/, ''));
  const all = existsSync(parts) ? readdirSync(parts).map((file) => statSync(join(parts, file)).size) : [];
  say(`disk: ${mb(image.disk.bytes)} in ${all.length} parts that hold something`, mb(all.reduce((sum, size) => sum + size, 0)), 'on demand');
}

const PROBES: readonly Probe[] = [
  { kind: 'unit', host: 'controller', name: 'mariadb.service' }, { kind: 'file', host: 'controller', path: '/etc/hosts' },
  { kind: 'package', host: 'controller', name: 'MariaDB-server' }, { kind: 'port', host: 'controller', port: 3306 },
  { kind: 'grant', host: 'controller', user: 'root', from: 'localhost', database: 'mysql' },
  { kind: 'overview', host: 'controller' },
];

/** The end of the chapter MariaDB, where the image holds it. */
const WITH_MARIADB = 'antelope/mariadb';

/** Installs and starts MariaDB as the lessons do, unless it is there. */
async function startMariadb(lab: Lab, id: TerminalId): Promise<void> {
  await typeLine(lab, id, 'rpm -q MariaDB-server || dnf -y install MariaDB-server MariaDB-client; systemctl start mariadb');
}

/** `npm run bench -- guest`: prints the figures, or why there are none. */
export async function benchGuest(say: Say, guest = 'a'): Promise<void> {
  const why = whyNoGuest(guest);
  if (why !== null) {
    process.stdout.write(`skipped: ${why}\n`);
    return;
  }
  sizes(guest, say);
  let lab: Lab | null = null;
  say('from the state on disk to a machine that answers its agent', ms(await timed(async () => { lab = await guestLab('antelope/bare', { guest }); })), '');
  if (lab === null) return;
  await figures(lab, say, guestScenes(guest).includes(WITH_MARIADB));
  await pageFigures(say, guest);
}

async function pageFigures(say: Say, guest: string): Promise<void> {
  if (!existsSync('dist') || !existsSync('/usr/bin/chromium')) {
    process.stdout.write('Chromium: the page is not built (npm run build), or there is no /usr/bin/chromium\n');
    return;
  }
  const { promptMs, echoMs, idleShare, memoryBytes } = await measureGuestPage('dist', guestFolder(), `Guest ${guest.toUpperCase()}`);
  say('Chromium: from the click to the first prompt, all files local', ms(promptMs), '');
  say('Chromium: echo hi, typed, to the next prompt', ms([...echoMs].sort((a, b) => a - b)[echoMs.length >> 1] ?? 0), '');
  say('Chromium: idle a minute later, share of a processor', `${(100 * idleShare).toFixed(0)} %`, '');
  say('Chromium: memory of the page and its Worker', mb(memoryBytes), '');
}

async function figures(lab: Lab, say: Say, isPreparedWithMariadb: boolean): Promise<void> {
  let id: TerminalId = '';
  say('a terminal, to its first prompt', ms(await timed(async () => { ({ id } = await lab.openTerminal('controller', { columns: 100, rows: 30 })); })), '≤ 2000 ms with the line above');
  say('echo hi', await median(() => typeLine(lab, id, 'echo hi')), '');
  if (isPreparedWithMariadb) {
    say(`reset to ${WITH_MARIADB}, two hosts`, ms(await timed(() => lab.reset(WITH_MARIADB))), '');
    say('a terminal there, to its first prompt', ms(await timed(async () => { ({ id } = await lab.openTerminal('controller', { columns: 100, rows: 30 })); })), '');
  }
  say('install (if need be) and start MariaDB', ms(await timed(() => startMariadb(lab, id))), '');
  for (const probe of PROBES) say(`probe ${probe.kind}`, await median(() => lab.ask(probe)), '≤ 1000 ms');
  say('all of these at once', await median(() => lab.askAll(PROBES)), '≤ 1000 ms');
  say('mysql -e "SELECT 1"', await median(() => typeLine(lab, id, 'mysql -e "SELECT 1"')), '');
  say('mysql -e "SHOW DATABASES"', await median(() => typeLine(lab, id, 'mysql -e "SHOW DATABASES"')), '');
  let snapshot = new Uint8Array();
  say('save', ms(await timed(async () => { snapshot = await lab.save() as Uint8Array<ArrayBuffer>; })), '');
  say('snapshot', mb(snapshot.length), '');
  say('restore', ms(await timed(() => lab.restore(snapshot))), '');
  await new Promise((resolve) => { setTimeout(resolve, REST_MS); });
  const before = process.cpuUsage();
  await new Promise((resolve) => { setTimeout(resolve, IDLE_MS); });
  const { user, system } = process.cpuUsage(before);
  say('idle a minute later: share of a processor', `${((user + system) / 10 / IDLE_MS).toFixed(0)} %`, '');
  say('memory of the process', mb(process.memoryUsage().rss), '');
  await lab.close();
}
