// free and vmstat (procps-ng 3.3.17).
import { memoryUse } from '../../host/machine.ts';
import type { Program } from '../../host/program.ts';
import { command, Failure } from '../../host/command.ts';
import { err, out } from '../../host/stdio.ts';
import type { Sys } from '../../host/sys.ts';

const use = (sys: Sys): ReturnType<typeof memoryUse> => memoryUse(sys.processes().reduce((sum, process) => sum + process.memoryMb, 0));

/** `1.9Gi`, `275Mi`, `0B`: as free -h shows. */
function human(kb: number, base: 1024 | 1000): string {
  const bytes = kb * 1024;
  const units = ['B', 'K', 'M', 'G', 'T', 'P'];
  let power = 0;
  let value = bytes;
  while (value >= base && power < units.length - 1) {
    value /= base;
    power += 1;
  }
  if (power === 0) return `${bytes}B`;
  const text = value < 10 ? (Math.floor(value * 10) / 10).toFixed(1) : String(Math.floor(value));
  return `${text}${units[power] ?? ''}${base === 1024 ? 'i' : ''}`;
}

const SCALES: Readonly<Record<string, number>> = {
  b: 1 / 1024, bytes: 1 / 1024, k: 1, kibi: 1, m: 1024, mebi: 1024, g: 1_048_576, gibi: 1_048_576, tebi: 1_073_741_824,
  kilo: 1000 / 1024, mega: 1_000_000 / 1024, giga: 1_000_000_000 / 1024,
};

export const free: Program = command({
  name: 'free', usage: ['[options]'], summary: 'Shows how much memory is used and free.', version: 'free from procps-ng 3.3.17', isShortNamed: true,
  options: {
    short: 'bkmghltwc:s:V',
    long: { bytes: 'b', kibi: 'k', mebi: 'm', gibi: 'g', kilo: 'kilo', mega: 'mega', giga: 'giga', tebi: 'tebi', human: 'h', si: 'si', lohi: 'l', total: 't', wide: 'w', 'count=': 'c', 'seconds=': 's' },
  },
  notModelled: ['l'],
  *run(sys, args) {
    const unit = args.lastOf('b', 'k', 'm', 'g', 'kilo', 'mega', 'giga', 'tebi') ?? 'k';
    const seconds = Number(args.last('s') ?? '0');
    const times = args.has('c') ? Number(args.last('c')) : args.has('s') ? Infinity : 1;
    if (Number.isNaN(seconds) || args.has('s') && seconds <= 0) throw new Failure(`seconds argument \`${args.last('s') ?? ''}' failed`);
    const show = (kb: number): string => (args.has('h') ? human(kb, args.has('si') ? 1000 : 1024) : String(Math.floor(kb / (SCALES[unit] ?? 1))));
    for (let round = 0; round < times; round += 1) {
      yield* out(sys, table(use(sys), show, args.has('w'), args.has('t')) + (args.has('s') && round + 1 < times ? '\n' : ''));
      if (round + 1 < times) yield* sys.sleep((seconds === 0 ? 1 : seconds) * 1000);
    }
    return 0;
  },
});

function table(of: ReturnType<typeof memoryUse>, show: (kb: number) => string, isWide: boolean, hasTotal: boolean): string {
  const line = (label: string, values: readonly number[]): string => `${label.padEnd(8)}${values.map((value) => show(value).padStart(12)).join('')}\n`;
  const header = isWide ? '               total        used        free      shared     buffers       cache   available\n'
    : '               total        used        free      shared  buff/cache   available\n';
  const buffers = 3_204;
  const memory = isWide ? [of.totalKb, of.usedKb, of.freeKb, of.sharedKb, buffers, of.cacheKb - buffers, of.availableKb]
    : [of.totalKb, of.usedKb, of.freeKb, of.sharedKb, of.cacheKb, of.availableKb];
  return header + line('Mem:', memory) + line('Swap:', [0, 0, 0]) + (hasTotal ? line('Total:', [of.totalKb, of.usedKb, of.freeKb]) : '');
}

const VMSTAT_HEADER = 'procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st\n';

export const vmstat: Program = {
  name: 'vmstat',
  *run(sys) {
    const words = sys.argv.slice(1).filter((word) => !/^-[nwS]?$/.test(word));
    if (words.some((word) => !/^\d+$/.test(word))) {
      yield* err(sys, `handstack: vmstat: option ${words.find((word) => !/^\d+$/.test(word)) ?? ''} is not modelled\n`);
      return 1;
    }
    const [delay, count] = words.map(Number);
    const rounds = delay === undefined ? 1 : count ?? Infinity;
    yield* out(sys, VMSTAT_HEADER);
    for (let round = 0; round < rounds; round += 1) {
      yield* out(sys, vmstatLine(sys, round));
      if (round + 1 < rounds) yield* sys.sleep((delay ?? 1) * 1000);
    }
    return 0;
  },
};

function vmstatLine(sys: Sys, round: number): string {
  const { freeKb, cacheKb } = use(sys);
  const pad = (value: number, width: number): string => String(value).padStart(width);
  const [bi, bo] = round === 0 ? [68, 24] : [0, 0];
  return `${pad(1, 2)} ${pad(0, 2)} ${pad(0, 6)} ${pad(freeKb, 6)} ${pad(3204, 6)} ${pad(cacheKb - 3204, 6)} ${pad(0, 4)} ${pad(0, 4)} ${pad(bi, 5)} ${pad(bo, 5)} `
    + `${pad(62 + round % 7, 4)} ${pad(94 + round % 11, 4)} ${pad(0, 2)} ${pad(0, 2)} ${pad(100, 2)} ${pad(0, 2)} ${pad(0, 2)}\n`;
}

