import { isNear } from '../../base/near.ts';
import type { RoleAssignment } from '../../lab/identity.ts';
import type { Verdict } from '../types.ts';
import { urlMistake } from './urls.ts';
import type { Want } from './want.ts';
import { absent, code, failed, firstFailure, listed, passed, type AnswerTo } from './words.ts';

type WantOf<K extends Want['kind']> = Extract<Want, { kind: K }>;

const BOOTSTRAP = `${code('keystone-manage bootstrap')} has not been run, or ended with an error.`;

/** A name that differs little, else all names, else that nothing is there. */
function instead(name: string, others: readonly string[], nothing: string): string {
  const near = others.filter((each) => isNear(each, name));
  if (near.length > 0) return `There is ${listed(near)}: compare the name letter by letter.`;
  return others.length === 0 ? nothing : `There is ${listed(others)}.`;
}

export function judgeUser(want: WantOf<'user'>, answer: AnswerTo<'user'>): Verdict {
  const domain = want.domain ?? 'Default';
  const wanted = `keystone knows the user ${code(want.name)} of the domain ${code(domain)}` + (want.password === undefined ? '' : `, with the password ${code(want.password)}`);
  if (answer.user === null) return absent(wanted, `keystone knows no user ${code(want.name)} in ${code(domain)}`, instead(want.name, answer.others.map(({ name }) => name), BOOTSTRAP));
  return firstFailure(wanted, `keystone knows ${code(want.name)}`, [
    [answer.user.isEnabled, `the user ${code(want.name)} is disabled`],
    [want.password === undefined || answer.isPassword !== false, `${code(want.name)} has another password than ${code(want.password ?? '')}`,
      `Keystone keeps only a hash of it, so nobody can look it up. Running ${code('keystone-manage bootstrap')} again sets it anew.`],
  ]);
}

export function judgeProject(want: WantOf<'project'>, answer: AnswerTo<'project'>): Verdict {
  const wanted = `keystone knows the project ${code(want.name)} of the domain ${code(want.domain ?? 'Default')}`;
  if (answer.project === null) return absent(wanted, `keystone knows no project ${code(want.name)}`, instead(want.name, answer.others.map(({ name }) => name), BOOTSTRAP));
  return firstFailure(wanted, `keystone knows ${code(want.name)}`, [[answer.project.isEnabled, `the project ${code(want.name)} is disabled`]]);
}

export function judgeRole(want: WantOf<'role'>, answer: AnswerTo<'role'>): Verdict {
  const wanted = `keystone knows the role ${code(want.name)}`;
  return answer.isThere ? passed(wanted, `there is a role ${code(want.name)}`)
    : absent(wanted, `keystone knows no role ${code(want.name)}`, instead(want.name, answer.others, BOOTSTRAP));
}

const placeOf = ({ scope, target }: Pick<RoleAssignment, 'scope' | 'target'>): string =>
  (scope === 'system' ? 'on the whole system' : `in the ${scope} ${code(target)}`);

export function judgeAssignment(want: WantOf<'assignment'>, answer: AnswerTo<'assignment'>): Verdict {
  const place = { scope: want.system === true ? 'system' : 'project', target: want.system === true ? 'all' : want.project ?? '' } as const;
  const wanted = `${code(want.user)} has the role ${code(want.role)} ${placeOf(place)}`;
  const isHere = (each: RoleAssignment): boolean => each.scope === place.scope && (place.scope === 'system' || each.target === place.target);
  if (answer.assignments.some((each) => each.role === want.role && isHere(each))) return passed(wanted, `${code(want.user)} has it`);
  if (!answer.isUser) return absent(wanted, `there is no user ${code(want.user)}`, BOOTSTRAP);
  const has = answer.assignments.map((each) => `${code(each.role)} ${placeOf(each)}`);
  return failed(wanted, `${code(want.user)} has no role ${code(want.role)} ${placeOf(place)}`,
    has.length === 0 ? 'No role at all is assigned to it.' : `It has ${has.join(' and ')}.`);
}

export function judgeService(want: WantOf<'service'>, answer: AnswerTo<'service'>): Verdict {
  const wanted = `the catalogue has a service ${code(want.name)} of type ${code(want.type)}`;
  const mine = answer.services.filter((each) => each.type === want.type);
  const named = answer.services.find((each) => each.name === want.name);
  if (mine.length === 0) {
    return absent(wanted, `there is no service of type ${code(want.type)}`, named !== undefined ? `${code(named.name)} is there with the type ${code(named.type)}.`
      : instead(want.type, answer.services.map(({ type }) => type), 'The catalogue is empty.'));
  }
  const found = mine.find((each) => each.name === want.name);
  return firstFailure(wanted, `there is ${code(want.name)}`, [
    [found !== undefined, `the service of type ${code(want.type)} is called ${listed(mine.map(({ name }) => name))}`, `It should be called ${code(want.name)}.`],
    [found?.isEnabled === true, `the service ${code(want.name)} is disabled`],
    [mine.length === 1, `there are ${mine.length} services of type ${code(want.type)}`,
      `Keystone takes a second one without a word. From then on a client that asks for ${code(want.type)} does not know which is meant.`],
  ]);
}

export function judgeEndpoint(want: WantOf<'endpoint'>, answer: AnswerTo<'endpoint'>): Verdict {
  const [url = ''] = want.urls;
  const wanted = `${listed(want.interfaces)} endpoint${want.interfaces.length === 1 ? '' : 's'} of ${code(want.service)} in ${code(want.region)} at ${code(url)}`;
  const all = answer.endpoints.filter((each) => each.service === want.service);
  const verdict = want.interfaces.map((name) => judgeInterface(want, wanted, name, all)).find((each) => !each.passed);
  if (verdict !== undefined) return verdict;
  const extras = all.filter((each) => each.region !== want.region || want.urls.every((right) => urlMistake(each.url, right) !== null));
  const shown = extras.map((each) => `${each.interface} ${each.url} in ${each.region ?? 'no region'}`);
  if (want.exact === true && extras.length > 0) return failed(wanted, `there is also ${listed(shown)}`, `${code('openstack endpoint delete')} with its ID takes it away.`);
  const double = want.interfaces.find((name) => all.filter((each) => each.interface === name && each.region === want.region).length > 1);
  if (want.exact === true && double !== undefined) return failed(wanted, `there are two ${code(double)} endpoints of ${code(want.service)} in ${code(want.region)}`, 'Keystone takes a second one without a word.');
  return passed(wanted, 'they are in the catalogue', extras.length === 0 ? [] : [`There is also ${listed(shown)}. Nobody asks for it as long as the region is ${code(want.region)}.`]);
}

type Endpoint = AnswerTo<'endpoint'>['endpoints'][number];

function judgeInterface(want: WantOf<'endpoint'>, wanted: string, name: string, all: readonly Endpoint[]): Verdict {
  const mine = all.filter((each) => each.interface === name);
  const which = `the ${name} endpoint of ${code(want.service)}`;
  if (mine.length === 0) {
    return absent(wanted, `there is no ${name} endpoint of ${code(want.service)}`, all.length === 0 ? 'The catalogue has none at all for it.'
      : `There is ${listed([...new Set(all.map((each) => each.interface))])}. Clients, services and operators each ask for their own.`);
  }
  const here = mine.filter((each) => each.region === want.region);
  if (here.length === 0) {
    const regions = listed([...new Set(mine.map((each) => each.region ?? 'none'))]);
    return failed(wanted, `${which} is in the region ${regions}`,
      `The services to come will look for ${code(want.region)}, and a region is found by its exact name: ${regions} is another one.`);
  }
  const mistake = (endpoint: Endpoint) => (want.urls.some((right) => urlMistake(endpoint.url, right) === null) ? null : urlMistake(endpoint.url, want.urls[0] ?? ''));
  const good = here.find((each) => mistake(each) === null);
  const first = here[0] === undefined ? null : mistake(here[0]);
  return firstFailure(wanted, `${which} is right`, [
    [good !== undefined, `${which}: its URL ${first?.[0] ?? ''}`, first?.[1] ?? null],
    [good?.isEnabled === true, `${which} is disabled`],
  ]);
}

export function judgeRegion(want: WantOf<'region'>, answer: AnswerTo<'region'>): Verdict {
  const wanted = `there is a region ${code(want.name)}`;
  const others = answer.regions.filter((each) => each !== want.name);
  if (!answer.regions.includes(want.name)) {
    return absent(wanted, others.length === 0 ? 'there is no region' : `the region is called ${listed(others)}`,
      others.length === 0 ? BOOTSTRAP : `The services to come will look for ${code(want.name)}: names of regions agree letter by letter.`);
  }
  if (want.exact === true && others.length > 0) return failed(wanted, `there is also a region ${listed(others)}`, `${code('openstack region delete')} takes it away once no endpoint is in it.`);
  return passed(wanted, `there is ${code(want.name)}`, others.length === 0 ? [] : [`There is also ${listed(others)}. It does no harm.`]);
}
