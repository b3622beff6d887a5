import type { Json } from '../../../base/json.ts';
import { EMPTY_CHAIN, EMPTY_FILTER, FILTER_KEY, type FilterChain, type FilterRule, type FilterTable, type Verdict } from '../../host/filter.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { serviceName, servicePort } from './service-names.ts';

const NAME = 'iptables v1.8.10 (nf_tables)';
const HINT = "Try `iptables -h' or 'iptables --help' for more information.\n";

type ChainName = 'INPUT' | 'FORWARD' | 'OUTPUT';
const CHAINS: readonly ChainName[] = ['INPUT', 'FORWARD', 'OUTPUT'];

/** iptables refuses: message after its name and version, and status. */
class IptablesError extends Error {
  override readonly name = 'IptablesError';
  readonly status: number;

  constructor(message: string, status = 2) {
    super(message);
    this.status = status;
  }
}

/** iptables (over nf_tables), the filter table: lists, adds and removes simple rules. */
export const iptables: Program = {
  name: 'iptables',
  *run(sys) {
    try {
      return yield* run(sys, sys.argv.slice(1));
    } catch (error) {
      if (!(error instanceof IptablesError)) throw error;
      yield* sys.write(2, `${NAME}: ${error.message}\n${error.status === 2 ? HINT : ''}`);
      return error.status;
    }
  },
};

function* run(sys: Sys, args: string[]): Routine<number> {
  const at = args.indexOf('-t');
  const table = at === -1 ? 'filter' : args.splice(at, 2)[1] ?? '';
  if (args.includes('-V') || args.includes('--version')) {
    yield* sys.write(1, `${NAME}\n`);
    return 0;
  }
  const verb = args.find((word) => /^(-[LSADIFPNXZ]|--(list|list-rules|append|delete|insert|flush|policy))$/.test(word));
  if (verb === undefined) throw new IptablesError('no command specified');
  if (sys.credentials.uid !== 0) throw new IptablesError(`Could not fetch rule set generation id: Permission denied (you must be root)`, 4);
  const rest = args.slice(args.indexOf(verb) + 1);
  const state = (sys.kernel.get(FILTER_KEY) as FilterTable | undefined) ?? EMPTY_FILTER;
  if (verb === '-L' || verb === '--list') {
    yield* sys.write(1, table === 'filter' ? list(sys, state, args, rest) : emptyTable(table));
    return 0;
  }
  if (verb === '-S' || verb === '--list-rules') {
    yield* sys.write(1, [...CHAINS.map((name) => `-P ${name} ${state.iptables[name].policy.toUpperCase()}\n`), ...CHAINS.flatMap((name) => state.iptables[name].rules.map((rule) => `-A ${name} ${ruleWords(rule)}\n`))].join(''));
    return 0;
  }
  if (table !== 'filter') throw new IptablesError(`handstack: iptables: changing table ${table} is not modelled`, 1);
  sys.kernel.set(FILTER_KEY, { ...state, iptables: changed(sys, state.iptables, verb, rest) } as unknown as Json);
  return 0;
}

function emptyTable(table: string): string {
  const chains: Readonly<Record<string, readonly string[]>> = { nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'], mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'], raw: ['PREROUTING', 'OUTPUT'] };
  const names = chains[table];
  if (names === undefined) throw new IptablesError(`can't initialize iptables table \`${table}': Table does not exist (do you need to insmod?)\nPerhaps iptables or your kernel needs to be upgraded.`, 3);
  return names.map((name) => `Chain ${name} (policy ACCEPT)\ntarget     prot opt source               destination         \n`).join('\n');
}

function list(sys: Sys, state: FilterTable, args: readonly string[], rest: readonly string[]): string {
  const wanted = rest.find((word) => !word.startsWith('-'));
  if (wanted !== undefined && !CHAINS.includes(wanted as ChainName)) throw new IptablesError('No chain/target/match by that name.', 1);
  const isNumeric = args.some((word) => /^-[a-zA-Z]*n/.test(word) || word === '--numeric');
  const hasNumbers = args.includes('--line-numbers');
  return CHAINS.filter((name) => wanted === undefined || name === wanted).map((name) => {
    const { policy, rules } = state.iptables[name];
    const lines = rules.map((rule, index) => `${hasNumbers ? String(index + 1).padEnd(5) : ''}${ruleLine(sys, rule, isNumeric)}\n`);
    return `Chain ${name} (policy ${policy.toUpperCase()})\n${hasNumbers ? 'num  ' : ''}target     prot opt source               destination         \n${lines.join('')}`;
  }).join('\n');
}

const TARGETS: Readonly<Record<Verdict, string>> = { accept: 'ACCEPT', drop: 'DROP', reject: 'REJECT', refuse: 'REJECT' };

function ruleLine(sys: Sys, rule: FilterRule, isNumeric: boolean): string {
  const place = (value: string | null | undefined): string => (value ?? (isNumeric ? '0.0.0.0/0' : 'anywhere')).padEnd(20);
  const [low, high] = rule.ports ?? [0, 0];
  const port = (number: number): string => (isNumeric ? null : serviceName(sys, number, rule.protocol ?? 'tcp')) ?? String(number);
  const ports = rule.ports === null ? '' : low === high ? ` ${rule.protocol ?? ''} dpt:${port(low)}` : ` ${rule.protocol ?? ''} dpts:${port(low)}:${port(high)}`;
  const state = rule.state === 'established' ? ' state RELATED,ESTABLISHED' : rule.state === 'new' ? ' state NEW' : '';
  const how = rule.verdict === 'refuse' ? ' reject-with icmp-port-unreachable' : rule.verdict === 'reject' ? ' reject-with icmp-host-prohibited' : '';
  return `${TARGETS[rule.verdict].padEnd(10)} ${(rule.protocol ?? 'all').padEnd(4)} --  ${place(rule.source)} ${place(rule.destination)}${state}${ports}${how}`;
}

function ruleWords(rule: FilterRule): string {
  return [
    ...(rule.source === null ? [] : ['-s', rule.source.includes('/') ? rule.source : `${rule.source}/32`]),
    ...(rule.device == null ? [] : ['-i', rule.device]), ...(rule.protocol === null ? [] : ['-p', rule.protocol]),
    ...(rule.state == null ? [] : ['-m', 'state', '--state', rule.state === 'new' ? 'NEW' : 'RELATED,ESTABLISHED']),
    ...(rule.ports === null ? [] : ['-m', rule.protocol ?? 'tcp', '--dport', rule.ports[0] === rule.ports[1] ? String(rule.ports[0]) : rule.ports.join(':')]),
    '-j', TARGETS[rule.verdict], ...(rule.verdict === 'refuse' ? ['--reject-with', 'icmp-port-unreachable'] : rule.verdict === 'reject' ? ['--reject-with', 'icmp-host-prohibited'] : []),
  ].join(' ');
}

function changed(sys: Sys, chains: FilterTable['iptables'], verb: string, rest: string[]): FilterTable['iptables'] {
  const kind = verb.startsWith('--') ? { append: 'A', delete: 'D', insert: 'I', flush: 'F', policy: 'P' }[verb.slice(2)] ?? '' : verb.slice(1);
  const name = rest[0] !== undefined && !rest[0].startsWith('-') ? rest.shift() ?? null : null;
  if (name !== null && !CHAINS.includes(name as ChainName)) throw new IptablesError(kind === 'N' || kind === 'X' ? 'handstack: iptables: chains of your own are not modelled' : 'No chain/target/match by that name.', 1);
  if (kind === 'F') return Object.fromEntries(CHAINS.map((each) => [each, name === null || name === each ? { ...chains[each], rules: [] } : chains[each]])) as unknown as FilterTable['iptables'];
  if (kind === 'X' || kind === 'Z') return chains;
  if (name === null) throw new IptablesError(`option "${verb}" requires an argument`);
  const chain = chains[name as ChainName] ?? EMPTY_CHAIN;
  return { ...chains, [name]: changedChain(sys, chain, kind, rest) };
}

function changedChain(sys: Sys, chain: FilterChain, kind: string, rest: string[]): FilterChain {
  if (kind === 'P') {
    const policy = rest[0];
    if (policy !== 'ACCEPT' && policy !== 'DROP') throw new IptablesError('Bad policy name. Run `dmesg\' for more information.', 1);
    return { ...chain, policy: policy === 'ACCEPT' ? 'accept' : 'drop' };
  }
  if (kind === 'D' && /^\d+$/.test(rest[0] ?? '')) {
    const index = Number(rest[0]) - 1;
    if (chain.rules[index] === undefined) throw new IptablesError('Index of deletion too big.', 1);
    return { ...chain, rules: chain.rules.filter((_rule, at) => at !== index) };
  }
  const at = kind === 'I' && /^\d+$/.test(rest[0] ?? '') ? Number(rest.shift()) - 1 : 0;
  const rule = parseRule(sys, rest);
  if (kind === 'A') return { ...chain, rules: [...chain.rules, rule] };
  if (kind === 'I') return { ...chain, rules: [...chain.rules.slice(0, at), rule, ...chain.rules.slice(at)] };
  const index = chain.rules.findIndex((each) => JSON.stringify(each) === JSON.stringify(rule));
  if (index === -1) throw new IptablesError('Bad rule (does a matching rule exist in that chain?).', 1);
  return { ...chain, rules: chain.rules.filter((_rule, place) => place !== index) };
}

function parseRule(sys: Sys, words: readonly string[]): FilterRule {
  const rule: { -readonly [Key in keyof FilterRule]: FilterRule[Key] } = { protocol: null, ports: null, source: null, verdict: 'accept' };
  let target: string | null = null;
  let rejectWith = 'icmp-port-unreachable';
  for (let at = 0; at < words.length; at += 2) {
    const [option = '', value = ''] = [words[at], words[at + 1]];
    if (option === '-p' || option === '--protocol') rule.protocol = protocolOf(value);
    else if (option === '-s' || option === '--source') rule.source = value === '0.0.0.0/0' ? null : value;
    else if (option === '-d' || option === '--destination') rule.destination = value;
    else if (option === '-i' || option === '--in-interface') rule.device = value;
    else if (option === '--dport' || option === '--destination-port') rule.ports = portsOf(sys, value, rule.protocol);
    else if (option === '--state' || option === '--ctstate') rule.state = /NEW/.test(value) ? null : 'established';
    else if (option === '-j' || option === '--jump') target = value;
    else if (option === '--reject-with') rejectWith = value;
    else if (option !== '-m' && option !== '--match' && option !== '--comment' && option !== '--icmp-type') throw new IptablesError(`handstack: iptables: option ${option} is not modelled`, 1);
  }
  if (target === null || !['ACCEPT', 'DROP', 'REJECT'].includes(target)) throw new IptablesError(target === null ? 'handstack: iptables: a rule without target is not modelled' : `Couldn't load target \`${target}':No such file or directory`, 2);
  rule.verdict = target === 'ACCEPT' ? 'accept' : target === 'DROP' ? 'drop' : /prohibited|unreachable/.test(rejectWith) && rejectWith !== 'icmp-port-unreachable' ? 'reject' : 'refuse';
  return rule;
}

function protocolOf(value: string): FilterRule['protocol'] {
  if (value === 'all') return null;
  if (value === 'tcp' || value === 'udp' || value === 'icmp') return value;
  throw new IptablesError(`unknown protocol "${value}" specified`);
}

function portsOf(sys: Sys, value: string, protocol: FilterRule['protocol']): readonly [number, number] {
  if (protocol !== 'tcp' && protocol !== 'udp') throw new IptablesError('unknown option "--dport"');
  const numbers = value.split(':').map((word) => (/^\d+$/.test(word) ? Number(word) : servicePort(sys, word, protocol)));
  const [low, high = low] = numbers;
  if (low === null || low === undefined || high === null || high === undefined) throw new IptablesError(`invalid port/service \`${value}' specified`);
  return [low, high];
}
