import type { Host } from '../host/host.ts';

/** The units that keep the ports of this course open. */
const UNITS_BY_PORT: Readonly<Record<number, string>> = { 22: 'sshd.service', 80: 'httpd.service', 3306: 'mariadb.service', 5000: 'httpd.service' };

/** `The unit … is stopped.`, for a port that nobody serves; empty when nothing is known. */
export function serviceWhy(host: Host, port: number): string {
  const unit = UNITS_BY_PORT[port];
  if (unit === undefined || host.systemd === null) return '';
  return unitWhy(host, unit);
}

/** What is wrong with a unit, in a sentence; empty when it runs. */
export function unitWhy(host: Host, name: string): string {
  if (host.systemd === null) return `\`${host.id}\` is switched off.`;
  const unit = host.systemd.unit(name);
  if (unit.loadState === 'not-found') return `There is no unit \`${name}\`: its package is not installed.`;
  if (unit.activeState === 'active') return '';
  return unit.activeState === 'failed' ? whyFailed(host, unit.name, unit.result, unit.exitCode)
    : `The unit \`${name}\` is ${unit.activeState}: it was not started, or was stopped.`;
}

/** How it ended, and the last thing that it said itself. */
export function whyFailed(host: Host, unit: string, result: string, exitCode: number): string {
  const own = host.journal.entries().filter((entry) => entry.unit === unit && entry.identifier !== 'systemd');
  const said = own.findLast((entry) => /already in use|could not bind|denied/i.test(entry.message)) ?? own.findLast((entry) => entry.priority <= 4 || /error|fail|cannot|can't|unknown/i.test(entry.message)) ?? own.at(-1);
  const how = `It started and failed (${result}, status ${exitCode}).`;
  return said === undefined ? how : `${how} The last it said: \`${said.message.trim()}\`.`;
}
