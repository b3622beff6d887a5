import { quoted } from '../agent.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';

/** What systemd says of a unit. */
export interface UnitState {
  readonly name: string;
  readonly load: string;
  readonly active: string;
  readonly sub: string;
  readonly file: string;
  readonly result: string;
  readonly exitCode: string;
}

/** systemd.unit(5): what a unit may be called. */
const isName = (name: string): boolean => /^[\w:.\\@-]+$/.test(name);

/** `mariadb` is `mariadb.service`. */
export const unitName = (name: string): string => (/\.[a-z]+$/.test(name) ? name : `${name}.service`);

const ENABLED: readonly string[] = ['enabled', 'enabled-runtime', 'static', 'alias'];

function unitState(block: string): UnitState {
  const values = new Map(block.split('\n').map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  const value = (key: string): string => values.get(key) ?? '';
  return {
    name: value('Id'), load: value('LoadState'), active: value('ActiveState'), sub: value('SubState'),
    file: value('UnitFileState'), result: value('Result'), exitCode: value('ExecMainStatus'),
  };
}

/** What systemd says of units, in order. */
export const unitsOf = (shell: Shell, names: readonly string[]): Promise<readonly UnitState[]> =>
  Promise.all(names.map(unitName).map(async (name) => unitState(isName(name) ? await shell.tell('unit', name) : '')));

export async function answerUnit(shell: Shell, { name }: Asked<'unit'>): Promise<AnswerTo<'unit'>> {
  const [unit] = await unitsOf(shell, [name]);
  if (unit === undefined || unit.load === '') {
    return { kind: 'unit', load: 'not-found', active: 'inactive', sub: 'dead', isEnabled: false, problem: 'systemd does not answer' };
  }
  const why = unit.active === 'failed' ? await whyFailed(shell, unit) : null;
  return {
    kind: 'unit', load: unit.load, active: unit.active, sub: unit.sub, isEnabled: ENABLED.includes(unit.file), result: unit.result,
    ...(why === null ? {} : { why }),
  };
}

interface JournalEntry {
  readonly MESSAGE?: unknown;
  readonly SYSLOG_IDENTIFIER?: string;
  readonly PRIORITY?: string;
}

/** Says that it ends, and not why. */
const END = /\b[Aa]borting\.?$/;

/** How it ended, and the last thing that it said itself. */
async function whyFailed(shell: Shell, unit: UnitState): Promise<string> {
  const { text } = await shell.run(`journalctl -u ${quoted(unit.name)} -n 30 -o json --output-fields=MESSAGE,SYSLOG_IDENTIFIER,PRIORITY --no-pager`);
  const own = text.split('\n').filter((line) => line.startsWith('{')).map(parsedEntry).filter(({ SYSLOG_IDENTIFIER, MESSAGE }) => SYSLOG_IDENTIFIER !== 'systemd' && !END.test(String(MESSAGE)));
  const said = own.findLast(({ PRIORITY, MESSAGE }) => Number(PRIORITY) <= 4 || /error|fail|cannot|can't|unknown/i.test(String(MESSAGE))) ?? own.at(-1);
  const how = `It started and failed (${unit.result}, status ${unit.exitCode}).`;
  return typeof said?.MESSAGE === 'string' ? `${how} The last it said: \`${said.MESSAGE.trim()}\`.` : how;
}

function parsedEntry(line: string): JournalEntry {
  try {
    return JSON.parse(line) as JournalEntry;
  } catch {
    return {};
  }
}

/** What is wrong with a unit, in a sentence; empty when it runs. */
export async function unitWhy(shell: Shell, name: string): Promise<string> {
  const [unit] = await unitsOf(shell, [name]);
  if (unit === undefined || unit.load === 'not-found') return `There is no unit \`${name}\`: its package is not installed.`;
  if (unit.active === 'active') return '';
  return unit.active === 'failed' ? whyFailed(shell, unit) : `The unit \`${name}\` is ${unit.active}: it was not started, or was stopped.`;
}
