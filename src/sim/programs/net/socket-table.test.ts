import { describe, expect, it } from 'vitest';
import { COLUMNS, layOut } from './socket-table.ts';

const columns = Object.values(COLUMNS).slice(1);
const rows = [
  ['LISTEN', '0', '128', '0.0.0.0:', '2024', '0.0.0.0:', '*', ''],
  ['LISTEN', '0', '80', '127.0.0.1:', '33306', '0.0.0.0:', '*', ' users:(("mariadbd",pid=9734,fd=22))'],
];

// Expected: iproute2 6.1.0 on Debian 12.
describe('layOut', () => {
  it('is as wide as its cells in a file', () => {
    const plain = rows.map((row) => [...row.slice(0, 7), '']);
    expect(layOut(columns, plain, null, true)).toBe(
      'State  Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess\n' +
      'LISTEN 0      128          0.0.0.0:2024       0.0.0.0:*          \n' +
      'LISTEN 0      80         127.0.0.1:33306      0.0.0.0:*          \n',
    );
  });

  it('fills a terminal of 120 columns', () => {
    expect(layOut(columns, rows, 120, true)).toBe(
      'State        Recv-Q        Send-Q               Local Address:Port                Peer Address:Port       Process       \n' +
      'LISTEN       0             128                        0.0.0.0:2024                     0.0.0.0:*                        \n' +
      'LISTEN       0             80                       127.0.0.1:33306                    0.0.0.0:*           users:(("mariadbd",pid=9734,fd=22))\n',
    );
  });
});
