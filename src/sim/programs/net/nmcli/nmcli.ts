import { SysError } from '../../../host/errors.ts';
import type { Interface } from '../../../host/network.ts';
import type { Program, Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { NETWORK_MANAGER_SOCKET, nmMessage, type NmConnection, type NmReply, type NmRequest } from '../../../protocol/network-manager.ts';
import { profileChanges, showName } from './profile.ts';
import { field, table, type Row } from './table.ts';

/** Ends nmcli with `Error: message`. */
export class NmcliError extends Error {
  override readonly name = 'NmcliError';
  readonly status: number;

  constructor(message: string, status = 2) {
    super(message);
    this.status = status;
  }
}

interface Options {
  isTerse: boolean;
  fields: string[] | null;
  isValuesOnly: boolean;
}

/** nmcli of NetworkManager: devices and connection profiles. */
export const nmcli: Program = {
  name: 'nmcli',
  *run(sys) {
    try {
      return yield* run(sys, sys.argv.slice(1));
    } catch (error) {
      if (!(error instanceof NmcliError)) throw error;
      yield* sys.write(2, `Error: ${error.message}\n`);
      return error.status;
    }
  },
};

function takeOptions(args: string[]): Options {
  const options: Options = { isTerse: false, fields: null, isValuesOnly: false };
  while (args[0]?.startsWith('-') === true) {
    const option = args.shift() ?? '';
    if (option === '-t' || option === '--terse') options.isTerse = true;
    else if (option === '-f' || option === '--fields') options.fields = (args.shift() ?? '').toUpperCase().split(',');
    else if (option === '-g' || option === '--get-values') Object.assign(options, { isTerse: true, isValuesOnly: true, fields: (args.shift() ?? '').toUpperCase().split(',') });
    else if (['-p', '--pretty', '-a', '--ask', '-s', '--show-secrets', '-n', '--nocheck'].includes(option)) continue;
    else if (['-c', '--colors', '-m', '--mode', '-e', '--escape', '-w', '--wait'].includes(option)) args.shift();
    else if (option === '-v' || option === '--version') options.fields = ['VERSION'];
    else throw new NmcliError(`Option '${option}' is unknown, try 'nmcli -help'.`);
  }
  return options;
}

function pick<T extends string>(word: string | undefined, names: readonly T[], standard: T): T {
  if (word === undefined) return standard;
  const found = names.find((name) => name.startsWith(word));
  if (found === undefined) throw new NmcliError(`argument '${word}' not understood. Try passing --help instead.`);
  return found;
}

function* run(sys: Sys, args: string[]): Routine<number> {
  const options = takeOptions(args);
  if (options.fields?.[0] === 'VERSION') return yield* say(sys, 'nmcli tool, version 1.48.0-1.el9\n');
  const object = args.shift();
  const kind = pick(object, ['general', 'networking', 'radio', 'connection', 'device', 'agent', 'monitor', 'help'], 'general');
  if (kind === 'connection') return yield* connection(sys, args, options);
  if (kind === 'device') return yield* device(sys, args, options);
  if (kind === 'networking') return yield* say(sys, `${(yield* connections(sys)).length > 0 ? 'enabled' : 'disabled'}\n`);
  if (kind === 'help') return yield* say(sys, 'Usage: nmcli [OPTIONS] OBJECT { COMMAND | help }\n\nOBJECT\n  g[eneral] n[etworking] c[onnection] d[evice]\n');
  if (kind !== 'general') throw new NmcliError(`handstack: nmcli: object ${kind} is not modelled`);
  return object === undefined ? yield* overview(sys) : yield* general(sys, args, options);
}

function* say(sys: Sys, text: string): Routine<number> {
  yield* sys.write(1, text);
  return 0;
}

// ── the daemon

function* ask<T>(sys: Sys, request: NmRequest): Routine<T> {
  try {
    const socket = yield* sys.connect({ path: NETWORK_MANAGER_SOCKET });
    const message = yield* sys.call(socket, nmMessage(request));
    sys.closeSocket(socket);
    const reply = (message.protocol === 'plain' ? message.body : null) as unknown as NmReply;
    if (reply.error !== null) throw new NmcliError(reply.error, reply.code);
    return reply.data as T;
  } catch (error) {
    if (error instanceof SysError) throw new NmcliError('NetworkManager is not running.', 8);
    throw error;
  }
}

const connections = (sys: Sys): Routine<readonly NmConnection[]> => ask(sys, { op: 'connections' });

// ── connections

function* connection(sys: Sys, args: string[], options: Options): Routine<number> {
  const verb = pick(args.shift(), ['show', 'up', 'down', 'add', 'modify', 'delete', 'reload', 'load', 'edit', 'clone', 'monitor', 'import', 'export'], 'show');
  const name = args.filter((word) => !['id', 'uuid', 'path', '--active', 'ifname'].includes(word))[0];
  switch (verb) {
    case 'show': return name === undefined ? yield* listConnections(sys, args, options) : yield* showConnection(sys, name, options);
    case 'up': {
      if (name === undefined) throw new NmcliError('neither a valid connection nor device given.');
      yield* ask(sys, { op: 'up', name });
      return yield* say(sys, 'Connection successfully activated (D-Bus active path: /org/freedesktop/NetworkManager/ActiveConnection/3)\n');
    }
    case 'down': {
      if (name === undefined) throw new NmcliError('No connection specified.');
      const done = yield* ask<{ id: string }>(sys, { op: 'down', name });
      return yield* say(sys, `Connection '${done.id}' successfully deactivated (D-Bus active path: /org/freedesktop/NetworkManager/ActiveConnection/2)\n`);
    }
    case 'delete': {
      if (name === undefined) throw new NmcliError('No connection specified.');
      const uuid = yield* ask<string>(sys, { op: 'delete', name });
      return yield* say(sys, `Connection '${name}' (${uuid}) successfully deleted.\n`);
    }
    case 'reload': yield* ask(sys, { op: 'reload' }); return 0;
    case 'add': return yield* addConnection(sys, args);
    case 'modify': return yield* modifyConnection(sys, args);
    default: throw new NmcliError(`handstack: nmcli: connection ${verb} is not modelled`);
  }
}

function* listConnections(sys: Sys, args: readonly string[], options: Options): Routine<number> {
  const all = (yield* connections(sys)).filter(({ device: on }) => !args.includes('--active') || on !== null);
  const rows = all.map((each): Row => ({
    cells: { NAME: each.id, UUID: each.uuid, TYPE: each.type, ...(each.device === null ? {} : { DEVICE: each.device }), ACTIVE: each.device === null ? 'no' : 'yes' },
    paint: each.device === null ? 'plain' : each.type === 'loopback' ? 'external' : 'active',
  }));
  return yield* say(sys, table(sys, options.fields ?? ['NAME', 'UUID', 'TYPE', 'DEVICE'], rows, { isTerse: options.isTerse, hasHeader: !options.isTerse }));
}

function* showConnection(sys: Sys, name: string, options: Options): Routine<number> {
  const found = (yield* connections(sys)).find(({ id, uuid }) => id === name || uuid === name);
  if (found === undefined) throw new NmcliError(`${name} - no such connection profile.`, 10);
  const rows = showName(found).filter(([key]) => options.fields === null || options.fields.some((each) => key.toUpperCase() === each || key.toUpperCase().startsWith(`${each}.`)));
  return yield* say(sys, rows.map(([key, value]) => (options.isValuesOnly ? `${value}\n` : options.isTerse ? `${key}:${value}\n` : field(key, value))).join(''));
}

function* addConnection(sys: Sys, args: readonly string[]): Routine<number> {
  const changes = profileChanges(args);
  const device = changes['connection.interface-name'];
  if (changes['connection.type'] === undefined) throw new NmcliError("'type' argument is required.", 2);
  if (device === undefined) throw new NmcliError("'ifname' argument is required.", 2);
  const id = changes['connection.id'] ?? `ethernet-${device}`;
  const uuid = sys.dice.uuid();
  const settings = { 'connection.id': id, 'connection.uuid': uuid, ...changes };
  yield* ask(sys, { op: 'save', id, settings: { ...settings, 'connection.id': id } });
  return yield* say(sys, `Connection '${id}' (${uuid}) successfully added.\n`);
}

function* modifyConnection(sys: Sys, args: readonly string[]): Routine<number> {
  const [name, ...rest] = args.filter((word, index) => !(index === 0 && ['id', 'uuid'].includes(word)));
  if (name === undefined) throw new NmcliError('No connection specified.');
  const found = (yield* connections(sys)).find(({ id, uuid }) => id === name || uuid === name);
  if (found === undefined) throw new NmcliError(`unknown connection '${name}'.`, 10);
  const settings = Object.fromEntries(Object.entries({ ...found.settings, ...profileChanges(rest) }).filter(([, value]) => value !== ''));
  yield* ask(sys, { op: 'save', id: found.id, settings });
  return 0;
}

// ── devices

function* device(sys: Sys, args: string[], options: Options): Routine<number> {
  const verb = pick(args.shift(), ['status', 'show', 'connect', 'up', 'disconnect', 'down', 'reapply', 'set', 'modify', 'delete', 'monitor', 'wifi', 'lldp'], 'status');
  const [name] = args;
  if (verb === 'status') return yield* deviceStatus(sys, options);
  if (verb === 'show') return yield* showDevices(sys, name);
  if (name === undefined) throw new NmcliError('No interface specified.');
  if (verb === 'connect' || verb === 'up') {
    yield* ask(sys, { op: 'connect', device: name });
    const uuid = (yield* connections(sys)).find(({ device: on }) => on === name)?.uuid ?? '';
    return yield* say(sys, `Device '${name}' successfully activated with '${uuid}'.\n`);
  }
  if (verb === 'disconnect' || verb === 'down') {
    yield* ask(sys, { op: 'disconnect', device: name });
    return yield* say(sys, `Device '${name}' successfully disconnected.\n`);
  }
  if (verb === 'reapply') {
    yield* ask(sys, { op: 'connect', device: name });
    return yield* say(sys, `Connection successfully reapplied to device '${name}'.\n`);
  }
  throw new NmcliError(`handstack: nmcli: device ${verb} is not modelled`);
}

function stateOf(each: Interface, active: NmConnection | undefined): string {
  if (each.name === 'lo') return 'connected (externally)';
  return active !== undefined && each.isUp ? 'connected' : each.isUp ? 'disconnected' : 'unavailable';
}

/** Connected devices first, lo after them. */
const ordered = (sys: Sys): Interface[] => [...sys.network.interfaces].sort((a, b) => Number(a.name === 'lo') - Number(b.name === 'lo'));

function* deviceStatus(sys: Sys, options: Options): Routine<number> {
  const all = yield* connections(sys);
  const rows = ordered(sys).map((each): Row => {
    const active = all.find(({ device: on }) => on === each.name);
    return {
      cells: { DEVICE: each.name, TYPE: each.name === 'lo' ? 'loopback' : 'ethernet', STATE: stateOf(each, active), ...(active === undefined ? {} : { CONNECTION: active.id }) },
      paint: each.name === 'lo' ? 'external' : active === undefined ? 'plain' : 'active',
    };
  });
  return yield* say(sys, table(sys, options.fields ?? ['DEVICE', 'TYPE', 'STATE', 'CONNECTION'], rows, { isTerse: options.isTerse, hasHeader: !options.isTerse }));
}

function* showDevices(sys: Sys, name: string | undefined): Routine<number> {
  const all = yield* connections(sys);
  const chosen = ordered(sys).filter((each) => name === undefined || each.name === name);
  if (chosen.length === 0) throw new NmcliError(`Device '${name ?? ''}' not found.`, 10);
  return yield* say(sys, chosen.map((each) => deviceText(sys, each, all.find(({ device: on }) => on === each.name))).join('\n'));
}

function deviceText(sys: Sys, each: Interface, active: NmConnection | undefined): string {
  const isLoopback = each.name === 'lo';
  const state = stateOf(each, active);
  const number = state.startsWith('connected') ? 100 : state === 'disconnected' ? 30 : 20;
  const ipv4 = each.addresses.filter((cidr) => !cidr.includes(':'));
  const ipv6 = each.addresses.filter((cidr) => cidr.includes(':'));
  const routes = sys.network.routes.filter((route) => route.device === each.name);
  const gateway = routes.find((route) => route.to === 'default')?.via ?? '';
  const dns = (active?.settings['ipv4.dns'] ?? '').split(/[;,]/).filter((server) => server !== '');
  return [
    field('GENERAL.DEVICE', each.name), field('GENERAL.TYPE', isLoopback ? 'loopback' : 'ethernet'), field('GENERAL.HWADDR', each.mac.toUpperCase()),
    field('GENERAL.MTU', String(each.mtu)), field('GENERAL.STATE', `${number} (${state})`), field('GENERAL.CONNECTION', active?.id ?? ''),
    field('GENERAL.CON-PATH', active === undefined ? '' : `/org/freedesktop/NetworkManager/ActiveConnection/${isLoopback ? 1 : 2}`),
    ...(isLoopback ? [] : [field('WIRED-PROPERTIES.CARRIER', each.isUp ? 'on' : 'off')]),
    ...ipv4.map((cidr, index) => field(`IP4.ADDRESS[${index + 1}]`, cidr)), field('IP4.GATEWAY', gateway),
    ...routes.sort((a, b) => Number(a.to === 'default') - Number(b.to === 'default')).map((route, index) =>
      field(`IP4.ROUTE[${index + 1}]`, `dst = ${route.to === 'default' ? '0.0.0.0/0' : route.to}, nh = ${route.via ?? '0.0.0.0'}, mt = ${route.metric ?? 0}`)),
    ...dns.map((server, index) => field(`IP4.DNS[${index + 1}]`, server)),
    ...ipv6.map((cidr, index) => field(`IP6.ADDRESS[${index + 1}]`, cidr)), field('IP6.GATEWAY', ''),
  ].join('');
}

// ── general

function* general(sys: Sys, args: readonly string[], options: Options): Routine<number> {
  const verb = pick(args[0], ['status', 'hostname', 'permissions', 'logging'], 'status');
  if (verb === 'hostname') return yield* say(sys, `${sys.hostname}\n`);
  if (verb !== 'status') throw new NmcliError(`handstack: nmcli: general ${verb} is not modelled`);
  const isConnected = (yield* connections(sys)).some(({ device: on, type }) => on !== null && type === 'ethernet');
  const row: Row = {
    cells: { STATE: isConnected ? 'connected' : 'disconnected', CONNECTIVITY: isConnected ? 'full' : 'none', 'WIFI-HW': 'missing', WIFI: 'enabled', 'WWAN-HW': 'missing', WWAN: 'enabled' },
    paint: 'plain',
  };
  return yield* say(sys, table(sys, options.fields ?? Object.keys(row.cells), [row], { isTerse: options.isTerse, hasHeader: !options.isTerse }));
}

function* overview(sys: Sys): Routine<number> {
  const all = yield* connections(sys);
  for (const each of ordered(sys)) {
    const active = all.find(({ device: on }) => on === each.name);
    const heading = active === undefined ? `${each.name}: ${stateOf(each, active)}` : `${each.name}: ${stateOf(each, active)} to ${active.id}`;
    const addresses = each.addresses.map((cidr) => `\tinet${cidr.includes(':') ? '6' : '4'} ${cidr}\n`).join('');
    const routes = sys.network.routes.filter((route) => route.device === each.name).map((route) => `\troute4 ${route.to}${route.via === null ? '' : ` via ${route.via}`} metric ${route.metric ?? 0}\n`).join('');
    yield* sys.write(1, `${heading}\n\t"${each.name}"\n\t${each.name === 'lo' ? 'loopback (unknown)' : 'ethernet (virtio_net)'}, ${each.mac.toUpperCase()}, hw, mtu ${each.mtu}\n${addresses}${routes}\n`);
  }
  return 0;
}
