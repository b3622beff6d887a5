import { describe, expect, it } from 'vitest';
import { startLab, type TestLab } from '../../src/sim/world.testing.ts';

const lab: TestLab = await startLab();

/** What a command prints on both channels, and its status. */
async function seen(command: string): Promise<readonly [string, number]> {
  const { stdout, exit } = await lab.run('controller', `{ ${command}; } 2>&1`);
  return [stdout, exit ?? -1];
}

describe('what the real guest has shown', () => {
  it.each([
    ['ls -d /p*', '/proc\n', 0],
    ['ls / | grep -c ^proc$', '1\n', 0],
    ['/usr/bin/which no-such-program', '/usr/bin/which: no no-such-program in (/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin)\n', 1],
    ['bash -lc "echo \\$PATH"', '/root/.local/bin:/root/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin\n', 0],
    ["printf '%d\\n' 1 abc 2", '1\nbash: line 1: printf: abc: invalid number\n0\n2\n', 1],
    ['ip addr show dev', 'Command line is not complete. Try option "help"\n', 255],
    ["systemctl list-unit-files 'no-such*'", '0 unit files listed.\n', 1],
  ])('%s', async (command, output, exit) => {
    const [text, status] = await seen(command);
    expect([text.replace(/^UNIT FILE.*\n/, ''), status]).toEqual([output, exit]);
  });
});

describe('what its clients have shown', () => {
  it.each([
    ['chronyc -h no-such-host tracking', 'Could not open connection to daemon\n', 1],
    ["systemctl start chronyd; sed -i 's/^pool .*/pool ntp0.ntp-servers.net iburst/' /etc/chrony.conf; systemctl restart chronyd; sleep 9; chronyc activity | tail -1",
      '7 sources with unknown address\n', 0],
    ['uptime -x 2>&1 | head -2 | cut -c1-13', 'uptime: inval\nUsage: uptime\n', 0],
  ])('%s', async (command, output, exit) => { expect(await seen(command)).toEqual([output, exit]); });
});
