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
