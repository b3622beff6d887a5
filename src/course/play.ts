import type { Lab, LabEvent, TerminalId } from '../lab/lab.ts';
import { KEYS } from '../lab/terminal.ts';
import type { Typing } from './types.ts';

/** A command that a solution typed did not come back, or the terminal went away. */
export class PlayError extends Error {
  override readonly name = 'PlayError';
}

/**
 * Types solutions into terminals of their own, one per host and user, each command after the one before has ended.
 * `limit` rejects when patience is over (the command then hangs: it waits for input, say).
 */
export async function play(lab: Lab, typing: readonly Typing[], limit?: (what: string) => Promise<never>): Promise<void> {
  const terminals = new Map<string, TerminalId>();
  try {
    for (const each of typing) {
      const key = `${each.user}@${each.host}`;
      const terminal = terminals.get(key) ?? (await lab.openTerminal(each.host, { columns: 120, rows: 40 }, each.user)).id;
      terminals.set(key, terminal);
      const ended = typeLine(lab, terminal, each.text);
      await (limit === undefined ? ended : Promise.race([ended, limit(`${key}: ${each.text}`)]));
    }
  } finally {
    for (const terminal of terminals.values()) await lab.closeTerminal(terminal);
  }
}

/** Types `text` and Enter; resolves when the shell has finished the command. */
export async function typeLine(lab: Lab, terminal: TerminalId, text: string): Promise<void> {
  let settle: (error: PlayError | null) => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    settle = (error) => (error === null ? resolve() : reject(error));
  });
  // It may end before anybody waits for it.
  ended.catch(() => undefined);
  const off = await lab.on((event: LabEvent) => {
    if (event.kind === 'command' && event.record.terminal === terminal) settle(null);
    if (event.kind === 'closed' && event.terminal === terminal) settle(new PlayError(`the terminal closed during: ${text}`));
  });
  try {
    await lab.type(terminal, text.replaceAll('\n', KEYS.enter) + KEYS.enter);
    await ended;
  } finally {
    off();
  }
}
