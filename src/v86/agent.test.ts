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
  const script = "(echo ä\n)\nprintf '\\036%d\\036' $?\n(false\n)\nprintf '\\036%d\\036' $?\n";
  expect(sent).toEqual([`q1 ${String(toBytes(script).length)}\n${script}`]);
  const third = agent.run('true');
  answer('\x02ready\n\x030\n\x02q1\nä\nline\n\x1e0\x1e\x1e1\x1e\x030\n');
  expect(await both).toEqual([{ text: 'ä\nline\n', status: 0 }, { text: '', status: 1 }]);
  await expect.poll(() => sent.length).toBe(2);
  answer('\x02q2\n\x1e0\x1e\x030\n');
  expect(await third).toEqual({ text: '', status: 0 });
  await agent.whenIdle();
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
