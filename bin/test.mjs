// `npm test`: installs what is missing, then types, lint, unit tests, proofs, the page in a browser; beside them the real
// guest is built, and then tested. Needs only Node and its own standard library until the packages are there.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { installDebian, installPackages } from './install.mjs';

chdir(fileURLToPath(new URL('..', import.meta.url)));
installPackages();
installDebian({ chromium: '/usr/bin/chromium', 'mariadb-server-core': '/usr/sbin/mariadbd', 'mariadb-client-core': '/usr/bin/mariadb', 'python3-openstackclient': '/usr/bin/openstack' });

const GUEST_LOG = 'test/output/guest.log';
const GUEST_SUITE = 'test/lab/guest.test.ts';
mkdirSync('test/output', { recursive: true });

let passed = 0;
let failed = 0;
let skipped = 0;

const title = (name) => { process.stdout.write(`\n── ${name}\n`); };

function step(name, command, args) {
  title(name);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status === 0) passed += 1;
  else failed += 1;
}

const bin = (name) => `node_modules/.bin/${name}`;

/** Runs vitest and counts its tests. */
function vitest(name, args, env = {}) {
  title(name);
  const file = 'test/output/vitest.json';
  rmSync(file, { force: true });
  spawnSync(bin('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args], { stdio: 'inherit', env: { ...process.env, ...env } });
  if (!existsSync(file)) {
    failed += 1;
    return;
  }
  const report = JSON.parse(readFileSync(file, 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped += report.numPendingTests;
  failed += report.testResults.filter((each) => each.status === 'failed' && each.assertionResults.every((test) => test.status !== 'failed')).length;
}

/** Starts the guest's build; resolves with its exit status. It uses one processor and takes longest, so it comes first. */
function buildGuest() {
  const log = openSync(GUEST_LOG, 'w');
  const child = spawn(process.execPath, ['bin/handstack.mjs', 'guest'], { stdio: ['ignore', log, log] });
  process.once('exit', () => { child.kill(); });
  return new Promise((resolve) => {
    child.once('close', (status) => {
      closeSync(log);
      resolve(status ?? 1);
    });
  });
}

/** Lessons that were done on the guest while it was built: their proof. */
const proved = (log) => [...log.matchAll(/^ +ok (\S+) \(/gm)].map(([, lesson]) => lesson);

/** What the guest's build came to, and the tests that need it. */
async function testGuest(building) {
  title('the real guest');
  const status = await building;
  const log = readFileSync(GUEST_LOG, 'utf8');
  process.stdout.write(log);
  if (status === 2) {
    process.stdout.write('skipped, for the reason above: the chapters on the real guest, the contract of its lab\n');
    skipped += 2;
    return;
  }
  passed += proved(log).length;
  if (status === 0) passed += 1;
  else {
    failed += 1;
    return;
  }
  // A build that was up to date has played nothing.
  if (!proved(log).some((lesson) => lesson.startsWith('antelope/mariadb/'))) {
    step('the chapter MariaDB on the real guest', process.execPath, ['bin/handstack.mjs', 'prove', '--lab', 'guest', '--proofs', 'solve', 'antelope/mariadb']);
  }
  vitest('the contract of the real guest\'s lab', [GUEST_SUITE]);
}

const building = buildGuest();
for (const zone of ['pure', 'page', 'test']) step(`types: ${zone}`, bin('tsc'), ['-p', `tsconfig.${zone}.json`]);
step('lint', bin('eslint'), ['--max-warnings', '0', 'src', 'test', 'bin']);
step('unused code', bin('knip'), []);
step('build', bin('vite'), ['build', '--logLevel', 'warn']);
step('size', bin('size-limit'), []);
// No guest for these: it is not whole yet.
vitest('tests', ['--exclude', GUEST_SUITE, ...process.argv.slice(2)], { HANDSTACK_GUEST: 'test/output/no-guest-yet' });
await testGuest(building);

process.stdout.write(`\n${skipped} skipped\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
