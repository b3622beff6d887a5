import { SysError } from '../../host/errors.ts';
import type { Sys } from '../../host/sys.ts';

/** getservbyport(3): the name of a port in /etc/services, or null. */
export function serviceName(sys: Sys, port: number, protocol: string): string | null {
  const line = lines(sys).find(([, number]) => number === `${port}/${protocol}`);
  return line?.[0] ?? null;
}

/** getservbyname(3): the port of a name or alias in /etc/services, or null. */
export function servicePort(sys: Sys, name: string, protocol: string): number | null {
  const line = lines(sys).find(([first, number, ...aliases]) =>
    number?.endsWith(`/${protocol}`) === true && [first, ...aliases].includes(name));
  return line === undefined ? null : Number.parseInt(line[1] ?? '', 10);
}

function lines(sys: Sys): string[][] {
  try {
    return sys.readFile('/etc/services').split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  } catch (error) {
    if (error instanceof SysError) return [];
    throw error;
  }
}
