// `npm run bench`: prints figures, judges nothing. Budgets stand beside each figure. `npm run bench -- guest`: of the real guest.
import { performance } from 'node:perf_hooks';
import { readdirSync } from 'node:fs';
import { loadCourses } from '../../bin/lessons.ts';
import { labIn } from '../../bin/scenes.ts';
import { play } from '../../src/course/play.ts';
import { asInScenes, lessonsOf } from '../../src/course/scenes.ts';
import type { Lab } from '../../src/lab/lab.ts';
import type { Probe } from '../../src/lab/probe.ts';
import { antelope } from '../../src/sim/plans.ts';
import { SimLab } from '../../src/sim/sim-lab.ts';
import { benchGuest } from './guest.ts';
import { measurePage } from './page.ts';

const ENTER = '\r';

/** One line of the report. */
function say(what: string, figure: string, budget: string): void {
  process.stdout.write(`${what.padEnd(58)} ${figure.padStart(22)}   ${budget}\n`);
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Times the answers to one command, typed at a prompt behind `before`; the median. */
async function latency(lab: Lab, command: string, before = ''): Promise<number> {
  const { id } = await lab.openTerminal('controller', { columns: 120, rows: 40 });
  if (before !== '') await lab.type(id, before + ENTER);
  await lab.type(id, command + ENTER);
  const times: number[] = [];
  for (let round = 0; round < 40; round += 1) times.push(await timed(() => lab.type(id, command + ENTER)));
  await lab.closeTerminal(id);
  say(`${command}: p50, p95`, `${ms(percentile(times, 0.5))}, ${ms(percentile(times, 0.95))}`, 'p95 ≤ 30 ms');
  return percentile(times, 0.5);
}

/** What `openstack user list` takes where it is real (python-openstackclient 6.0.0 on a machine like this one). */
const REAL_CLIENT_MS = 1300;

async function client(): Promise<void> {
  const median = await latency(await labIn('recorded/keystone'), 'openstack user list', '. /root/admin-openrc');
  say('the real client takes so many times as long', `${(REAL_CLIENT_MS / median).toFixed(0)} ×`, '');
}

async function chapters(): Promise<void> {
  const [course] = loadCourses().map(asInScenes);
  if (course === undefined) return;
  const typing = lessonsOf(course).flatMap((lesson) => lesson.steps.flatMap((step) => [...step.solve]));
  for (const round of ['first', 'second']) {
    const lab = await SimLab.create({ plan: antelope(), wall: null });
    const time = await timed(() => play(lab, typing));
    say(`all chapters of ${course.id} from bare, ${round} run (${typing.length} commands)`, ms(time), '≤ 1500 ms');
  }
}

const PROBES: readonly Probe[] = [
  { kind: 'unit', host: 'controller', name: 'mariadb.service' }, { kind: 'database', host: 'controller', name: 'keystone' },
  { kind: 'grant', host: 'controller', user: 'keystone', from: '%', database: 'keystone' },
  { kind: 'file', host: 'controller', path: '/etc/hosts' }, { kind: 'overview', host: 'controller' },
];

async function main(): Promise<void> {
  process.stdout.write('Handstack: figures of this machine\n\n');
  await chapters();
  const lab = await labIn('recorded/mariadb');
  for (const command of ['true', 'ls', 'ls -l /etc', 'mysql -e "SHOW DATABASES"']) await latency(lab, command);
  await client();
  for (const probe of PROBES) say(`probe ${probe.kind}`, ms(await timed(() => lab.ask(probe))), '≤ 50 ms');
  const save = await timed(() => lab.save());
  const snapshot = await lab.save();
  say('snapshot: size, time', `${(snapshot.length / 1000).toFixed(1)} kB, ${ms(save)}`, '≤ 60 kB');
  say('undo', ms(await timed(() => lab.undo())), '≤ 100 ms');
  say('restore', ms(await timed(() => SimLab.from(snapshot, { plan: antelope(), wall: null }))), '');
  globalThis.gc?.();
  say('memory of the process after all that', `${(process.memoryUsage().heapUsed / 1e6).toFixed(0)} MB`, '≤ 100 MB');
  if (readdirSync('.').includes('dist')) {
    const page = await measurePage('dist');
    say('page: bytes (brotli) until the first prompt answers', `${(page.bytes / 1000).toFixed(0)} kB in ${page.files} files`, '≤ 350 kB');
    for (const [index, time] of page.timesMs.entries()) say(`page: cold start to the first prompt, run ${index + 1}`, ms(time), '≤ 1000 ms');
    for (const file of page.largest) say(`  ${file.name}`, `${(file.bytes / 1000).toFixed(1)} kB`, '');
  } else process.stdout.write('page: not built (npm run build)\n');
}

if (process.argv[2] === 'guest') await benchGuest(say, process.argv[3]);
else await main();
