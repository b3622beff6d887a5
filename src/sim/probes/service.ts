import type { Host } from '../host/host.ts';
import { whyFailed } from './machine.ts';

/** The units that keep the ports of this course open. */
const UNITS_BY_PORT: Readonly<Record<number, string>> = { 22: 'sshd.service', 3306: 'mariadb.service' };

/** ` The unit … is stopped.`, for a port that nobody serves; empty when nothing is known. */
export function serviceWhy(host: Host, port: number): string {
  const unit = UNITS_BY_PORT[port];
  if (unit === undefined || host.systemd === null) return '';
  return ` ${unitWhy(host, unit)}`.trimEnd();
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
