// /proc: what the kernel tells in files, made when read. Knows the process table and the kernel's settings only.
import { KERNEL_BUILD_VERSION, KERNEL_RELEASE, KERNEL_VERSION, kernelCommandLine } from './systemd/boot.ts';
import { kernelThreads } from './kernel-threads.ts';
import type { Synthetic } from './file-system.ts';
import type { Inode, InodeType } from './inode.ts';
import { CPU_COUNT, CPU_FLAGS, memoryUse } from './machine.ts';
import type { ProcessInfo } from './process.ts';

/** What /proc needs of the kernel. */
export interface ProcSource {
  nowMs(): number;
  bootMs(): number;
  /** The process that asks, for /proc/self; null when the host itself asks. */
  current(): number | null;
  processes(): readonly ProcessInfo[];
  /** Open descriptors of a process: number and what it leads to, as `ls -l /proc/PID/fd` shows. */
  descriptors(pid: number): readonly (readonly [number, string])[];
  /** A kernel setting by its sysctl name; undefined when never set. */
  setting(key: string): unknown;
  change(key: string, value: string | number): void;
  /** PID 1's id of this boot. */
  bootId(): string;
  /** Lines of /proc/net/dev: interface name, bytes in, bytes out. */
  interfaces(): readonly string[];
}

type Entry =
  | { readonly kind: 'file'; readonly read: () => string; readonly mode?: number; readonly write?: (text: string) => void }
  | { readonly kind: 'directory'; readonly names: () => string[] }
  | { readonly kind: 'link'; readonly target: () => string };

const file = (read: () => string, mode = 0o444): Entry => ({ kind: 'file', read, mode });

/** Settings of sysctl(8) that are there, with CentOS Stream 9's values. Keys are dotted. */
export const SYSCTL_DEFAULTS: Readonly<Record<string, string | number>> = {
  'kernel.osrelease': KERNEL_RELEASE, 'kernel.ostype': 'Linux', 'kernel.version': KERNEL_BUILD_VERSION, 'kernel.domainname': '(none)',
  'kernel.pid_max': 4_194_304, 'kernel.threads-max': 61_130, 'kernel.panic': 0, 'kernel.sysrq': 16, 'kernel.randomize_va_space': 2,
  'kernel.core_pattern': '|/usr/lib/systemd/systemd-coredump %P %u %g %s %t %c %h', 'kernel.shmmax': '18446744073692774399', 'kernel.msgmax': 8192,
  'net.ipv4.ip_forward': 0, 'net.ipv4.conf.all.rp_filter': 0, 'net.ipv4.conf.default.rp_filter': 1, 'net.ipv4.tcp_syncookies': 1,
  'net.ipv4.ip_local_port_range': '32768\t60999', 'net.ipv4.ip_nonlocal_bind': 0, 'net.ipv4.tcp_keepalive_time': 7200, 'net.ipv4.icmp_echo_ignore_all': 0,
  'net.ipv6.conf.all.disable_ipv6': 0, 'net.ipv6.conf.default.disable_ipv6': 0, 'net.ipv6.conf.all.forwarding': 0,
  'net.core.somaxconn': 4096, 'net.core.rmem_max': 212_992, 'net.core.wmem_max': 212_992, 'fs.file-max': '9223372036854775807',
  'fs.inotify.max_user_watches': 62_342, 'vm.swappiness': 60, 'vm.overcommit_memory': 0, 'vm.max_map_count': 65_530, 'vm.nr_hugepages': 0,
};

const READ_ONLY = new Set(['kernel.osrelease', 'kernel.ostype', 'kernel.version', 'kernel.random.boot_id', 'kernel.random.uuid']);

/** The whole tree; `look` and `list` take paths below /proc, `` for /proc itself. */
export class ProcFileSystem implements Synthetic {
  readonly #source: ProcSource;

  constructor(source: ProcSource) {
    this.#source = source;
  }

  list(path: string): string[] | null {
    const entry = this.#entry(path);
    return entry?.kind === 'directory' ? entry.names() : null;
  }

  look(path: string): Inode | null {
    const entry = this.#entry(path);
    return entry === null ? null : this.#inode(path, entry);
  }

  #inode(path: string, entry: Entry): Inode {
    const types: Readonly<Record<Entry['kind'], InodeType>> = { file: 'file', directory: 'directory', link: 'symlink' };
    const at = this.#source.bootMs();
    const owner = this.#ownerOf(path);
    const mode = entry.kind === 'file' ? entry.mode ?? 0o444 : entry.kind === 'directory' ? 0o555 : 0o777;
    return {
      ino: inoOf(path), type: types[entry.kind], mode, uid: owner.uid, gid: owner.gid, nlink: 1, atimeMs: at, mtimeMs: at, ctimeMs: at,
      content: entry.kind === 'link' ? entry.target() : '', ...(entry.kind === 'file' ? { provide: entry.read } : {}),
      ...(entry.kind === 'file' && entry.write !== undefined ? { accept: entry.write } : {}),
    };
  }

  #ownerOf(path: string): { uid: number; gid: number } {
    const pid = /^\/(\d+)/.exec(path)?.[1];
    return (pid === undefined ? undefined : this.#process(Number(pid))) ?? { uid: 0, gid: 0 };
  }

  #all(): readonly ProcessInfo[] {
    return [...this.#source.processes(), ...kernelThreads(this.#source.bootMs())];
  }

  #process(pid: number): ProcessInfo | undefined {
    return this.#all().find((process) => process.pid === pid);
  }

  #entry(path: string): Entry | null {
    const parts = path.split('/').filter((part) => part !== '');
    const [first = '', ...rest] = parts;
    if (first === '') return { kind: 'directory', names: () => [...this.#all().map((process) => String(process.pid)), ...Object.keys(this.#top()), 'sys', 'net'] };
    if (first === 'sys') return this.#sysctl(rest);
    if (first === 'net') return this.#net(rest);
    if (first === 'self' || first === 'thread-self') return this.#self(rest);
    if (/^\d+$/.test(first)) return this.#ofProcess(Number(first), rest);
    return rest.length > 0 ? null : this.#top()[first] ?? null;
  }

  #self(rest: readonly string[]): Entry | null {
    const pid = this.#source.current();
    if (rest.length === 0) return { kind: 'link', target: () => String(pid ?? 1) };
    return pid === null ? null : this.#ofProcess(pid, rest);
  }

  #top(): Readonly<Record<string, Entry>> {
    const { bootMs, nowMs } = this.#source;
    const upS = (): number => (nowMs.call(this.#source) - bootMs.call(this.#source)) / 1000;
    return {
      cpuinfo: file(cpuInfo), meminfo: file(() => this.#memInfo()), version: file(() => `${KERNEL_VERSION}\n`),
      uptime: file(() => `${upS().toFixed(2)} ${(upS() * CPU_COUNT * 0.98).toFixed(2)}\n`),
      loadavg: file(() => `${loadAverage(upS()).join(' ')} 1/${this.#all().length + 60} ${Math.max(...this.#all().map((process) => process.pid))}\n`),
      cmdline: file(() => `${kernelCommandLine}\n`), mounts: { kind: 'link', target: () => 'self/mounts' }, filesystems: file(() => FILESYSTEMS),
      stat: file(() => this.#stat(upS())), swaps: file(() => 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n'), partitions: file(() => PARTITIONS),
      modules: file(() => MODULES), devices: file(() => 'Character devices:\n  1 mem\n  5 /dev/tty\n136 pts\n\nBlock devices:\n252 virtblk\n'),
      self: { kind: 'link', target: () => String(this.#source.current() ?? 1) },
    };
  }

  #memInfo(): string {
    const use = memoryUse(this.#source.processes().reduce((sum, process) => sum + process.memoryMb, 0));
    const lines: readonly (readonly [string, number])[] = [
      ['MemTotal', use.totalKb], ['MemFree', use.freeKb], ['MemAvailable', use.availableKb], ['Buffers', 3_204], ['Cached', use.cacheKb - 62_204],
      ['SwapCached', 0], ['Active', 318_112], ['Inactive', 394_560], ['SwapTotal', 0], ['SwapFree', 0], ['Dirty', 84], ['Writeback', 0],
      ['AnonPages', Math.round(use.usedKb * 0.7)], ['Mapped', 131_072], ['Shmem', use.sharedKb], ['Slab', 98_304], ['SReclaimable', 59_000],
      ['SUnreclaim', 39_304], ['KernelStack', 2_992], ['PageTables', 4_120], ['CommitLimit', use.totalKb / 2], ['Committed_AS', 702_312],
    ];
    const huge = 'HugePages_Total:       0\nHugePages_Free:        0\nHugePages_Rsvd:        0\nHugePages_Surp:        0\nHugepagesize:       2048 kB\n';
    return lines.map(([name, kb]) => `${`${name}:`.padEnd(16)}${String(kb).padStart(8)} kB\n`).join('') + huge;
  }

  #stat(upS: number): string {
    const ticks = (share: number): number => Math.round(upS * 100 * share);
    const cpu = (name: string, count: number): string => `${name} ${ticks(0.006 * count)} 0 ${ticks(0.005 * count)} ${ticks(0.985 * count)} ${ticks(0.001)} 0 ${ticks(0.001)} 0 0 0\n`;
    return `${cpu('cpu ', 2)}${cpu('cpu0', 1)}${cpu('cpu1', 1)}ctxt ${ticks(9)}\nbtime ${Math.floor(this.#source.bootMs() / 1000)}\n`
      + `processes ${Math.max(...this.#all().map((process) => process.pid))}\nprocs_running 1\nprocs_blocked 0\n`;
  }

  #net(rest: readonly string[]): Entry | null {
    const files: Readonly<Record<string, Entry>> = {
      dev: file(() => 'Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n'
        + this.#source.interfaces().map((line) => `${line}\n`).join('')),
    };
    if (rest.length === 0) return { kind: 'directory', names: () => Object.keys(files) };
    return rest.length > 1 ? null : files[rest[0] ?? ''] ?? null;
  }

  #sysctl(rest: readonly string[]): Entry | null {
    const keys = [...Object.keys(SYSCTL_DEFAULTS), 'kernel.hostname', 'kernel.random.boot_id', 'kernel.random.uuid', ...this.#extraKeys()];
    const key = rest.join('.');
    if (rest.length > 0 && keys.includes(key)) {
      const write = READ_ONLY.has(key) ? undefined : (text: string): void => this.#source.change(key, numeric(text.trim()));
      return { kind: 'file', read: () => `${this.#sysctlValue(key)}\n`, mode: write === undefined ? 0o444 : 0o644, ...(write === undefined ? {} : { write }) };
    }
    const prefix = rest.length === 0 ? '' : `${key}.`;
    const below = [...new Set(keys.filter((each) => each.startsWith(prefix)).map((each) => each.slice(prefix.length).split('.')[0] ?? ''))];
    return below.length === 0 ? null : { kind: 'directory', names: () => below };
  }

  /** br_netfilter's settings are there once the module is loaded. */
  #extraKeys(): string[] {
    const modules = this.#source.setting('modules');
    const isLoaded = Array.isArray(modules) && modules.includes('br_netfilter') || this.#source.setting('net.bridge.bridge-nf-call-iptables') !== undefined;
    return isLoaded ? ['net.bridge.bridge-nf-call-iptables', 'net.bridge.bridge-nf-call-ip6tables', 'net.bridge.bridge-nf-call-arptables'] : [];
  }

  #sysctlValue(key: string): string {
    if (key === 'kernel.random.boot_id') return this.#source.bootId().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    if (key === 'kernel.random.uuid') return '00000000-0000-4000-8000-000000000000';
    const value = this.#source.setting(key) ?? SYSCTL_DEFAULTS[key] ?? (key.startsWith('net.bridge.') ? 1 : key === 'kernel.hostname' ? 'localhost' : '');
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  #ofProcess(pid: number, rest: readonly string[]): Entry | null {
    const process = this.#process(pid);
    if (process === undefined) return null;
    const files = this.#processFiles(process);
    const [name = '', fd] = rest;
    if (name === '') return { kind: 'directory', names: () => Object.keys(files) };
    if (name === 'fd' && fd !== undefined) {
      const found = this.#source.descriptors(pid).find(([number]) => String(number) === fd);
      return found === undefined || rest.length > 2 ? null : { kind: 'link', target: () => found[1] };
    }
    if (name === 'task' && fd !== undefined) return fd === String(pid) ? this.#ofProcess(pid, rest.slice(2)) : null;
    return rest.length > 1 ? null : files[name] ?? null;
  }

  #processFiles(process: ProcessInfo): Readonly<Record<string, Entry>> {
    const isThread = process.path === '' && process.argv.length === 0;
    return {
      status: file(() => statusText(process)), stat: file(() => statText(process, this.#source.bootMs())), comm: file(() => `${process.name}\n`, 0o644),
      statm: file(() => `${Math.round(process.memoryMb * 480)} ${Math.round(process.memoryMb * 256)} ${Math.round(process.memoryMb * 90)} 1 0 0 0\n`),
      cmdline: file(() => process.argv.map((word) => `${word}\0`).join('')),
      environ: file(() => Object.entries(process.env).map(([key, value]) => `${key}=${value}\0`).join(''), 0o400),
      cgroup: file(() => `0::/${process.pid === 1 ? 'init.scope' : process.unit === null ? 'user.slice' : `system.slice/${process.unit}`}\n`),
      limits: file(() => LIMITS), mounts: file(() => MOUNTS), mountinfo: file(() => MOUNTS), oom_score: file(() => '0\n'), oom_score_adj: file(() => '0\n', 0o644),
      loginuid: file(() => '4294967295'), sessionid: file(() => '4294967295'),
      io: file(() => 'rchar: 0\nwchar: 0\nsyscr: 0\nsyscw: 0\nread_bytes: 0\nwrite_bytes: 0\ncancelled_write_bytes: 0\n', 0o400),
      cwd: { kind: 'link', target: () => process.cwd }, root: { kind: 'link', target: () => '/' },
      ...(isThread ? {} : { exe: { kind: 'link' as const, target: () => process.path } }),
      fd: { kind: 'directory', names: () => this.#source.descriptors(process.pid).map(([number]) => String(number)) },
      task: { kind: 'directory', names: () => [String(process.pid)] },
    };
  }
}

const numeric = (text: string): string | number => (/^-?\d{1,9}$/.test(text) ? Number(text) : text);

/** A number for a path: inodes of /proc are made up. */
function inoOf(path: string): number {
  let hash = 0;
  for (const character of path) hash = (hash * 31 + character.charCodeAt(0)) % 2_147_483_647;
  return 4_026_531_840 + hash % 100_000_000;
}

/** The load of a machine that has little to do, lower the longer it is up. */
export function loadAverage(upS: number): [string, string, string] {
  const fade = (seconds: number): string => (0.02 + 0.4 * Math.exp(-upS / seconds)).toFixed(2);
  return [fade(60), fade(300), fade(900)];
}

function cpuInfo(): string {
  return Array.from({ length: CPU_COUNT }, (_, index) => [
    ['processor', index], ['vendor_id', 'GenuineIntel'], ['cpu family', 6], ['model', 85], ['model name', 'Intel Xeon Processor (Cascadelake)'], ['stepping', 6],
    ['microcode', '0x1'], ['cpu MHz', '2593.906'], ['cache size', '16384 KB'], ['physical id', index], ['siblings', 1], ['core id', 0], ['cpu cores', 1],
    ['apicid', index], ['initial apicid', index], ['fpu', 'yes'], ['fpu_exception', 'yes'], ['cpuid level', 13], ['wp', 'yes'], ['flags', CPU_FLAGS],
    ['bugs', 'spectre_v1 spectre_v2 spec_store_bypass swapgs'], ['bogomips', '5187.81'], ['clflush size', 64], ['cache_alignment', 64],
    ['address sizes', '46 bits physical, 48 bits virtual'], ['power management', ''],
  ].map(([key, value]) => `${String(key)}${String(key).length < 8 ? '\t\t' : '\t'}: ${String(value)}\n`).join('')).join('\n') + '\n';
}

const STATE_WORDS: Readonly<Record<string, string>> = { R: 'running', S: 'sleeping', T: 'stopped', Z: 'zombie', I: 'idle' };

function statusText(process: ProcessInfo): string {
  const kb = Math.round(process.memoryMb * 1024);
  const ids = (id: number): string => `${id}\t${id}\t${id}\t${id}`;
  const lines = [
    ['Name', process.name], ['Umask', '0022'], ['State', `${process.status} (${STATE_WORDS[process.status] ?? ''})`], ['Tgid', process.pid], ['Ngid', 0],
    ['Pid', process.pid], ['PPid', process.ppid], ['TracerPid', 0], ['Uid', ids(process.uid)], ['Gid', ids(process.gid)], ['FDSize', 64], ['Groups', process.gid],
    ['VmPeak', `${String(kb * 2).padStart(8)} kB`], ['VmSize', `${String(kb * 2).padStart(8)} kB`], ['VmHWM', `${String(kb).padStart(8)} kB`],
    ['VmRSS', `${String(kb).padStart(8)} kB`], ['Threads', process.threads], ['SigQ', '0/30565'], ['Seccomp', 0], ['Cpus_allowed', 3], ['Cpus_allowed_list', '0-1'],
    ['voluntary_ctxt_switches', process.cpuMs], ['nonvoluntary_ctxt_switches', 0],
  ];
  return lines.map(([name, value]) => `${String(name)}:\t${String(value)}\n`).join('');
}

function statText(process: ProcessInfo, bootMs: number): string {
  const ticks = Math.round(process.cpuMs / 10);
  const start = Math.max(0, Math.round((process.startMs - bootMs) / 10));
  const bytes = Math.round(process.memoryMb * 1_048_576);
  return `${process.pid} (${process.name}) ${process.status} ${process.ppid} ${process.group} ${process.session} 0 -1 4194304 0 0 0 0 ${ticks} 0 0 0 20 0 `
    + `${process.threads} 0 ${start} ${bytes * 2} ${Math.round(bytes / 4096)} 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n`;
}

const FILESYSTEMS = ['sysfs', 'tmpfs', 'bdev', 'proc', 'cgroup', 'cgroup2', 'cpuset', 'devtmpfs', 'configfs', 'debugfs', 'tracefs', 'securityfs', 'sockfs', 'bpf',
  'pipefs', 'ramfs', 'hugetlbfs', 'devpts', 'autofs', 'efivarfs', 'mqueue', 'selinuxfs', 'rpc_pipefs'].map((name) => `nodev\t${name}\n`).join('') + '\txfs\n\text3\n\text2\n\text4\n\tvfat\n\tfuseblk\nnodev\tfuse\nnodev\tfusectl\n';

const PARTITIONS = 'major minor  #blocks  name\n\n 252        0   41943040 vda\n 252        1       1024 vda1\n 252        2     102400 vda2\n 252        3    1024000 vda3\n 252        4   40814592 vda4\n';

const MODULES = ['xfs 2199552 2 - Live 0x0000000000000000', 'libcrc32c 12288 1 xfs, Live 0x0000000000000000', 'virtio_blk 28672 4 - Live 0x0000000000000000',
  'virtio_net 86016 0 - Live 0x0000000000000000', 'net_failover 24576 1 virtio_net, Live 0x0000000000000000'].map((line) => `${line}\n`).join('');

/** /proc/mounts, also for df and mount. */
export const MOUNTS = `proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0
sysfs /sys sysfs rw,seclabel,nosuid,nodev,noexec,relatime 0 0
devtmpfs /dev devtmpfs rw,seclabel,nosuid,size=4096k,nr_inodes=972831,mode=755,inode64 0 0
securityfs /sys/kernel/security securityfs rw,nosuid,nodev,noexec,relatime 0 0
tmpfs /dev/shm tmpfs rw,seclabel,nosuid,nodev,inode64 0 0
devpts /dev/pts devpts rw,seclabel,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=000 0 0
tmpfs /run tmpfs rw,seclabel,nosuid,nodev,size=1566436k,nr_inodes=819200,mode=755,inode64 0 0
cgroup2 /sys/fs/cgroup cgroup2 rw,seclabel,nosuid,nodev,noexec,relatime,nsdelegate,memory_recursiveprot 0 0
/dev/vda4 / xfs rw,seclabel,relatime,attr2,inode64,logbufs=8,logbsize=32k,noquota 0 0
selinuxfs /sys/fs/selinux selinuxfs rw,nosuid,noexec,relatime 0 0
hugetlbfs /dev/hugepages hugetlbfs rw,seclabel,relatime,pagesize=2M 0 0
mqueue /dev/mqueue mqueue rw,seclabel,nosuid,nodev,noexec,relatime 0 0
debugfs /sys/kernel/debug debugfs rw,seclabel,nosuid,nodev,noexec,relatime 0 0
/dev/vda3 /boot xfs rw,seclabel,relatime,attr2,inode64,logbufs=8,logbsize=32k,noquota 0 0
`;

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max file size             unlimited            unlimited            bytes     
Max data size             unlimited            unlimited            bytes     
Max stack size            8388608              unlimited            bytes     
Max core file size        unlimited            unlimited            bytes     
Max processes             30565                30565                processes 
Max open files            1024                 524288               files     
Max locked memory         8388608              8388608              bytes     
`;
