import { SysError } from '../../../host/errors.ts';
import type { Program, Routine } from '../../../host/program.ts';
import type { Socket, Sys } from '../../../host/sys.ts';
import {
  FIREWALLD_SOCKET, firewallMessage, type FirewallInfo, type FirewallReply, type FirewallRequest, type FirewallService, type FlagKind,
  type ListKind, type Zone,
} from '../../../protocol/firewall.ts';
import { parseArguments, type Given } from './arguments.ts';
import { codeOf } from './codes.ts';
import { serviceText, zoneText } from './texts.ts';
import { ValueError, checkValue } from './values.ts';

const USAGE = "usage: 'firewall-cmd --help' for usage information or see firewall-cmd(1) man page\n";
const NOT_RUNNING = 252;
const NOT_AUTHORIZED = 253;

/** Ends firewall-cmd: text for stderr (stdout when the status is 0 or 1) and status. */
class Leave extends Error {
  override readonly name = 'Leave';
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

const LISTS: Readonly<Record<string, ListKind>> = {
  service: 'services', port: 'ports', protocol: 'protocols', 'source-port': 'sourcePorts', 'icmp-block': 'icmpBlocks',
  'forward-port': 'forwardPorts', 'rich-rule': 'richRules', interface: 'interfaces', source: 'sources', zone: 'interfaces',
};
const FLAGS: Readonly<Record<string, FlagKind>> = { masquerade: 'masquerade', forward: 'forward', 'icmp-block-inversion': 'icmpInversion' };

interface Session {
  readonly sys: Sys;
  readonly socket: Socket;
  readonly given: Given;
  readonly isPermanent: boolean;
  readonly zone: string;
}

/** firewall-cmd of firewalld 1.3: asks firewalld, which must run. */
export const firewallCmd: Program = {
  name: 'firewall-cmd',
  *run(sys) {
    try {
      return yield* run(sys);
    } catch (error) {
      if (!(error instanceof Leave)) throw error;
      if (error.status <= 1) yield* sys.write(1, `${error.message}\n`);
      else yield* warn(sys, error.message);
      return error.status;
    }
  },
};

/** A line on stderr; red on a terminal. */
function* warn(sys: Sys, text: string): Routine<void> {
  yield* sys.write(2, sys.isTty(2) ? `\x1b[91m${text}\x1b[00m\n` : `${text}\n`);
}

function* run(sys: Sys): Routine<number> {
  const given = parseArguments(sys.argv.slice(1));
  if (typeof given === 'string') {
    yield* sys.write(2, `${USAGE}firewall-cmd: error: ${given}\n`);
    return 2;
  }
  if (given.has('version')) throw new Leave('1.3.3', 0);
  if (given.has('help')) throw new Leave('Usage: firewall-cmd [OPTIONS...]\n\nSee man firewall-cmd.', 0);
  const socket = yield* connect(sys);
  const action = [...given.keys()].find((name) => !['zone', 'permanent', 'timeout', 'quiet', 'verbose', 'service', 'name'].includes(name));
  if (action === undefined) throw new Leave(`State: ${socket === null ? 'not running' : 'running'}\n\nNo options specified\n${USAGE.trimEnd()}`, 2);
  if (socket === null) throw new Leave(action === 'state' ? 'not running' : 'FirewallD is not running', NOT_RUNNING);
  const session: Session = { sys, socket, given, isPermanent: given.has('permanent'), zone: given.get('zone')?.[0] ?? '' };
  const info = yield* ask<FirewallInfo>(session, { op: 'info' });
  try {
    yield* perform({ ...session, zone: session.zone === '' ? info.defaultZone : session.zone }, action, info);
  } finally {
    sys.closeSocket(socket);
  }
  if (!given.has('quiet')) yield* sys.write(1, 'success\n');
  return 0;
}

function* connect(sys: Sys): Routine<Socket | null> {
  try {
    return yield* sys.connect({ path: FIREWALLD_SOCKET });
  } catch (error) {
    if (error instanceof SysError) return null;
    throw error;
  }
}

/** Asks the daemon. Its failures end firewall-cmd. */
function* ask<T>(session: Session, request: FirewallRequest): Routine<T> {
  const reply = yield* send(session, request);
  if (reply.error !== null) throw new Leave(`Error: ${reply.error}`, codeOf(reply.error));
  return reply.data as T;
}

function* send({ sys, socket }: Session, request: FirewallRequest): Routine<FirewallReply> {
  const message = yield* sys.call(socket, firewallMessage(request));
  const reply = (message.protocol === 'plain' ? message.body : null) as unknown as FirewallReply;
  if (reply.error === 'ACCESS_DENIED') {
    throw new Leave('Authorization failed.\n    Make sure polkit agent is running or run the application as superuser.', NOT_AUTHORIZED);
  }
  return reply;
}

/** Carries out the one action; returns when `success` is to be said, leaves when the answer is something else. */
function* perform(session: Session, action: string, info: FirewallInfo): Routine<void> {
  const values = session.given.get(action) ?? [];
  const [value = ''] = values;
  const [, verb = '', subject = ''] = /^(add|remove|query|change|list)-(.+)$/.exec(action) ?? [];
  if (session.given.has('service') && /^(add|remove|query|get)-/.test(action)) return yield* onService(session, action, value);
  if (verb === 'list' && action !== 'list-all-zones' && action !== 'list-all-policies') return yield* list(session, subject);
  const flag = FLAGS[subject];
  if (flag !== undefined && verb !== 'change') return yield* onFlag(session, verb, flag);
  const kind = LISTS[subject];
  if (kind !== undefined) return yield* onList(session, verb, kind, values);
  yield* standalone(session, action, value, info);
}

function* onList(session: Session, verb: string, kind: ListKind, values: readonly string[]): Routine<void> {
  if (verb === 'query') return yield* query(session, kind, values);
  const codes = new Set<number>();
  let failures = 0;
  for (const raw of values) {
    const error = yield* change(session, verb as 'add' | 'remove' | 'change', kind, raw);
    if (error === null) continue;
    const isHarmless = /^(ALREADY_ENABLED|NOT_ENABLED|ZONE_ALREADY_SET|ALREADY_SET)/.test(error);
    const code = isHarmless ? 0 : codeOf(error);
    if (values.length === 1 && code !== 0) throw new Leave(`Error: ${error}`, code);
    yield* warn(session.sys, `Warning: ${error}`);
    codes.add(code);
    failures += 1;
  }
  if (values.length > failures || codes.has(0)) return;
  session.sys.exit(codes.size === 1 ? [...codes][0] ?? 254 : 254);
}

/** The error's text, or null. */
function* change(session: Session, op: 'add' | 'remove' | 'change', kind: ListKind, raw: string): Routine<string | null> {
  try {
    const value = checkValue(kind, raw);
    const timeoutSeconds = Number(session.given.get('timeout')?.[0] ?? 0);
    const { zone, isPermanent } = session;
    return (yield* send(session, { op, zone, isPermanent, kind, value, timeoutSeconds })).error;
  } catch (error) {
    if (error instanceof ValueError) return error.message;
    throw error;
  }
}

function* query(session: Session, kind: ListKind, values: readonly string[]): Routine<void> {
  const zone = yield* zoneOf(session);
  for (const raw of values) {
    let value: string;
    try {
      value = checkValue(kind, raw);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      throw new Leave(`Error: ${error.message}`, codeOf(error.message));
    }
    const isThere = zone[kind].includes(value);
    if (values.length === 1) throw new Leave(isThere ? 'yes' : 'no', isThere ? 0 : 1);
    yield* session.sys.write(1, `${value}: ${isThere ? 'yes' : 'no'}\n`);
  }
  session.sys.exit(0);
}

function* onFlag(session: Session, verb: string, kind: FlagKind): Routine<void> {
  if (verb === 'query') {
    const isOn = (yield* zoneOf(session))[kind];
    throw new Leave(isOn ? 'yes' : 'no', isOn ? 0 : 1);
  }
  const { zone, isPermanent } = session;
  const { error } = yield* send(session, { op: 'flag', zone, isPermanent, kind, isOn: verb === 'add' });
  if (error === null) return;
  if (!/^(ALREADY_ENABLED|NOT_ENABLED)/.test(error)) throw new Leave(`Error: ${error}`, codeOf(error));
  yield* warn(session.sys, `Warning: ${error}`);
}

function zoneOf(session: Session): Routine<Zone> {
  return ask<Zone>(session, { op: 'zone', zone: session.zone, isPermanent: session.isPermanent });
}

const PLURALS: Readonly<Record<string, ListKind>> = {
  services: 'services', ports: 'ports', protocols: 'protocols', 'source-ports': 'sourcePorts', 'icmp-blocks': 'icmpBlocks',
  'forward-ports': 'forwardPorts', 'rich-rules': 'richRules', interfaces: 'interfaces', sources: 'sources',
};

function* list(session: Session, subject: string): Routine<void> {
  const zone = yield* zoneOf(session);
  if (subject === 'all') throw new Leave(zoneText(zone).slice(0, -1), 0);
  const kind = PLURALS[subject];
  if (kind === undefined) throw new Leave(`handstack: firewall-cmd: option --list-${subject} is not modelled`, 2);
  const items = kind === 'services' ? [...zone[kind]].sort((a, b) => (a < b ? -1 : 1)) : zone[kind];
  throw new Leave(items.join(kind === 'richRules' || kind === 'forwardPorts' ? '\n' : ' '), 0);
}

function* onService(session: Session, action: string, value: string): Routine<void> {
  const name = session.given.get('service')?.[0] ?? '';
  const service = yield* ask<FirewallService>(session, { op: 'service', name, isPermanent: session.isPermanent });
  if (action === 'get-ports') throw new Leave(service.ports.join(' '), 0);
  if (action === 'get-protocols') throw new Leave(service.protocols.join(' '), 0);
  if (action === 'query-port') throw new Leave(service.ports.includes(value) ? 'yes' : 'no', service.ports.includes(value) ? 0 : 1);
  if (action !== 'add-port' && action !== 'remove-port') throw new Leave(`handstack: firewall-cmd: option --${action} of a service is not modelled`, 2);
  if (!session.isPermanent) throw new Leave(`${USAGE}Option can be used only with --permanent.`, 2);
  yield* ask(session, { op: 'service-port', name, isOn: action === 'add-port', value: goodPort(value) });
}

function goodPort(value: string): string {
  try {
    return checkValue('ports', value);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new Leave(`Error: ${error.message}`, codeOf(error.message));
  }
}

function* standalone(session: Session, action: string, value: string, info: FirewallInfo): Routine<void> {
  const { sys, isPermanent } = session;
  switch (action) {
    case 'state': throw new Leave('running', 0);
    case 'reload': case 'complete-reload': return yield* ask(session, { op: 'reload' });
    case 'runtime-to-permanent': return yield* ask(session, { op: 'save' });
    case 'check-config': return;
    case 'panic-on': case 'panic-off': return yield* ask(session, { op: action });
    case 'query-panic': throw new Leave(info.isPanic ? 'yes' : 'no', info.isPanic ? 0 : 1);
    case 'get-default-zone': throw new Leave(info.defaultZone, 0);
    case 'get-zones': throw new Leave((isPermanent ? info.permanentZones : info.zones.map(({ name }) => name)).join(' '), 0);
    case 'get-services': throw new Leave(info.services.join(' '), 0);
    case 'get-log-denied': throw new Leave(info.logDenied, 0);
    case 'get-policies': throw new Leave('allow-host-ipv6', 0);
    case 'query-lockdown': throw new Leave('no', 1);
    case 'set-default-zone': return yield* setDefault(session, value);
    case 'set-log-denied': return yield* ask(session, { op: 'log-denied', zone: '', value });
    case 'set-target':
      if (!isPermanent) throw new Leave(`${USAGE}Option can be used only with --permanent.`, 2);
      return yield* ask(session, { op: 'target', zone: session.zone, value });
    case 'get-target': throw new Leave((yield* zoneOf(session)).target, 0);
    case 'get-active-zones': yield* sys.write(1, activeText(info)); sys.exit(0); break;
    case 'list-all-zones': yield* listAllZones(session, info); sys.exit(0); break;
    case 'info-zone': yield* sys.write(1, zoneText(yield* zoneOf({ ...session, zone: value }))); sys.exit(0); break;
    case 'info-service': yield* sys.write(1, serviceText(yield* ask(session, { op: 'service', name: value, isPermanent }))); sys.exit(0); break;
    case 'get-zone-of-interface': throw zoneHolding(info, 'interfaces', value);
    case 'get-zone-of-source': throw zoneHolding(info, 'sources', value);
    case 'new-zone': case 'delete-zone': case 'new-service': case 'delete-service':
      if (!isPermanent) throw new Leave(`${USAGE}Option can be used only with --permanent.`, 2);
      return yield* ask(session, { op: action, zone: '', value });
    default: throw new Leave(`handstack: firewall-cmd: option --${action} is not modelled`, 2);
  }
}

function zoneHolding(info: FirewallInfo, kind: 'interfaces' | 'sources', value: string): Leave {
  const zone = info.zones.find((each) => each[kind].includes(value));
  return zone === undefined ? new Leave('no zone', 2) : new Leave(zone.name, 0);
}

function* setDefault(session: Session, value: string): Routine<void> {
  const { error } = yield* send(session, { op: 'default-zone', zone: '', value });
  if (error === null) return;
  if (!error.startsWith('ZONE_ALREADY_SET')) throw new Leave(`Error: ${error}`, codeOf(error));
  yield* warn(session.sys, `Warning: ${error}`);
}

const activeText = (info: FirewallInfo): string => info.zones
  .filter((zone) => zone.interfaces.length > 0 || zone.sources.length > 0)
  .map((zone) => `${zone.name}\n${zone.interfaces.length > 0 ? `  interfaces: ${zone.interfaces.join(' ')}\n` : ''}`
    + (zone.sources.length > 0 ? `  sources: ${zone.sources.join(' ')}\n` : '')).join('');

function* listAllZones(session: Session, info: FirewallInfo): Routine<void> {
  for (const name of session.isPermanent ? info.permanentZones : info.zones.map((zone) => zone.name)) {
    yield* session.sys.write(1, `${zoneText(yield* zoneOf({ ...session, zone: name }))}\n`);
  }
}
