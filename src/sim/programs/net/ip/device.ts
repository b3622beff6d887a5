import type { Interface } from '../../../host/network.ts';
import type { Sys } from '../../../host/sys.ts';
import { IpError, paint, type IpOptions } from './options.ts';

/** A device of the host with what the kernel says of its kind. */
export interface Device {
  readonly index: number;
  readonly device: Interface;
  readonly isLoopback: boolean;
  readonly flags: readonly string[];
  readonly state: 'UP' | 'DOWN' | 'UNKNOWN';
  readonly queue: string;
}

/** The host's devices, numbered in order. */
export function devices(sys: Sys): Device[] {
  return sys.network.interfaces.map((device, at): Device => {
    const isLoopback = device.name === 'lo';
    const kind = isLoopback ? ['LOOPBACK'] : ['BROADCAST', 'MULTICAST'];
    return {
      index: at + 1, device, isLoopback, flags: [...kind, ...(device.isUp ? ['UP', 'LOWER_UP'] : [])],
      state: isLoopback ? (device.isUp ? 'UNKNOWN' : 'DOWN') : device.isUp ? 'UP' : 'DOWN',
      queue: isLoopback ? 'noqueue' : 'fq_codel',
    };
  });
}

/** The device of that name; `Device "x" does not exist.` otherwise. */
export function deviceNamed(sys: Sys, name: string): Device {
  const found = devices(sys).find(({ device }) => device.name === name);
  if (found === undefined) throw new IpError(`Device "${name}" does not exist.`, 1);
  return found;
}

/** For commands that change: `Cannot find device "x"`. */
export function deviceToChange(sys: Sys, name: string): Device {
  const found = devices(sys).find(({ device }) => device.name === name);
  if (found === undefined) throw new IpError(`Cannot find device "${name}"`, 1);
  return found;
}

/** `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN [mode DEFAULT ]group default qlen 1000`. */
export function headLine({ index, device, flags, state, queue }: Device, options: IpOptions, mode: string): string {
  const shownState = state === 'UNKNOWN' ? 'UNKNOWN ' : paint(options, state === 'UP' ? 'up' : 'down', `${state} `);
  const isLinkHidden = options.family === 'inet6';
  const queueText = isLinkHidden ? '' : ` qdisc ${queue}`;
  const group = isLinkHidden ? '' : `${mode}group default `;
  return `${index}: ${paint(options, 'name', `${device.name}: `)}<${flags.join(',')}> mtu ${device.mtu}${queueText} state ${shownState}${group}qlen 1000`;
}

/** `    link/ether 52:54:00:12:34:56 brd ff:ff:ff:ff:ff:ff`. */
export function linkLine({ device, isLoopback }: Device, options: IpOptions): string {
  const broadcast = isLoopback ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff';
  return `    link/${isLoopback ? 'loopback' : 'ether'} ${paint(options, 'mac', device.mac)} brd ${paint(options, 'mac', broadcast)}`;
}

/** The fields that `-j` gives of every device. */
export function deviceJson({ index, device, flags, state, queue, isLoopback }: Device, mode: Record<string, string>): Record<string, unknown> {
  return {
    ifindex: index, ifname: device.name, flags, mtu: device.mtu, qdisc: queue, operstate: state, ...mode, group: 'default',
    txqlen: 1000, link_type: isLoopback ? 'loopback' : 'ether', address: device.mac,
    broadcast: isLoopback ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff',
  };
}

/** Counters of `-s`. What crossed is estimated from the age of the host: the lab counts no packets. */
export function statistics(sys: Sys, { isLoopback }: Device, options: IpOptions): string {
  const minutes = Math.floor((sys.nowMs() - sys.bootMs) / 60000) + 1;
  const packets = (isLoopback ? 12 : 240) * minutes;
  const columns = (values: readonly (string | number)[]): string => values.map((value) => String(value).padStart(7)).join(' ');
  const row = (label: string, names: string, bytes: number, count: number): string =>
    `    ${label}:  bytes packets errors dropped ${names}           \n${`${options.isHuman ? human(bytes) : bytes}`.padStart(14)} `
    + `${columns([count]).trimStart().padStart(7)} ${['0', '0', '0', '0'].map((zero, at) => zero.padStart([6, 7, 7, 7][at] ?? 7)).join(' ')} \n`;
  const received = packets * 110;
  const sent = isLoopback ? received : packets * 80;
  return row('RX', ' missed   mcast', received, packets) + row('TX', 'carrier collsns', sent, isLoopback ? packets : Math.floor(packets * 0.8));
}

const human = (bytes: number): string => (bytes < 1000 ? String(bytes) : bytes < 1e6 ? `${(bytes / 1000).toPrecision(3)}k` : `${(bytes / 1e6).toPrecision(3)}M`);
