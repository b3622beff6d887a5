import { SysError } from '../../host/errors.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

/** How the way to an address looks: its hops with their round trips; a hop without answer is null. */
function* way(sys: Sys, address: string): Routine<{ hops: { address: string; ms: number }[]; isReached: boolean }> {
  const gateway = sys.network.routes.find((route) => route.to === 'default')?.via ?? null;
  try {
    const ms = yield* sys.ping(address);
    const isFar = ms > 2;
    const near = isFar && gateway !== null ? [{ address: gateway, ms: 0.4 }] : [];
    return { hops: [...near, { address, ms }], isReached: true };
  } catch (error) {
    if (!(error instanceof SysError) || error.errno === 'EINTR') throw error;
    return { hops: [], isReached: false };
  }
}

function* target(sys: Sys, name: string): Routine<{ host: string; address: string } | null> {
  const host = sys.argv.slice(1).filter((word) => !word.startsWith('-'))[0];
  const address = host === undefined ? null : sys.network.resolve(host);
  if (host !== undefined && address !== null) return { host, address };
  if (host === undefined) yield* sys.write(2, name === 'tracepath' ? '\nUsage\n  tracepath [options] <destination>\n' : 'Usage: traceroute [-n] host [packetlen]\n');
  else yield* sys.write(2, name === 'tracepath' ? `tracepath: ${host}: Name or service not known\n` : `${host}: Name or service not known\nCannot handle "host" cmdline arg \`${host}' on position 1 (argc 1)\n`);
  return null;
}

const shown = (sys: Sys, address: string): string => (sys.argv.includes('-n') ? address : sys.network.reverse(address) ?? address);

/** tracepath of iputils. */
export const tracepath: Program = {
  name: 'tracepath',
  *run(sys) {
    const to = yield* target(sys, 'tracepath');
    if (to === null) return 1;
    yield* sys.write(1, ` 1?: [LOCALHOST]                      pmtu 1500\n`);
    const { hops, isReached } = yield* way(sys, to.address);
    for (const [index, { address, ms }] of hops.entries()) {
      const isLast = isReached && index === hops.length - 1;
      yield* sys.write(1, `${String(index + 1).padStart(2)}:  ${shown(sys, address).padEnd(52)} ${ms.toFixed(3).padStart(7)}ms ${isLast ? 'reached' : ''}\n`);
    }
    if (!isReached) {
      for (let hop = 1; hop <= 30; hop += 1) yield* sys.write(1, `${String(hop).padStart(2)}:  no reply\n`);
      yield* sys.write(1, '     Too many hops: pmtu 1500\n     Resume: pmtu 1500 \n');
      return 0;
    }
    yield* sys.write(1, `     Resume: pmtu 1500 hops ${hops.length} back ${hops.length} \n`);
    return 0;
  },
};

/** traceroute. */
export const traceroute: Program = {
  name: 'traceroute',
  *run(sys) {
    const to = yield* target(sys, 'traceroute');
    if (to === null) return 2;
    yield* sys.write(1, `traceroute to ${to.host} (${to.address}), 30 hops max, 60 byte packets\n`);
    const { hops, isReached } = yield* way(sys, to.address);
    for (const [index, { address, ms }] of hops.entries()) {
      const times = [1, 0.96, 0.93].map((factor) => `${(ms * factor).toFixed(3)} ms`).join('  ');
      yield* sys.write(1, `${String(index + 1).padStart(2)}  ${sys.argv.includes('-n') ? address : `${shown(sys, address)} (${address})`}  ${times}\n`);
    }
    if (!isReached) for (let hop = 1; hop <= 30; hop += 1) yield* sys.write(1, `${String(hop).padStart(2)}  * * *\n`);
    return 0;
  },
};
