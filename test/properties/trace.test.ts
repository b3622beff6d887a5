import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMMANDS, bareLab, open } from './person.testing.ts';

const NETWORKED = [...COMMANDS.filter((command) => /ping|dnf|chronyd/.test(command)), 'curl -sI http://example.com', 'curl http://compute1:81', 'dnf -q makecache'];

test('the laws of the trace hold whatever is typed', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...NETWORKED), { minLength: 2, maxLength: 8 }), async (commands) => {
    const lab = await bareLab();
    const terminal = await open(lab);
    for (const command of commands) await lab.type(terminal, `${command}\r`);
    const hops = await lab.trace();
    expect(hops.length).toBeGreaterThan(0);
    expect(new Set(hops.map(({ id }) => id)).size, 'ids are unique').toBe(hops.length);
    const byId = new Map(hops.map((hop) => [hop.id, hop]));
    for (const [index, hop] of hops.entries()) {
      const parent = hop.parent === null ? undefined : byId.get(hop.parent);
      if (parent !== undefined) {
        expect(parent.startMs, 'causes precede effects').toBeLessThanOrEqual(hop.startMs);
        expect(parent.trace, 'a cause and its effect are of one trace').toBe(hop.trace);
      }
      expect(hop.endMs, 'time never falls').toBeGreaterThanOrEqual(hop.startMs);
      expect(hop.outcome.isOk || hop.outcome.text !== '', 'a failure says what it is').toBe(true);
      expect(Number(hop.id.slice(1)), 'ids count up').toBeGreaterThan(Number(hops[index - 1]?.id.slice(1) ?? 0));
    }
  }), { numRuns: 8, seed: 3 });
}, 300_000);
