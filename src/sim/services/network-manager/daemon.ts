import type { Json } from '../../../base/json.ts';
import { ipv4Number, ipv4Text } from '../../host/filter.ts';
import type { Route } from '../../host/network.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { NETWORK_MANAGER_SOCKET, nmMessage, type NmConnection, type NmReply, type NmRequest } from '../../protocol/network-manager.ts';
import { loadProfiles, saveProfile } from './keyfile.ts';

/** Which profile is active on which device, by uuid. */
interface State {
  active: Record<string, string>;
}

/** What nmcli is told when something cannot be done. */
class NmError extends Error {
  override readonly name = 'NmError';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** NetworkManager: gives devices the addresses and routes of their profiles. */
export const networkManager: Program = {
  name: 'NetworkManager',
  *run(sys) {
    if (sys.argv.includes('--version') || sys.argv.includes('-V')) {
      yield* sys.write(1, '1.48.0-1.el9\n');
      return 0;
    }
    if (sys.credentials.uid !== 0) {
      yield* sys.write(2, 'You must be root to run NetworkManager!\n');
      return 1;
    }
    for (const folder of ['/run/NetworkManager']) if (!sys.exists(folder)) sys.mkdir(folder, 0o755);
    sys.listen({ path: NETWORK_MANAGER_SOCKET });
    sys.chmod(NETWORK_MANAGER_SOCKET, 0o777);
    say(sys, 'NetworkManager (version 1.48.0-1.el9) is starting...');
    say(sys, 'Read config: /etc/NetworkManager/NetworkManager.conf');
    const state: State = { active: {} };
    for (const profile of loadProfiles(sys)) {
      if (profile.settings['connection.autoconnect'] !== 'false') tryActivate(sys, state, profile);
    }
    say(sys, 'manager: startup complete');
    sys.describe({ memoryMb: 21, threads: 3 });
    sys.catchSignals(['SIGTERM', 'SIGHUP', 'SIGINT']);
    return yield* sys.serve(state as unknown as Json);
  },
  handlers: {
    *request(sys, connection, message) {
      const request = (message.protocol === 'plain' ? message.body : null) as unknown as NmRequest;
      return nmMessage(yield* answer(sys, request, connection.peer.uid));
    },
    *signal(sys, signal) {
      if (signal === 'SIGHUP') return null;
      say(sys, 'caught SIGTERM, shutting down normally.');
      sys.unlink(NETWORK_MANAGER_SOCKET);
      return 0;
    },
  },
};

const say = (sys: Sys, text: string): void => { sys.log(`<info>  [${(sys.nowMs() / 1000).toFixed(4)}] ${text}`); };

function* answer(sys: Sys, request: NmRequest, uid: number): Routine<NmReply> {
  const state = sys.state as unknown as State;
  try {
    if (uid !== 0 && request.op !== 'connections') throw new NmError(1, 'Not authorized to control networking.');
    const data = handle(sys, state, request);
    sys.setState(state as unknown as Json);
    yield* sys.sleep(request.op === 'up' || request.op === 'connect' ? 250 : 10);
    return { error: null, code: 0, data };
  } catch (error) {
    if (!(error instanceof NmError)) throw error;
    return { error: error.message, code: error.code, data: null };
  }
}

function connections(sys: Sys, state: State): NmConnection[] {
  const deviceOf = (uuid: string): string | null => Object.entries(state.active).find(([, each]) => each === uuid)?.[0] ?? null;
  const profiles = loadProfiles(sys).map((profile): NmConnection => ({ ...profile, device: deviceOf(profile.uuid) }));
  const loopback: NmConnection = {
    id: 'lo', uuid: '5e1c7a90-0f6b-4a0e-9d55-3b8a4f0c2d11', type: 'loopback', path: null, settings: {}, device: 'lo',
  };
  return [...profiles.filter(({ device }) => device !== null), loopback, ...profiles.filter(({ device }) => device === null)];
}

function handle(sys: Sys, state: State, request: NmRequest): Json {
  switch (request.op) {
    case 'connections': return connections(sys, state) as unknown as Json;
    case 'reload': return null;
    case 'up': return activate(sys, state, named(sys, state, request.name));
    case 'down': return deactivate(sys, state, named(sys, state, request.name));
    case 'connect': return connect(sys, state, request.device);
    case 'disconnect': {
      const found = connections(sys, state).find(({ device }) => device === request.device);
      if (found === undefined) throw new NmError(6, `Device '${request.device}' (/org/freedesktop/NetworkManager/Devices/2) disconnecting failed: This device is not active`);
      return deactivate(sys, state, found);
    }
    case 'delete': {
      const found = named(sys, state, request.name);
      if (found.device !== null) deactivate(sys, state, found);
      if (found.path !== null) sys.unlink(found.path);
      return found.uuid;
    }
    case 'save': {
      const old = connections(sys, state).find(({ uuid }) => uuid === request.settings['connection.uuid']);
      saveProfile(sys, request.id, request.settings, old?.path ?? null);
      return null;
    }
  }
}

function named(sys: Sys, state: State, name: string): NmConnection {
  const found = connections(sys, state).find(({ id, uuid, path }) => id === name || uuid === name || path === name);
  if (found === undefined) throw new NmError(10, `unknown connection '${name}'.`);
  return found;
}

function connect(sys: Sys, state: State, device: string): Json {
  if (!sys.network.interfaces.some(({ name }) => name === device)) throw new NmError(10, `Device '${device}' not found.`);
  const found = connections(sys, state).find(({ settings }) => settings['connection.interface-name'] === device);
  if (found === undefined) throw new NmError(4, 'Failed to add/activate new connection: no suitable profile for this device');
  return activate(sys, state, found);
}

function tryActivate(sys: Sys, state: State, profile: Omit<NmConnection, 'device'>): void {
  try {
    activate(sys, state, { ...profile, device: null });
  } catch (error) {
    if (!(error instanceof NmError)) throw error;
    say(sys, `policy: auto-activation of '${profile.id}' failed: ${error.message}`);
  }
}

/** `address1=10.0.0.11/24,10.0.0.1`, `address2=…`. */
const addressesOf = (settings: Readonly<Record<string, string>>): { cidr: string; gateway: string | null }[] =>
  Object.keys(settings).filter((key) => /^ipv4\.address\d*$/.test(key)).sort().map((key) => {
    const [cidr = '', gateway] = (settings[key] ?? '').split(',');
    return { cidr: cidr.includes('/') ? cidr : `${cidr}/32`, gateway: gateway ?? settings['ipv4.gateway'] ?? null };
  });

function activate(sys: Sys, state: State, connection: NmConnection): Json {
  const { settings, id, uuid } = connection;
  const name = settings['connection.interface-name'];
  const device = sys.network.interfaces.find((each) => (name === undefined ? each.name !== 'lo' : each.name === name));
  if (device === undefined) {
    const others = sys.network.interfaces.filter((each) => each.name !== 'lo').map((each) => each.name);
    throw new NmError(4, `Connection activation failed: No suitable device found for this connection (device ${others[0] ?? 'lo'} not available because profile is not compatible with device (mismatching interface name)).`);
  }
  const wanted = settings['ipv4.method'] === 'disabled' ? [] : addressesOf(settings);
  const kept = device.addresses.filter((cidr) => cidr.includes(':'));
  sys.network.setInterface(device.name, { isUp: true, addresses: [...wanted.map(({ cidr }) => cidr), ...kept] });
  const others = sys.network.routes.filter((route) => route.device !== device.name);
  sys.network.setRoutes([...others, ...wanted.flatMap(({ cidr, gateway }) => routesOf(device.name, cidr, gateway))]);
  state.active = { ...Object.fromEntries(Object.entries(state.active).filter(([, each]) => each !== uuid)), [device.name]: uuid };
  writeResolv(sys, settings);
  say(sys, `device (${device.name}): Activation: successful, device activated.`);
  return { id, device: device.name };
}

function routesOf(device: string, cidr: string, gateway: string | null): Route[] {
  const [source = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  const network = `${ipv4Text(Math.floor((ipv4Number(source) ?? 0) / size) * size)}/${bits}`;
  return [
    ...(gateway === null ? [] : [{ to: 'default', via: gateway, device, source: null, metric: 100 }]),
    { to: network, via: null, device, source, metric: 100 },
  ];
}

function writeResolv(sys: Sys, settings: Readonly<Record<string, string>>): void {
  const servers = (settings['ipv4.dns'] ?? '').split(/[;,]/).filter((each) => each !== '');
  const search = (settings['ipv4.dns-search'] ?? '').split(/[;,]/).filter((each) => each !== '');
  if (servers.length === 0) return;
  sys.writeFile('/etc/resolv.conf', `# Generated by NetworkManager\n${search.length > 0 ? `search ${search.join(' ')}\n` : ''}${servers.map((each) => `nameserver ${each}\n`).join('')}`);
}

function deactivate(sys: Sys, state: State, connection: NmConnection): Json {
  const { device, id, uuid } = connection;
  if (device === null || connection.path === null) throw new NmError(10, `'${id}' is not an active connection.`);
  const found = sys.network.interfaces.find(({ name }) => name === device);
  sys.network.setInterface(device, { addresses: (found?.addresses ?? []).filter((cidr) => cidr.includes(':')) });
  sys.network.setRoutes(sys.network.routes.filter((route) => route.device !== device));
  state.active = Object.fromEntries(Object.entries(state.active).filter(([, each]) => each !== uuid));
  return { id, device };
}
