import { command } from '../../host/command.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

/** Modules that people load by hand, with their sizes and what they need. */
const AVAILABLE: Readonly<Record<string, { readonly size: number; readonly needs: readonly string[] }>> = {
  bridge: { size: 409_600, needs: ['stp'] }, stp: { size: 16_384, needs: ['llc'] }, llc: { size: 16_384, needs: [] },
  br_netfilter: { size: 36_864, needs: ['bridge'] }, overlay: { size: 217_088, needs: [] }, ip_tables: { size: 28_672, needs: [] },
  nf_conntrack: { size: 229_376, needs: [] }, vxlan: { size: 155_648, needs: ['udp_tunnel'] }, udp_tunnel: { size: 28_672, needs: [] },
  '8021q': { size: 45_056, needs: [] }, dummy: { size: 16_384, needs: [] }, kvm: { size: 1_372_160, needs: ['irqbypass'] },
  irqbypass: { size: 16_384, needs: [] }, kvm_intel: { size: 458_752, needs: ['kvm'] }, kvm_amd: { size: 208_896, needs: ['kvm'] },
  tun: { size: 65_536, needs: [] }, vhost_net: { size: 36_864, needs: ['tun'] }, nbd: { size: 65_536, needs: [] }, loop: { size: 40_960, needs: [] },
  ebtables: { size: 45_056, needs: [] }, ip_vs: { size: 196_608, needs: ['nf_conntrack'] }, openvswitch: { size: 200_704, needs: ['nf_conntrack'] },
  iscsi_tcp: { size: 28_672, needs: [] }, nf_nat: { size: 65_536, needs: ['nf_conntrack'] }, iptable_filter: { size: 16_384, needs: ['ip_tables'] },
};

/** The kernel's table of modules loaded by hand. */
const MODULES_KEY = 'modules';

const underscored = (name: string): string => name.replaceAll('-', '_');

const loadedByHand = (sys: Sys): string[] => {
  const list = sys.kernel.get(MODULES_KEY);
  return Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : [];
};

const release = (sys: Sys): string => sys.readFile('/proc/sys/kernel/osrelease').trim();

/** name, size, used by */
function loaded(sys: Sys): { name: string; size: string; users: string[] }[] {
  const fixed = sys.readFile('/proc/modules').split('\n').filter((line) => line !== '').map((line) => {
    const [name = '', size = '', , users = '-'] = line.split(' ');
    return { name, size, users: users === '-' ? [] : users.split(',').filter((each) => each !== '') };
  });
  const byHand = loadedByHand(sys).filter((name) => !fixed.some((each) => each.name === name));
  return [
    ...byHand.toReversed().map((name) => ({
      name, size: String(AVAILABLE[name]?.size ?? 16_384), users: byHand.filter((each) => AVAILABLE[each]?.needs.includes(name)),
    })), ...fixed,
  ];
}

/** lsmod of kmod. */
export const lsmod: Program = {
  name: 'lsmod',
  *run(sys) {
    const lines = loaded(sys).map(({ name, size, users }) =>
      `${name.padEnd(19)} ${size.padStart(8)}  ${users.length}${users.length > 0 ? ` ${users.join(',')}` : ''}\n`);
    yield* sys.write(1, `Module                  Size  Used by\n${lines.join('')}`);
    return 0;
  },
};

/** modprobe of kmod: loads what it knows of, with what that needs; -r takes away. */
export const modprobe: Program = command({
  name: 'modprobe',
  usage: ['[options] [-i] [-b] modulename', '[options] -a [-i] [-b] modulename [modulename...]', '[options] -r [-i] modulename'],
  summary: 'Loads and removes modules of the kernel.',
  version: 'kmod version 28',
  isShortNamed: true,
  options: {
    short: 'arRibnvqfsVcDd:C:S:',
    long: { all: 'a', remove: 'r', 'dry-run': 'n', verbose: 'v', quiet: 'q', force: 'f', 'first-time': 'first', 'show-depends': 'D', showconfig: 'c' },
  },
  notModelled: ['c', 'D', 'R'],
  *run(sys, args) {
    const names = args.has('a') || args.has('r') ? args.operands : args.operands.slice(0, 1);
    if (names.length === 0) return yield* fail(sys, 'modprobe: ERROR: missing parameters. See -h.\n');
    let status = 0;
    for (const name of names.map(underscored)) {
      status = Math.max(status, args.has('r') ? yield* remove(sys, name) : yield* load(sys, name, args.has('q'), args.has('n')));
    }
    return status;
  },
});

function* fail(sys: Sys, text: string): Routine<number> {
  yield* sys.write(2, text);
  return 1;
}

function* load(sys: Sys, name: string, isQuiet: boolean, isDry: boolean): Routine<number> {
  if (loaded(sys).some((each) => each.name === name)) return 0;
  const found = AVAILABLE[name];
  if (found === undefined) return isQuiet ? 1 : yield* fail(sys, `modprobe: FATAL: Module ${name} not found in directory /lib/modules/${release(sys)}\n`);
  if (sys.credentials.uid !== 0) return yield* fail(sys, `modprobe: ERROR: could not insert '${name}': Operation not permitted\n`);
  for (const needed of found.needs) yield* load(sys, needed, isQuiet, isDry);
  if (!isDry) sys.kernel.set(MODULES_KEY, [...loadedByHand(sys), name]);
  return 0;
}

function* remove(sys: Sys, name: string): Routine<number> {
  const all = loaded(sys);
  const found = all.find((each) => each.name === name);
  if (found === undefined) return yield* fail(sys, AVAILABLE[name] === undefined ? `modprobe: FATAL: Module ${name} not found.\n` : `modprobe: FATAL: Module ${name} is not currently loaded\n`);
  if (sys.credentials.uid !== 0) return yield* fail(sys, `modprobe: ERROR: could not remove '${name}': Operation not permitted\n`);
  if (found.users.length > 0 || !loadedByHand(sys).includes(name)) return yield* fail(sys, `modprobe: FATAL: Module ${name} is in use.\n`);
  sys.kernel.set(MODULES_KEY, loadedByHand(sys).filter((each) => each !== name));
  return 0;
}
