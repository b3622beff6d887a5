import { isNear } from '../../base/near.ts';
import type { Source } from '../../lab/probe.ts';
import type { Verdict } from '../types.ts';
import { place } from './machine.ts';
import type { Want } from './want.ts';
import { absent, code, firstFailure, listed, type AnswerTo } from './words.ts';

type WantOf<K extends Want['kind']> = Extract<Want, { kind: K }>;

export function judgeResolves(want: WantOf<'resolves'>, answer: AnswerTo<'resolves'>): Verdict {
  const name = code(want.name);
  const wanted = `on ${code(want.host)} the name ${name} means ${code(want.address)}`;
  if (answer.address === null) {
    return absent(wanted, `${code(want.host)} does not know the name ${name}`, nearLines(want, answer.others ?? []));
  }
  const at = place(answer.source);
  const line = answer.source?.text === undefined ? '' : `: ${code(answer.source.text)}`;
  const isLoop = answer.address.startsWith('127.') || answer.address === '::1';
  const cause = [
    at === null ? '' : `It says so in ${at}${line}. The first line that holds a name decides.`,
    isLoop ? 'That is the host itself: nobody else can be reached there.' : '',
  ].filter((part) => part !== '').join(' ');
  return firstFailure(wanted, `it means ${code(answer.address)}`, [
    [answer.address === want.address, `${name} means ${code(answer.address)}`, cause === '' ? null : cause],
  ]);
}

function nearLines(want: WantOf<'resolves'>, others: readonly Source[]): string | null {
  const words = (source: Source): string[] => (source.text ?? '').replace(/#.*/, '').trim().split(/\s+/);
  const swapped = others.find((source) => words(source)[0] === want.name);
  const typo = others.find((source) => words(source).slice(1).some((word) => isNear(word, want.name)));
  const found = swapped ?? typo ?? others.find((source) => words(source)[0] === want.address);
  if (found === undefined) return `No line of ${code('/etc/hosts')} names it.`;
  return `${place(found) ?? ''} says ${code(found.text ?? '')}.${found === swapped ? ' The address comes first, then the name.' : ''}`;
}

export function judgeReaches(want: WantOf<'reaches'>, answer: AnswerTo<'reaches'>): Verdict {
  const to = want.port === undefined ? code(want.to) : `port ${want.port} of ${code(want.to)}`;
  const wanted = `${code(want.host)} reaches ${to}`;
  return firstFailure(wanted, `it is reached${answer.address === undefined ? '' : ` at ${code(answer.address)}`}`, [
    [answer.isReached, `${to} is not reached${answer.error === undefined ? '' : `: ${answer.error}`}`, answer.why ?? null],
    [want.arrivesAt === undefined || want.arrivesAt === answer.arrivedAt,
      `${code(want.to)} leads to ${code(answer.arrivedAt ?? '?')}`, answer.address === undefined ? null : `${code(want.to)} means ${code(answer.address)} there.`],
  ]);
}

type Configured = AnswerTo<'time-sources'>['configured'][number];

export function judgeTimeSources(want: WantOf<'time-sources'>, answer: AnswerTo<'time-sources'>): Verdict {
  const mine = answer.configured.find((each) => each.name === want.name);
  const directive = want.directive ?? mine?.directive ?? 'pool';
  const options = want.options ?? [];
  const line = [directive, want.name, ...options].join(' ');
  const wanted = want.used === true ? `chronyd on ${code(want.host)} takes its time from ${code(want.name)}`
    : `${code(line)} stands in ${code('/etc/chrony.conf')} on ${code(want.host)}`;
  if (mine === undefined) return absent(wanted, noSource(answer.configured), nearSource(want.name, answer.configured));
  const missing = options.filter((option) => !mine.options.split(/\s+/).includes(option));
  const here = `Line ${mine.line} of ${code('/etc/chrony.conf')} says ${code([mine.directive, mine.name, mine.options].join(' ').trim())}.`;
  const used = answer.used.find((each) => each.name === want.name);
  const others = answer.configured.filter((each) => each !== mine).map((each) => each.name);
  return firstFailure(wanted, want.used === true ? 'chronyd uses it' : `it stands in line ${mine.line}`, [
    [mine.directive === directive, `it is named as a ${code(mine.directive)}, not as a ${code(directive)}`, here],
    [missing.length === 0, `${listed(missing)} is missing after ${code(want.name)}`, here],
    [want.exact !== true || others.length === 0, `${listed(others)} is named as well`],
    [want.used !== true || used !== undefined, 'the running chronyd does not use it',
      answer.why ?? 'chronyd reads its file when it starts: it needs a restart after a change.'],
    [want.used !== true || used?.isReachable === true, `chronyd asks ${code(want.name)}, but gets no answer`, answer.why ?? null],
  ]);
}

function noSource(configured: readonly Configured[]): string {
  return configured.length === 0 ? `${code('/etc/chrony.conf')} names no time source`
    : `${code('/etc/chrony.conf')} names ${listed(configured.map((each) => each.name))}`;
}

function nearSource(name: string, configured: readonly Configured[]): string | null {
  const near = configured.find((each) => isNear(each.name, name));
  return near === undefined ? null : `Line ${near.line} says ${code(near.name)}: compare it letter by letter with ${code(name)}.`;
}
