// OS_* variables: what a file or a shell holds of them, and how far they would come at keystone.
import { isNear } from '../../base/near.ts';
import type { CloudLogin, ShellVariable } from '../../lab/identity.ts';
import type { Verdict } from '../types.ts';
import type { Want } from './want.ts';
import { absent, code, failed, firstFailure, listed, passed, type AnswerTo } from './words.ts';

type WantOf<K extends Want['kind']> = Extract<Want, { kind: K }>;

const valueOf = (variables: readonly ShellVariable[], name: string): string | undefined => variables.find((each) => each.name === name)?.value;

/** Variables whose names come near to ones that OpenStack reads. */
function slips(variables: readonly ShellVariable[]): readonly string[] {
  const known = ['OS_USERNAME', 'OS_PASSWORD', 'OS_PROJECT_NAME', 'OS_USER_DOMAIN_NAME', 'OS_PROJECT_DOMAIN_NAME', 'OS_AUTH_URL', 'OS_IDENTITY_API_VERSION'];
  return variables.map(({ name }) => name).filter((name) => !known.includes(name) && known.some((each) => isNear(name, each) && !variables.some((one) => one.name === each)));
}

/** The way of a login that failed, for a learner. */
function trouble(login: CloudLogin, variables: readonly ShellVariable[], at: string): readonly [string, string | null] {
  const near = slips(variables);
  const slip = near.length > 0 ? `There is ${listed(near)}, probably a slip.` : null;
  if (login.step === 'variables') return [`${login.error ?? ''}${at}`, slip ?? login.why ?? null];
  return [`these variables get no token: ${login.error ?? ''}`, login.why ?? slip];
}

export function judgeOpenrc(want: WantOf<'openrc'>, answer: AnswerTo<'openrc'>): Verdict {
  const path = code(want.path);
  const wanted = `${path} on ${code(want.host)} exports what ${code(want.user)} needs for a token in the project ${code(want.project)}`;
  if (!answer.isThere) return absent(wanted, `there is no ${path} on ${code(want.host)}`);
  if (answer.variables.length === 0) return failed(wanted, `${path} sets no variable`, 'Each line has the form `export OS_NAME=value`.');
  const [fault] = answer.faults;
  if (fault !== undefined) return failed(wanted, `line ${fault.line} of ${path} says ${code(fault.text)}`, `${fault.says.charAt(0).toUpperCase()}${fault.says.slice(1)}.`);
  return firstFailure(wanted, 'they get a token', mine(want, answer.variables, answer.login, ` in ${path}`, want.also ?? []));
}

type Trial = readonly [boolean, string, (string | null)?];

function mine(want: { user: string; project: string }, variables: readonly ShellVariable[], login: CloudLogin, at: string, also: readonly string[]): readonly Trial[] {
  const [what, why] = login.step === 'done' ? ['', null] : trouble(login, variables, at);
  const lacking = also.find((name) => valueOf(variables, name) === undefined);
  return [
    [login.step !== 'variables', what, why],
    [isSame(valueOf(variables, 'OS_USERNAME'), want.user), `${code('OS_USERNAME')} is ${code(valueOf(variables, 'OS_USERNAME') ?? '')}`, `This is for ${code(want.user)}.`],
    [isSame(valueOf(variables, 'OS_PROJECT_NAME'), want.project), `${code('OS_PROJECT_NAME')} is ${code(valueOf(variables, 'OS_PROJECT_NAME') ?? '')}`, `This is for the project ${code(want.project)}.`],
    [login.step === 'done', what, why],
    [lacking === undefined, `${code(lacking ?? '')} is not set${at}`, slips(variables).length === 0 ? null : `There is ${listed(slips(variables))}, probably a slip.`],
  ];
}

const isSame = (a: string | undefined, b: string): boolean => a === undefined || a.toLowerCase() === b.toLowerCase();

export function judgeEnvironment(want: WantOf<'environment'>, answer: AnswerTo<'environment'>): Verdict {
  const wanted = `a shell on ${code(want.host)} has the variables with which ${code(want.user)} gets a token in the project ${code(want.project)}`;
  const best = answer.shells.toSorted((a, b) => score(b, want) - score(a, want))[0];
  if (best === undefined) return absent(wanted, `no shell on ${code(want.host)} has a variable that begins with ${code('OS_')}`,
    'Each shell has variables of its own: what is set in one terminal is not set in another.');
  const verdict = firstFailure(wanted, 'there is one', mine(want, best.variables, best.login, '', []));
  return verdict.passed ? passed(wanted, `a shell of ${code(best.user)} has them`) : verdict;
}

const score = (shell: AnswerTo<'environment'>['shells'][number], want: WantOf<'environment'>): number =>
  (shell.login.step === 'done' ? 100 : 0) + (valueOf(shell.variables, 'OS_USERNAME') === want.user ? 50 : 0) + shell.variables.length;
