import { parseArgs } from 'node:util';
import { openGateway } from '../gateway.ts';
import { labIn } from '../scenes.ts';

const USAGE = 'usage: handstack serve --scene NAME [--port-base N]\n';
const MAX_BASE = 60_000;

/**
 * `handstack serve --scene NAME [--port-base N]`: the APIs of a lab for real clients. Port P of the lab is served at
 * 127.0.0.1, port N + P (N is 10000 unless told: keystone's 5000 becomes 15000). Ends on Ctrl-C.
 */
export default async function serve(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { scene: { type: 'string' }, 'port-base': { type: 'string', default: '10000' } } });
  const base = Number(values['port-base']);
  if (values.scene === undefined || !Number.isInteger(base) || base < 0 || base > MAX_BASE) {
    process.stderr.write(USAGE);
    return 2;
  }
  const stopped = new Promise<void>((resolve) => { for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { resolve(); }); });
  const { world } = await labIn(values.scene, 1, Date.now());
  const gateway = await openGateway(world, base);
  for (const { host, port, localPort } of gateway.ports) process.stdout.write(`http://127.0.0.1:${localPort} is ${host}:${port}\n`);
  if (gateway.ports.length === 0) process.stdout.write('No port of this scene speaks HTTP.\n');
  else await stopped;
  await gateway.close();
  return 0;
}
