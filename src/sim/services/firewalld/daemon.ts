import type { Json } from '../../../base/json.ts';
import { EMPTY_FILTER, FILTER_KEY, type FilterTable } from '../../host/filter.ts';
import { UsageError, getopt } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { FIREWALLD_SOCKET, firewallMessage, type FirewallReply, type FirewallRequest, type Zone } from '../../protocol/firewall.ts';
import { deleteService, deleteZone, emptyZone, loadService, loadZone, readSetting, saveService, saveZone, serviceNames, writeSetting, zoneNames } from './files.ts';
import { inputChain } from './rules.ts';
import { FirewallError, addItem, bind, removeItem, unbind } from './settings.ts';

/** firewalld's memory: what runs now. What is permanent stands in files. */
interface State {
  defaultZone: string;
  zones: Zone[];
  isPanic: boolean;
  logDenied: string;
}

/** firewalld: keeps the packet filter as its zones say. */
export const firewalld: Program = {
  name: 'firewalld',
  *run(sys) {
    try {
      getopt(sys.argv.slice(1), { short: 'h', long: { nofork: 'nofork', nopid: 'nopid', 'debug=?': 'debug', 'debug-file=': 'file', help: 'h' } });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      yield* sys.write(2, `firewalld: ${error.message}\n`);
      return 1;
    }
    if (sys.credentials.uid !== 0) {
      yield* sys.write(2, 'You need to be root to run /usr/sbin/firewalld.\n');
      return 255;
    }
    if (!sys.exists('/run/firewalld')) sys.mkdir('/run/firewalld', 0o755);
    sys.listen({ path: FIREWALLD_SOCKET });
    sys.chmod(FIREWALLD_SOCKET, 0o777);
    sys.describe({ title: '/usr/bin/python3 -s /usr/sbin/firewalld --nofork --nopid', memoryMb: 42, threads: 2 });
    sys.catchSignals(['SIGTERM', 'SIGINT', 'SIGHUP']);
    yield* sys.sleep(600);
    const state = load(sys, []);
    apply(sys, state);
    return yield* sys.serve(state as unknown as Json);
  },
  handlers: {
    *request(sys, connection, message) {
      const state = sys.state as unknown as State;
      const request = (message.protocol === 'plain' ? message.body : null) as unknown as FirewallRequest;
      if (connection.peer.uid !== 0) return firewallMessage({ error: 'ACCESS_DENIED', data: null });
      return firewallMessage(yield* answer(sys, state, request));
    },
    *timer(sys, note) {
      const state = sys.state as unknown as State;
      const { request } = note as unknown as { request: FirewallRequest };
      yield* answer(sys, state, request);
    },
    *signal(sys, signal) {
      const state = sys.state as unknown as State;
      if (signal === 'SIGHUP') {
        reload(sys, state);
        return null;
      }
      sys.unlink(FIREWALLD_SOCKET);
      if (readSetting(sys, 'CleanupOnExit') !== 'no') setTable(sys, null);
      return 0;
    },
  },
};

/** All zones as the files have them; devices without a zone of their own go to the default zone. */
function load(sys: Sys, bound: readonly (readonly [string, string])[]): State {
  const zones = zoneNames(sys).flatMap((name) => loadZone(sys, name) ?? []);
  const wanted = readSetting(sys, 'DefaultZone') ?? 'public';
  const hasZone = zones.some(({ name }) => name === wanted);
  if (!hasZone) sys.log(`ERROR: INVALID_ZONE: '${wanted}' is not a valid zone, using 'public'`, { priority: 3 });
  const state: State = { defaultZone: hasZone ? wanted : 'public', zones, isPanic: false, logDenied: readSetting(sys, 'LogDenied') ?? 'off' };
  for (const [device, name] of bound) {
    const zone = zones.find((each) => each.name === name);
    if (zone !== undefined && !zones.some(({ interfaces }) => interfaces.includes(device))) zone.interfaces.push(device);
  }
  const fallback = zones.find(({ name }) => name === state.defaultZone);
  for (const { name, addresses } of sys.network.interfaces) {
    const isBound = name === 'lo' || addresses.length === 0 || zones.some(({ interfaces }) => interfaces.includes(name));
    if (!isBound) fallback?.interfaces.push(name);
  }
  return state;
}

function reload(sys: Sys, state: State): void {
  const bound = state.zones.flatMap((zone) => zone.interfaces.map((device) => [device, zone.name] as const));
  Object.assign(state, load(sys, bound), { isPanic: state.isPanic });
  apply(sys, state);
}

function setTable(sys: Sys, chain: FilterTable['firewalld']): void {
  const table = (sys.kernel.get(FILTER_KEY) as FilterTable | undefined) ?? EMPTY_FILTER;
  sys.kernel.set(FILTER_KEY, { ...table, firewalld: chain } as unknown as Json);
}

/** Makes the kernel's filter what the running zones say. */
function apply(sys: Sys, state: State): void {
  setTable(sys, inputChain(state.zones, state.defaultZone, state.isPanic, (name) => loadService(sys, name)));
  sys.setState(state as unknown as Json);
}

function* answer(sys: Sys, state: State, request: FirewallRequest): Routine<FirewallReply> {
  try {
    const data = handle(sys, state, request);
    apply(sys, state);
    yield* sys.sleep(request.op === 'reload' ? 400 : 20);
    return { error: null, data };
  } catch (error) {
    if (!(error instanceof FirewallError)) throw error;
    const isWarning = /^(ALREADY_ENABLED|NOT_ENABLED|ZONE_ALREADY_SET|ALREADY_SET)/.test(error.message);
    sys.log(`${isWarning ? 'WARNING' : 'ERROR'}: ${error.message}`, { priority: isWarning ? 4 : 3 });
    return { error: error.message, data: null };
  }
}

function handle(sys: Sys, state: State, request: FirewallRequest): Json {
  switch (request.op) {
    case 'info': return {
      defaultZone: state.defaultZone, zones: state.zones as unknown as Json, permanentZones: zoneNames(sys), services: serviceNames(sys),
      isPanic: state.isPanic, logDenied: state.logDenied,
    };
    case 'zone': return (request.isPermanent ? permanentZone(sys, request.zone) : runtimeZone(state, request.zone)) as unknown as Json;
    case 'service': return (loadService(sys, request.name) ?? refuse(`INVALID_SERVICE: ${request.name}`)) as unknown as Json;
    case 'add': case 'remove': case 'change': return changeList(sys, state, request);
    case 'flag': return changeFlag(sys, state, request);
    case 'reload': reload(sys, state); return null;
    case 'save': return save(sys, state);
    case 'panic-on': case 'panic-off': state.isPanic = request.op === 'panic-on'; return null;
    default: return configure(sys, state, request);
  }
}

const refuse = (message: string): never => { throw new FirewallError(message); };

const runtimeZone = (state: State, name: string): Zone => state.zones.find((zone) => zone.name === name) ?? refuse(`INVALID_ZONE: ${name}`);

const permanentZone = (sys: Sys, name: string): Zone => loadZone(sys, name) ?? refuse(`INVALID_ZONE: ${name}`);

function changeList(sys: Sys, state: State, request: Extract<FirewallRequest, { op: 'add' | 'remove' | 'change' }>): Json {
  const { op, isPermanent, kind, value } = request;
  const zone = isPermanent ? permanentZone(sys, request.zone) : runtimeZone(state, request.zone);
  if (!isPermanent && (kind === 'interfaces' || kind === 'sources')) {
    if (op === 'remove') unbind(state.zones, zone, kind, value);
    else bind(state.zones, zone, kind, value, op === 'change');
  } else if (op === 'remove') removeItem(zone, kind, value, isPermanent);
  else addItem(sys, zone, kind, value, isPermanent);
  if (isPermanent) saveZone(sys, zone);
  else if (request.timeoutSeconds !== undefined && request.timeoutSeconds > 0) {
    const { timeoutSeconds: _used, ...plain } = request;
    sys.setTimer(request.timeoutSeconds * 1000, { request: { ...plain, op: 'remove' } });
  }
  return null;
}

const FLAG_LABELS = { masquerade: 'masquerade', forward: 'forward', icmpInversion: 'icmp-block-inversion' } as const;

function changeFlag(sys: Sys, state: State, request: Extract<FirewallRequest, { op: 'flag' }>): Json {
  const { isPermanent, kind, isOn } = request;
  const zone = isPermanent ? permanentZone(sys, request.zone) : runtimeZone(state, request.zone);
  if (zone[kind] === isOn) {
    const label = FLAG_LABELS[kind];
    const detail = isPermanent ? label : isOn ? `${label} already enabled in '${zone.name}'` : `${label} not enabled in '${zone.name}'`;
    refuse(`${isOn ? 'ALREADY_ENABLED' : 'NOT_ENABLED'}: ${detail}`);
  }
  zone[kind] = isOn;
  if (isPermanent) saveZone(sys, zone);
  return null;
}

/** Runtime to permanent; devices are NetworkManager's, their zones stay out of the files unless they differ. */
function save(sys: Sys, state: State): Json {
  for (const zone of state.zones) {
    const old = loadZone(sys, zone.name);
    const next: Zone = { ...zone, interfaces: old?.interfaces ?? [] };
    if (JSON.stringify(old) !== JSON.stringify(next)) saveZone(sys, next);
  }
  return null;
}

function configure(sys: Sys, state: State, request: Exclude<FirewallRequest, { op: 'info' | 'zone' | 'service' | 'add' | 'remove' | 'change' | 'flag' | 'reload' | 'save' | 'panic-on' | 'panic-off' }>): Json {
  switch (request.op) {
    case 'default-zone': {
      if (state.defaultZone === request.value) refuse(`ZONE_ALREADY_SET: ${request.value}`);
      const next = runtimeZone(state, request.value);
      const old = runtimeZone(state, state.defaultZone);
      next.interfaces.push(...old.interfaces.filter((device) => !next.interfaces.includes(device)));
      old.interfaces = [];
      state.defaultZone = request.value;
      writeSetting(sys, 'DefaultZone', request.value);
      return null;
    }
    case 'target': {
      const zone = permanentZone(sys, request.zone);
      zone.target = request.value === 'REJECT' ? '%%REJECT%%' : request.value;
      if (!['default', 'ACCEPT', 'DROP', '%%REJECT%%'].includes(zone.target)) refuse(`INVALID_TARGET: ${request.value}`);
      saveZone(sys, zone);
      return null;
    }
    case 'new-zone':
      if (request.value.length > 17) refuse(`INVALID_NAME: Zone of '${request.value}' has ${request.value.length} chars, max is 17`);
      if (zoneNames(sys).includes(request.value)) refuse(`NAME_CONFLICT: new_zone(): '${request.value}'`);
      saveZone(sys, emptyZone(request.value));
      return null;
    case 'delete-zone':
      if (!zoneNames(sys).includes(request.value)) refuse(`INVALID_ZONE: ${request.value}`);
      if (!deleteZone(sys, request.value)) refuse(`BUILTIN_ZONE: '${request.value}' is built-in zone`);
      return null;
    case 'new-service':
      if (serviceNames(sys).includes(request.value)) refuse(`NAME_CONFLICT: new_service(): '${request.value}'`);
      saveService(sys, request.value, []);
      return null;
    case 'delete-service':
      if (!serviceNames(sys).includes(request.value)) refuse(`INVALID_SERVICE: ${request.value}`);
      if (!deleteService(sys, request.value)) refuse(`BUILTIN_SERVICE: '${request.value}' is built-in service`);
      return null;
    case 'service-port': {
      const { ports } = loadService(sys, request.name) ?? refuse(`INVALID_SERVICE: ${request.name}`);
      const label = request.value.replace('/', ':');
      if (ports.includes(request.value) === request.isOn) refuse(`${request.isOn ? 'ALREADY_ENABLED' : 'NOT_ENABLED'}: ${label}`);
      saveService(sys, request.name, request.isOn ? [...ports, request.value] : ports.filter((each) => each !== request.value));
      return null;
    }
    case 'log-denied':
      if (state.logDenied === request.value) refuse(`ALREADY_SET: ${request.value}`);
      if (!['all', 'unicast', 'broadcast', 'multicast', 'off'].includes(request.value)) refuse(`INVALID_VALUE: '${request.value}', choose from 'all','unicast','broadcast','multicast','off'`);
      state.logDenied = request.value;
      writeSetting(sys, 'LogDenied', request.value);
      return null;
  }
}
