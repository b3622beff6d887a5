import { Failure, command, statOrNull } from '../../host/command.ts';
import { BLOCK_DEVICES, mounts, type BlockDevice } from '../../host/disks.ts';
import type { Sys } from '../../host/sys.ts';

const mountTail = '\n       dmesg(1) may have more information after failed mount system call.';

/** Why mounting `source` on `target` fails: nothing new can be mounted here. */
function mountFailure(sys: Sys, source: string, target: string | null): Failure {
  const mounted = mounts(sys).find((each) => each.source === source);
  if (target === null && mounted === undefined) return new Failure(`${source}: can't find in /etc/fstab.`, 1);
  const place = target ?? mounted?.target ?? source;
  if (sys.credentials.uid !== 0) return new Failure(`${place}: must be superuser to use mount.${mountTail}`, 32);
  if (statOrNull(sys, place) === null) return new Failure(`${place}: mount point does not exist.${mountTail}`, 32);
  const isDevice = BLOCK_DEVICES.some((disk) => `/dev/${disk.name}` === source || disk.children.some((each) => `/dev/${each.name}` === source));
  if (mounted !== undefined) return new Failure(`${place}: ${source} already mounted on ${mounted.target}.${mountTail}`, 32);
  if (isDevice) return new Failure(`${place}: wrong fs type, bad option, bad superblock on ${source}, missing codepage or helper program, or other error.`, 32);
  return new Failure(`${place}: special device ${source} does not exist.${mountTail}`, 32);
}

/** mount(8): shows what is mounted; what a person could mount is not modelled. */
export const mount = command({
  name: 'mount', usage: ['[-lhV]', '-a [options]', '[options] [--source] <source> | [--target] <directory>', '[options] <source> <directory>'],
  summary: 'Shows the mounted file systems.', version: 'mount from util-linux 2.37.4', isShortNamed: true,
  options: {
    short: 'aBcfFhilL:Mno:O:rRst:T:U:vwV',
    long: { all: 'a', bind: 'B', 'options=': 'o', 'types=': 't', 'read-only': 'r', verbose: 'v', 'show-labels': 'l', 'label=': 'L', 'uuid=': 'U', 'source=': 'source', 'target=': 'target' },
  },
  *run(sys, args) {
    if (args.has('a')) return 0;
    const [source, target] = args.operands;
    if (source === undefined) {
      const type = args.last('t')?.split(',') ?? null;
      yield* sys.write(1, mounts(sys).filter((each) => type === null || type.includes(each.type))
        .map((each) => `${each.source} on ${each.target} type ${each.type} (${each.options})\n`).join(''));
      return 0;
    }
    const options = args.last('o')?.split(',') ?? [];
    if (options.includes('remount') && sys.credentials.uid === 0 && mounts(sys).some((each) => each.target === source)) return 0;
    if (args.has('B') || (target !== undefined && sys.credentials.uid === 0 && ['tmpfs', 'proc', 'sysfs', 'nfs'].includes(args.last('t') ?? ''))) {
      yield* sys.write(2, 'handstack: mount: mounting is not modelled\n');
      return 32;
    }
    throw mountFailure(sys, source, target ?? null);
  },
});

/** umount(8). */
export const umount = command({
  name: 'umount', usage: ['[-hV]', '-a [options]', '[options] <source> | <directory>'], summary: 'Takes a file system off.', version: 'umount from util-linux 2.37.4', isShortNamed: true,
  options: { short: 'aAcdfilno:O:qrRt:vV', long: { all: 'a', force: 'f', lazy: 'l', recursive: 'R', verbose: 'v', quiet: 'q' } },
  *run(sys, args) {
    const [place] = args.operands;
    if (place === undefined) throw new Failure("bad usage\nTry 'umount --help' for more information.", 1);
    const mounted = mounts(sys).find((each) => each.target === place.replace(/(.)\/+$/, '$1') || each.source === place);
    if (mounted === undefined) {
      const hasPlace = statOrNull(sys, place) !== null;
      throw new Failure(`${place}: ${hasPlace ? 'not mounted.' : 'no mount point specified.'}`, 32);
    }
    if (sys.credentials.uid !== 0) throw new Failure(`${place}: must be superuser to unmount.`, 32);
    throw new Failure(`${mounted.target}: target is busy.`, 32);
  },
});

const size = (kib: number): string => {
  const units = ['K', 'M', 'G', 'T'];
  let value = kib;
  let power = 0;
  while (value >= 1024 && power < 3) {
    value /= 1024;
    power += 1;
  }
  return `${Number.isInteger(value) ? value : value.toFixed(1)}${units[power] ?? ''}`;
};

interface Line {
  readonly device: BlockDevice;
  readonly name: string;
}

/** Devices with the tree that lsblk draws before their names. */
function tree(): Line[] {
  return BLOCK_DEVICES.flatMap((device) => [
    { device, name: device.name },
    ...device.children.map((child, index) => ({ device: child, name: `${index === device.children.length - 1 ? '└─' : '├─'}${child.name}` })),
  ]);
}

/** lsblk(8). */
export const lsblk = command({
  name: 'lsblk', usage: ['[options] [<device> ...]'], summary: 'Lists the disks and their parts.', version: 'lsblk from util-linux 2.37.4', isShortNamed: true,
  options: { short: 'abdDe:fhI:iJlmno:OpPrsStTVx:z', long: { all: 'a', bytes: 'b', nodeps: 'd', fs: 'f', list: 'l', noheadings: 'n', 'output=': 'o', paths: 'p', json: 'J' } },
  notModelled: ['D', 'i', 'I', 'J', 'm', 'o', 'O', 'P', 'r', 's', 'S', 't', 'T', 'x', 'z'],
  *run(sys, args) {
    const names = args.operands.map((each) => each.replace(/^\/dev\//, ''));
    const missing = args.operands.find((each) => !tree().some(({ device }) => device.name === each.replace(/^\/dev\//, '')));
    if (missing !== undefined) throw new Failure(`${missing}: not a block device`, 32);
    const lines = tree().filter(({ device }) => names.length === 0 || names.some((name) => device.name.startsWith(name)))
      .filter(({ device }) => !args.has('d') || device.type !== 'part');
    const shown = (line: Line): string => (args.has('l') ? line.device.name : args.has('p') ? line.name.replace(line.device.name, `/dev/${line.device.name}`) : line.name);
    const width = Math.max(4, ...lines.map((line) => shown(line).length));
    if (args.has('f')) {
      if (!args.has('n')) yield* sys.write(1, `${'NAME'.padEnd(width)} FSTYPE FSVER LABEL UUID                                 FSAVAIL FSUSE% MOUNTPOINTS\n`);
      for (const line of lines) {
        const { fileSystem, uuid, mountPoint } = line.device;
        yield* sys.write(1, `${`${shown(line).padEnd(width)} ${(fileSystem ?? '').padEnd(6)} ${''.padEnd(5)} ${''.padEnd(5)} ${(uuid ?? '').padEnd(36)} ${''.padEnd(7)} ${''.padEnd(6)} ${mountPoint ?? ''}`.trimEnd()}\n`);
      }
      return 0;
    }
    if (!args.has('n')) yield* sys.write(1, `${'NAME'.padEnd(width)} MAJ:MIN RM  SIZE RO TYPE MOUNTPOINTS\n`);
    for (const line of lines) {
      const { numbers, isRemovable, sizeKib, type, mountPoint } = line.device;
      const bytes = args.has('b') ? String(sizeKib * 1024) : type === 'rom' ? '1024M' : size(sizeKib);
      yield* sys.write(1, `${shown(line).padEnd(width)} ${numbers.replace(/^\d+/, (major) => major.padStart(3)).padEnd(7)} ${isRemovable ? ' 1' : ' 0'} ${bytes.padStart(5)}  0 ${type.padEnd(4)} ${mountPoint ?? ''}\n`);
    }
    return 0;
  },
});

/** blkid(8). */
export const blkid = command({
  name: 'blkid', usage: ['[options] [<dev> ...]'], summary: 'Shows the file systems on the disks.', version: 'blkid from util-linux 2.37.4', isShortNamed: true, options: { short: 'c:diklL:n:o:O:ps:S:t:u:U:w:' },
  notModelled: ['i', 'k', 'l', 'L', 'n', 'o', 'O', 'p', 's', 'S', 't', 'u', 'U', 'w'],
  *run(sys, args) {
    const wanted = args.operands;
    const found = BLOCK_DEVICES.flatMap((disk) => disk.children).filter((each) => wanted.length === 0 || wanted.includes(`/dev/${each.name}`));
    yield* sys.write(1, found.map((each) => `/dev/${each.name}: UUID="${each.uuid ?? ''}" TYPE="${each.fileSystem ?? ''}" PARTUUID="8f2a6c1d-0${each.name.at(-1) ?? ''}"\n`).join(''));
    return found.length === 0 ? 2 : 0;
  },
});

/** lscpu(1), from /proc/cpuinfo where there is one. */
export const lscpu = command({
  name: 'lscpu', usage: ['[options]'], summary: 'Shows what processors there are.', version: 'lscpu from util-linux 2.37.4', isShortNamed: true,
  options: { short: 'abBcC::e::hJp::s:xy', long: { json: 'J', 'parse=?': 'p', 'extended=?': 'e' } }, notModelled: ['B', 'C', 'e', 'J', 'p', 's', 'x', 'y'],
  *run(sys) {
    const info = sys.exists('/proc/cpuinfo') ? sys.readFile('/proc/cpuinfo') : '';
    const field = (name: string, otherwise: string): string => new RegExp(`^${name}\\s*: (.*)$`, 'm').exec(info)?.[1] ?? otherwise;
    const count = info.match(/^processor\s*:/gm)?.length ?? 2;
    const rows: [string, string][] = [
      ['Architecture:', 'x86_64'], ['  CPU op-mode(s):', '32-bit, 64-bit'], ['  Address sizes:', field('address sizes', '40 bits physical, 48 bits virtual')],
      ['  Byte Order:', 'Little Endian'], ['CPU(s):', String(count)], ['  On-line CPU(s) list:', count === 1 ? '0' : `0${count === 2 ? ',' : '-'}${count - 1}`],
      ['Vendor ID:', field('vendor_id', 'GenuineIntel')], ['  Model name:', field('model name', 'Intel Xeon Processor (Skylake)')], ['    CPU family:', field('cpu family', '6')],
      ['    Model:', field('model', '85')], ['    Thread(s) per core:', '1'], ['    Core(s) per socket:', '1'], ['    Socket(s):', String(count)], ['    Stepping:', field('stepping', '4')],
      ['    BogoMIPS:', field('bogomips', '4190.15')], ['    Flags:', field('flags', 'fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 ht syscall nx lm vmx')],
      ['Virtualization features:', ''], ['  Hypervisor vendor:', 'KVM'], ['  Virtualization type:', 'full'],
    ];
    const width = Math.max(...rows.map(([label]) => label.length)) + 2;
    yield* sys.write(1, rows.map(([label, value]) => `${`${label.padEnd(width)}${value}`.trimEnd()}\n`).join(''));
    return 0;
  },
});
