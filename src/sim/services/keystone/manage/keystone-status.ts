import type { Program, Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { Config, ConfigError } from '../../oslo/config.ts';
import { Log } from '../../oslo/log.ts';
import { PythonException, tracebackOf } from '../../oslo/traceback.ts';
import { loadConfig } from '../conf.ts';
import { loadBackends } from '../load.ts';
import { databaseOf } from '../make-app.ts';

const USAGE = `usage: keystone-status [-h] [--config-dir DIR] [--config-file PATH]
                       [--nostandard-threads]
                       [--pydev-debug-host PYDEV_DEBUG_HOST]
                       [--pydev-debug-port PYDEV_DEBUG_PORT]
                       [--standard-threads]
                       {upgrade} ...
`;
const UPGRADE_USAGE = 'usage: keystone-status upgrade [-h] [--json] check\n';

/** What is wrong with the words, as usage and message; null when they are understood. */
function complaint(words: readonly string[]): string | null {
  const [command, ...rest] = words;
  if (command === undefined) return `${USAGE}keystone-status: error: the following arguments are required: command\n`;
  if (command !== 'upgrade') return `${USAGE}keystone-status: error: argument command: invalid choice: '${command}' (choose from 'upgrade')\n`;
  const names = rest.filter((word) => word !== '--json');
  if (names.length === 0) return `${UPGRADE_USAGE}keystone-status upgrade: error: the following arguments are required: check\n`;
  if (names[0] !== 'check') return `${UPGRADE_USAGE}keystone-status upgrade: error: argument check: invalid choice: '${names[0] ?? ''}' (choose from 'check')\n`;
  return names.length > 1 ? `${USAGE}keystone-status: error: unrecognized arguments: ${names.slice(1).join(' ')}\n` : null;
}

interface Result {
  readonly title: string;
  /** 0 success, 1 warning, 2 failure. */
  readonly code: 0 | 1 | 2;
  readonly details: string | null;
}

/** keystone-status: whether an upgrade would meet obstacles. */
export const keystoneStatus: Program = {
  name: 'keystone-status',
  *run(sys) {
    yield* sys.work(1200);
    const files: string[] = [];
    const words = [...sys.argv.slice(1)];
    while (words[0]?.startsWith('--config-file') === true) {
      const [option = '', given] = (words.shift() ?? '').split('=');
      files.push(given ?? words.shift() ?? option);
    }
    if (words[0] === '-h' || words[0] === '--help') {
      yield* sys.write(1, USAGE);
      return 0;
    }
    const wrong = complaint(words);
    if (wrong !== null) {
      yield* sys.write(2, wrong);
      return 2;
    }
    return yield* report(sys, files, words.includes('--json'));
  },
};

function* report(sys: Sys, files: readonly string[], isJson: boolean): Routine<number> {
  let results: readonly Result[];
  try {
    const config = loadConfig(sys, { program: 'keystone-status', ...(files.length === 0 ? {} : { files }) });
    results = yield* examine(sys, config);
  } catch (error) {
    if (!(error instanceof PythonException) && !(error instanceof ConfigError)) throw error;
    yield* sys.write(2, error.python.type === 'SystemExit' ? `${error.python.message}\n` : `${tracebackOf(error.python).join('\n')}\n`);
    return error.python.type === 'SystemExit' ? 1 : 255;
  }
  yield* sys.write(1, isJson ? json(results) : table(results));
  return Math.max(...results.map(({ code }) => code));
}

function* examine(sys: Sys, config: Config): Routine<readonly Result[]> {
  const log = Log.resume(sys, config, 'keystone-status');
  loadBackends(sys, config, log);
  const rows = yield* databaseOf(sys, config, log).rows('SELECT role.name AS name, role_option.option_value AS immutable FROM role LEFT JOIN role_option '
    + "ON role_option.role_id = role.id AND role_option.option_id = 'IMMU' WHERE role.domain_id = %(domain_id)s ORDER BY role.name", { domain_id: '<<null>>' });
  const mutable = rows.filter((row) => ['admin', 'member', 'reader'].includes(row['name'] ?? '') && row['immutable'] !== 'true').map((row) => row['name']);
  const isJsonPolicy = (config.text('oslo_policy', 'policy_file') ?? '').endsWith('.json') && sys.exists('/etc/keystone/policy.json');
  return [
    { title: 'Check trust policies are not empty', code: 0, details: 'Trust policies are safe.' },
    { title: 'Check default roles are immutable', code: mutable.length === 0 ? 0 : 2,
      details: mutable.length === 0 ? 'Default roles are immutable.' : `Roles are not immutable: ${mutable.join(', ')}` },
    { title: 'Policy File JSON to YAML Migration', code: isJsonPolicy ? 2 : 0,
      details: isJsonPolicy ? 'Your policy file is JSON-formatted which is deprecated. You need to switch to YAML-formatted file.' : null },
  ];
}

const WORDS = ['Success', 'Warning', 'Failure'] as const;
const WIDTH = 60;

function table(results: readonly Result[]): string {
  const cells = results.map(({ title, code, details }) => [`Check: ${title}`, `Result: ${WORDS[code]}`, ...wrap(`Details: ${details ?? 'None'}`)]);
  const width = Math.max('Upgrade Check Results'.length, ...cells.flat().map((line) => line.length));
  const rule = `+${'-'.repeat(width + 2)}+\n`;
  const row = (line: string): string => `| ${line.padEnd(width)} |\n`;
  return rule + row('Upgrade Check Results') + rule + cells.map((lines) => lines.map(row).join('') + rule).join('');
}

/** Details are cut at 60 letters, and go on two letters in. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && `${line} ${word}`.length > WIDTH) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

const json = (results: readonly Result[]): string => `${JSON.stringify({
  name: 'Upgrade Check Results', checks: results.map(({ title, code, details }) => ({ check: title, result: code, details })),
}).replaceAll('":', '": ').replaceAll(',"', ', "').replaceAll('},{', '}, {')}\n`;
