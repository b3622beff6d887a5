import { describe, expect, it } from 'vitest';
import { EMPTY_FILTER, isInNetwork, verdict, type FilterTable, type Packet } from './filter.ts';

const packet = (change: Partial<Packet>): Packet => ({
  chain: 'INPUT', protocol: 'tcp', source: '10.0.0.31', destination: '10.0.0.11', port: 3306, device: 'eth0', ...change,
});

const firewalled: FilterTable = {
  ...EMPTY_FILTER,
  firewalld: {
    policy: 'accept',
    rules: [
      { protocol: null, ports: null, source: null, device: 'lo', verdict: 'accept' },
      { protocol: 'tcp', ports: [22, 22], source: null, verdict: 'accept' },
      { protocol: 'tcp', ports: [3306, 3306], source: '10.0.0.0/24', verdict: 'accept' },
      { protocol: null, ports: null, source: null, verdict: 'reject' },
    ],
  },
};

describe('verdict', () => {
  it('lets everything pass without a table', () => {
    expect(verdict(undefined, packet({}))).toBe('accept');
    expect(verdict(EMPTY_FILTER, packet({}))).toBe('accept');
  });

  it('takes the first rule that matches', () => {
    expect(verdict(firewalled, packet({}))).toBe('accept');
    expect(verdict(firewalled, packet({ source: '10.0.1.31' }))).toBe('reject');
    expect(verdict(firewalled, packet({ port: 80 }))).toBe('reject');
    expect(verdict(firewalled, packet({ port: 80, device: 'lo' }))).toBe('accept');
    expect(verdict(firewalled, packet({ port: 80, chain: 'OUTPUT' }))).toBe('accept');
  });
});

describe('isInNetwork', () => {
  it('compares prefixes', () => {
    expect(isInNetwork('10.0.0.31', '10.0.0.0/24')).toBe(true);
    expect(isInNetwork('10.0.1.31', '10.0.0.0/24')).toBe(false);
    expect(isInNetwork('200.1.2.3', '0.0.0.0/0')).toBe(true);
    expect(isInNetwork('10.0.0.31', '10.0.0.31')).toBe(true);
  });
});
