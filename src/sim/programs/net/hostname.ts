import { SysError } from '../../host/errors.ts';
import { command } from '../../host/command.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

/** hostname of the package hostname 3.23. */
export const hostname: Program = command({
  name: 'hostname',
  usage: ['[-sfdiIA]', 'NAME', '-F FILE'],
  summary: 'Shows or sets the running host name.',
  version: 'hostname 3.23',
  isShortNamed: true,
  options: {
    short: 'sfdiIAabF:yv',
    long: {
      short: 's', fqdn: 'f', long: 'f', domain: 'd', 'ip-address': 'i', 'all-ip-addresses': 'I', 'all-fqdns': 'A', alias: 'a',
      boot: 'b', 'file=': 'F', yp: 'y', nis: 'y',
    },
  },
  *run(sys, args) {
    const file = args.last('F');
    const wanted = file === null ? args.operands[0] : sys.readFile(file).split('\n').find((line) => !line.startsWith('#'))?.trim();
    if (wanted !== undefined) return yield* set(sys, wanted);
    return yield* show(sys, args.lastOf('s', 'f', 'd', 'i', 'I', 'A', 'a', 'y'));
  },
});

function* set(sys: Sys, name: string): Routine<number> {
  if (sys.credentials.uid !== 0) {
    yield* sys.write(2, 'hostname: you must be root to change the host name\n');
    return 1;
  }
  if (!/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name) || name.length > 64) {
    yield* sys.write(2, 'hostname: the specified hostname is invalid\n');
    return 1;
  }
  sys.kernel.set('kernel.hostname', name);
  return 0;
}

function* show(sys: Sys, what: string | null): Routine<number> {
  const name = sys.hostname;
  const address = sys.network.resolve(name);
  const full = address === null ? null : sys.network.reverse(address) ?? name;
  if (what === 'I') {
    const own = sys.network.interfaces.filter((each) => each.name !== 'lo' && each.isUp).flatMap((each) => each.addresses)
      .map((cidr) => cidr.split('/')[0] ?? '').filter((each) => !each.startsWith('fe80:'));
    yield* sys.write(1, `${own.map((each) => `${each} `).join('')}\n`);
    return 0;
  }
  if (what === 's') return yield* say(sys, name.split('.')[0] ?? name);
  if (what === 'y') {
    yield* sys.write(2, 'hostname: Local domain name not set\n');
    return 1;
  }
  if (what === null) return yield* say(sys, name);
  if (address === null || full === null) {
    yield* sys.write(2, `hostname: ${new SysError('EAI_NONAME').text}\n`);
    return 1;
  }
  if (what === 'i') return yield* say(sys, address);
  if (what === 'd') return yield* say(sys, full.split('.').slice(1).join('.'));
  return yield* say(sys, what === 'a' ? '' : full);
}

function* say(sys: Sys, text: string): Routine<number> {
  yield* sys.write(1, `${text}\n`);
  return 0;
}
