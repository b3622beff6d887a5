import { expect, it } from 'vitest';
import { toBytes } from '../base/bytes.ts';
import { Agent, AgentError } from './agent.ts';
import type { Machine } from './machine.ts';

/** A serial line whose other end is the test. */
function line(): { machine: Machine; sent: string[]; answer: (text: string) => void } {
  const sent: string[] = [];
  let listener: (bytes: Uint8Array) => void = () => undefined;
  const machine = {
    listen: (_line: number, each: (bytes: Uint8Array) => void) => { listener = each; },
    send: (_line: number, bytes: Uint8Array) => { sent.push(new TextDecoder().decode(bytes)); return Promise.resolve(); },
  } as unknown as Machine;
  return { machine, sent, answer: (text) => { for (const byte of toBytes(text)) listener(Uint8Array.from([byte])); } };
}

it('sends what is asked in one breath together, and gives each its own output and status', async () => {
  const { machine, sent, answer } = line();
  const agent = new Agent(machine, () => true);
  const both = Promise.all([agent.run('echo ä'), agent.run('false')]);
  await expect.poll(() => sent.length).toBe(1);
  const script = "echo -15 > /proc/self/autogroup\n(echo ä\n)\nprintf '\\036%d\\036' $?\n(false\n)\nprintf '\\036%d\\036' $?\n";
  expect(sent).toEqual([`q1 ${String(toBytes(script).length)}\n${script}`]);
  const third = agent.run('true');
  answer('\x02ready\n\x030\n\x02q1\nä\nline\n\x1e0\x1e\x1e1\x1e\x030\n');
  expect(await both).toEqual([{ text: 'ä\nline\n', status: 0 }, { text: '', status: 1 }]);
  await expect.poll(() => sent.length).toBe(2);
  answer('\x02q2\n\x1e0\x1e\x030\n');
  expect(await third).toEqual({ text: '', status: 0 });
  await agent.whenIdle();
});

it('lets what can wait run beside, behind all others, and answers whoever comes meanwhile', async () => {
  const { machine, sent, answer } = line();
  const agent = new Agent(machine, () => true);
  const later = agent.runLater('slow');
  await expect.poll(() => sent.length).toBe(1);
  expect(sent[0]).toMatch(/^q2 \d+\necho 0 > [^]*\{ \(slow\n\) > \/run\/lab\/later-1 2>&1; .* &\n[^]*echo 19 > \/proc\/self\/autogroup\n$/);
  answer('\x02q2\n\x1e0\x1e\x030\n');
  const urgent = agent.run('true');
  await expect.poll(() => sent.length).toBe(2);
  expect(sent[1]).toMatch(/^q3 \d+\necho -15 > [^]*\(true\n\)[^]*echo 19 > [^\n]*\n$/);
  answer('\x02q3\nfast\x1e0\x1e\x030\n');
  expect(await urgent).toEqual({ text: 'fast', status: 0 });
  await expect.poll(() => sent.length).toBe(3);
  answer('\x02q4\n\x1e75\x1e\x030\n');
  await expect.poll(() => sent.length).toBe(4);
  answer('\x02q5\ndone\x1e3\x1e\x030\n');
  expect(await later).toEqual({ text: 'done', status: 3 });
  const after = agent.run('true');
  await expect.poll(() => sent.length).toBe(5);
  expect(sent[4]).toMatch(/^q6 \d+\necho -15 > [^\n]*\n\(true\n\)\nprintf [^\n]*\n$/);
  answer('\x02q6\n\x1e0\x1e\x030\n');
  await after;
});

it('rejects what is under way when the machine is gone, and what comes later', async () => {
  const { machine, sent, answer } = line();
  const agent = new Agent(machine, () => true);
  const lost = agent.run('sleep 9');
  await Promise.resolve();
  agent.close('switched off');
  await expect(lost).rejects.toThrow(new AgentError('switched off'));
  answer('\x02q1\nlate\x1e0\x1e\x030\n');
  await agent.whenIdle();
  await expect(agent.run('true')).rejects.toThrow(new AgentError('switched off'));
  expect(sent.filter((text) => text.includes('true'))).toEqual([]);
});
