// `npm test`: installs what is missing, then types, lint, unit tests, proofs, the page in a browser. Needs only Node
// and its own standard library until the packages are there.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { installDebian, installPackages } from './install.mjs';

chdir(fileURLToPath(new URL('..', import.meta.url)));
installPackages();
installDebian({ chromium: '/usr/bin/chromium', 'mariadb-server-core': '/usr/sbin/mariadbd', 'mariadb-client-core': '/usr/bin/mariadb', 'python3-openstackclient': '/usr/bin/openstack' });

const REPORT = 'test/output/vitest.json';
mkdirSync('test/output', { recursive: true });
rmSync(REPORT, { force: true });

let passed = 0;
let failed = 0;
let skipped = 0;

function step(name, command, args) {
  process.stdout.write(`\n── ${name}\n`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status === 0) passed += 1;
  else failed += 1;
  return status === 0;
}

const bin = (name) => `node_modules/.bin/${name}`;
for (const zone of ['pure', 'page', 'test']) step(`types: ${zone}`, bin('tsc'), ['-p', `tsconfig.${zone}.json`]);
step('lint', bin('eslint'), ['--max-warnings', '0', 'src', 'test', 'bin']);
step('unused code', bin('knip'), []);
step('build', bin('vite'), ['build', '--logLevel', 'warn']);
step('size', bin('size-limit'), []);

process.stdout.write('\n── tests\n');
const extra = process.argv.slice(2);
spawnSync(bin('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`, ...extra], { stdio: 'inherit' });
if (existsSync(REPORT)) {
  const report = JSON.parse(readFileSync(REPORT, 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped += report.numPendingTests;
  failed += report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')).length;
} else failed += 1;

const onGuest = 'the chapter MariaDB on the real guest';
if (existsSync('.guest/manifest.json')) step(onGuest, process.execPath, ['bin/handstack.mjs', 'prove', '--lab', 'guest', '--proofs', 'solve', 'antelope/mariadb']);
else {
  process.stdout.write(`\n── ${onGuest}\nskipped: there is no guest in .guest/ (npm run guest builds it)\n`);
  skipped += 1;
}

process.stdout.write(`\n${skipped} skipped\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
