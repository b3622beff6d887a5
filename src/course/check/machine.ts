import type { Source } from '../../lab/probe.ts';
import type { Verdict } from '../types.ts';
import type { Want } from './want.ts';
import { absent, code, failed, firstFailure, listed, passed, type AnswerTo } from './words.ts';

type WantOf<K extends Want['kind']> = Extract<Want, { kind: K }>;

/** `/etc/hosts`, line 4. */
export function place(source: Source | undefined): string | null {
  if (source?.path === undefined) return null;
  return `${code(source.path)}${source.line === undefined ? '' : ` line ${source.line}`} on ${code(source.host)}`;
}

export function judgePackage(want: WantOf<'package'>, answer: AnswerTo<'package'>): Verdict {
  const name = code(want.name);
  const on = `on ${code(want.host)}`;
  if (want.installed === false) {
    return firstFailure(`${name} is not installed ${on}`, 'it is not installed', [[answer.version === null, `version ${code(answer.version ?? '')} is installed`]]);
  }
  const wanted = `${name}${want.version === undefined ? '' : ` ${want.version}`} is installed ${on}`;
  if (answer.version === null) {
    const near = answer.similar.map((each) => `${each.name} ${each.version}`);
    return absent(wanted, 'it is not installed', near.length === 0 ? null
      : `Installed is ${listed(near)}: another package. Capital letters matter in package names.`);
  }
  const isRight = want.version === undefined || answer.version.replace(/^\d+:/, '').startsWith(want.version);
  return firstFailure(wanted, `version ${code(answer.version)} is installed`, [
    [isRight, `version ${code(answer.version)} is installed`, 'It came from another repository than the one this course uses.'],
  ]);
}

const trimmed = (url: string | undefined): string => (url ?? '').replace(/\/+$/, '');

export function judgeRepository(want: WantOf<'repository'>, answer: AnswerTo<'repository'>): Verdict {
  const name = code(want.id);
  const wantsEnabled = want.enabled ?? true;
  const wanted = `the repository ${name} is ${wantsEnabled ? 'enabled' : 'disabled'} on ${code(want.host)}`
    + (want.url === undefined ? '' : `, at ${code(want.url)}`) + (want.signed === true ? ', and checks signatures' : '');
  if (answer.isEnabled === null) {
    const stray = answer.strays.length === 0 ? null
      : `${listed(answer.strays)} lies in ${code('/etc/yum.repos.d')}, but dnf reads only files whose names end in ${code('.repo')}.`;
    return absent(wanted, answer.error ?? `dnf knows no repository ${name} there`, stray ?? `It knows ${listed(answer.others)}.`);
  }
  const file = answer.file === undefined ? null : `See ${code(answer.file)}.`;
  if (answer.isEnabled !== wantsEnabled) return absent(wanted, `it is there, but ${answer.isEnabled ? 'enabled' : 'disabled'}`, file);
  return firstFailure(wanted, `it is ${wantsEnabled ? 'enabled' : 'disabled'}`, [
    [want.url === undefined || trimmed(want.url) === trimmed(answer.url), `its ${code('baseurl')} is ${code(answer.url ?? '')}`, file],
    [want.signed !== true || answer.checksSignatures === true, `it takes packages without checking their signatures`,
      `${code('gpgcheck=1')} is missing.${file === null ? '' : ` ${file}`}`],
    [want.key === undefined || want.key === answer.keyUrl, answer.keyUrl === undefined ? `it names no ${code('gpgkey')}`
      : `its ${code('gpgkey')} is ${code(answer.keyUrl)}`, file],
    [answer.error === undefined, `its package list cannot be loaded: ${answer.error ?? ''}`, file],
  ]);
}

export function judgeUpdates(want: WantOf<'updates'>, answer: AnswerTo<'updates'>): Verdict {
  const count = answer.pending.length;
  const wanted = `no package on ${code(want.host)} waits for an update`;
  return count === 0 ? passed(wanted, 'every package is up to date')
    : absent(wanted, `${count === 1 ? 'one update waits' : `${count} updates wait`}: ${listed(answer.pending)}`);
}

export function judgeUnit(want: WantOf<'unit'>, answer: AnswerTo<'unit'>): Verdict {
  const name = want.name.includes('.') ? want.name : `${want.name}.service`;
  const parts = [want.running === undefined ? [] : [want.running ? 'running' : 'stopped'], want.enabled === undefined ? [] : [want.enabled ? 'enabled' : 'disabled']].flat();
  const wanted = `${code(name)} is ${parts.join(' and ') || 'known'} on ${code(want.host)}`;
  if (answer.load === 'not-found') {
    return absent(wanted, `there is no unit ${code(name)}`, 'A unit comes with its package: is that one installed?');
  }
  const isRunning = answer.active === 'active';
  const state = `${answer.active} (${answer.sub}) and ${answer.isEnabled ? 'enabled' : 'not enabled'}`;
  const failure = `${code(name)} is ${state}`;
  const twin = want.enabled === true && want.running === true;
  return firstFailure(wanted, `it is ${state}`, [
    [answer.load !== 'masked', `${code(name)} is masked`, `${code(`systemctl unmask ${want.name}`)} takes that away.`],
    [want.running === undefined || want.running === isRunning, failure, whyNotRunning(want, answer, twin)],
    [want.enabled === undefined || want.enabled === answer.isEnabled, failure,
      want.enabled === true ? 'It runs now, but nothing starts it at the next boot.' : 'It will start at the next boot.'],
  ]);
}

function whyNotRunning(want: WantOf<'unit'>, answer: AnswerTo<'unit'>, twin: boolean): string | null {
  if (want.running !== true) return null;
  if (answer.why !== undefined) return answer.why;
  if (answer.active === 'failed') return `It started and failed${answer.result === undefined ? '' : ` (${answer.result})`}.`;
  return twin && answer.isEnabled ? 'Enabling only says what happens at the next boot; it does not start it now.' : 'It was stopped, or never started.';
}

export function judgePort(want: WantOf<'port'>, answer: AnswerTo<'port'>): Verdict {
  const wanted = `something listens on port ${want.port} of ${code(want.host)}${want.address === undefined ? '' : ` at ${code(want.address)}`}`;
  const addresses = answer.listeners.map((each) => each.address);
  const isEverywhere = addresses.some((each) => ['*', '0.0.0.0', '::', '[::]'].includes(each));
  return firstFailure(wanted, `${listed([...new Set(answer.listeners.map((each) => each.program))])} listens`, [
    [addresses.length > 0, `nobody listens on port ${want.port}`, answer.why ?? null],
    [want.address === undefined || isEverywhere || addresses.includes(want.address), `it listens at ${listed(addresses)} only`],
    [answer.isBlocked !== true, 'it listens, but the firewall blocks the port'],
  ]);
}

export function judgeFile(want: WantOf<'file'>, answer: AnswerTo<'file'>): Verdict {
  const path = code(want.path);
  const wanted = wantedFile(want);
  if (want.exists === false) return firstFailure(wanted, 'it is not there', [[answer.type === null, 'it is there']]);
  if (answer.type === null) return absent(wanted, `there is no ${path} on ${code(want.host)}`);
  const text = answer.text ?? '';
  const missing = (want.has ?? []).filter((each) => !text.includes(each));
  const extra = (want.lacks ?? []).filter((each) => text.includes(each));
  return firstFailure(wanted, `${path} is as it should be`, [
    [want.type === undefined || want.type === answer.type, `${path} is a ${answer.type}`],
    [want.target === undefined || answer.type === 'symlink', `${path} is a ${answer.type}, not a link`, 'A copy does not follow when the original is updated.'],
    [want.target === undefined || answer.leadsTo !== null, `${path} leads to ${code(answer.target ?? '')}, and nothing is there`],
    [want.target === undefined || answer.target === want.target || isSamePlace(want.path, answer.target, want.target), `${path} leads to ${code(answer.target ?? '')}`],
    [want.owner === undefined || want.owner === answer.owner, `${path} belongs to user ${code(answer.owner ?? '?')}`, `Whoever makes a file owns it: a command run as ${code(answer.owner ?? '?')} made this one, and ${code(want.owner ?? '')} may not write to it.`],
    [want.group === undefined || want.group === answer.group, `${path} belongs to group ${code(answer.group ?? '?')}`],
    [want.mode === undefined || Number.parseInt(want.mode, 8) === Number.parseInt(answer.mode ?? '', 8), `its mode is ${code(answer.mode ?? '?')}`],
    [missing.length === 0, `${path} lacks ${listed(missing)}`],
    [extra.length === 0, `${path} still has ${listed(extra)}`],
  ]);
}

/** Whether a relative target leads to the same place. */
function isSamePlace(path: string, target = '', wanted: string): boolean {
  const steps: string[] = [];
  for (const part of (target.startsWith('/') ? target : `${path.slice(0, path.lastIndexOf('/'))}/${target}`).split('/')) {
    if (part === '..') steps.pop();
    else if (part !== '' && part !== '.') steps.push(part);
  }
  return `/${steps.join('/')}` === wanted;
}

function wantedFile(want: WantOf<'file'>): string {
  const parts = [
    want.type === undefined ? '' : `is a ${want.type}`, want.target === undefined ? '' : `is a link to ${code(want.target)}`, want.owner === undefined ? '' : `belongs to user ${code(want.owner)}`,
    want.group === undefined ? '' : `belongs to group ${code(want.group)}`, want.mode === undefined ? '' : `has mode ${code(want.mode)}`,
    want.has === undefined ? '' : `has ${listed(want.has)}`, want.lacks === undefined ? '' : `lacks ${listed(want.lacks)}`,
  ].filter((part) => part !== '');
  const what = want.exists === false ? 'is not there' : parts.join(', ') || 'is there';
  return `${code(want.path)} on ${code(want.host)} ${what}`;
}

export function judgeOption(want: WantOf<'option'>, answer: AnswerTo<'option'>): Verdict {
  const option = code(`${want.name} = ${want.value}`);
  const wanted = `${option} in section ${code(`[${want.section}]`)} of ${code(want.path)} on ${code(want.host)}`;
  if (answer.value === null && want.default === true && (answer.elsewhere ?? []).length === 0) return passed(wanted, `it is not set, and ${code(want.value)} is the default`);
  if (answer.value === null) {
    const other = answer.elsewhere?.[0];
    return absent(wanted, `${code(want.name)} is not set in ${code(`[${want.section}]`)}`, other === undefined ? null
      : `Line ${other.line} sets it in section ${code(`[${other.section}]`)}: the section above a line decides whose it is.`);
  }
  const at = place(answer.source);
  return firstFailure(wanted, `it is set${at === null ? '' : ` (${at})`}`, [
    [isSameValue(answer.value, want.value), `${code(want.name)} is ${code(answer.value)}`, at === null ? null : `See ${at}.`],
  ]);
}

/** Truth has several spellings in oslo's files. */
function isSameValue(seen: string, wanted: string): boolean {
  const truth = (text: string): boolean | string => (/^(true|yes|on|1)$/i.test(text) ? true : /^(false|no|off|0)$/i.test(text) ? false : text);
  return truth(seen) === truth(wanted);
}

export function judgeHistory(want: WantOf<'history'>, answer: AnswerTo<'history'>): Verdict {
  const wanted = `${code(want.shown)} was run${want.host === undefined ? '' : ` on ${code(want.host)}`}`;
  const good = answer.lines.filter((line) => want.succeeded === false || line.exit === 0);
  const last = answer.lines.at(-1);
  if (good.length > 0) return passed(wanted, `${code(good.at(-1)?.line ?? '')} was run`);
  return last === undefined ? absent(wanted, 'it has not been run yet')
    : failed(wanted, `${code(last.line)} was run, but ended with status ${last.exit}`, 'It counts when it succeeds. What it printed tells why it did not.');
}
