import { COMMANDS, type CommandSpec } from '../commands.ts';

const BY_NAME = new Map(COMMANDS.map((spec) => [spec.command, spec]));

/** A command and the words left for it. */
export interface FoundCommand {
  readonly spec: CommandSpec;
  readonly rest: readonly string[];
}

/** Finds the longest command the words begin with; each word may be shortened where that is unambiguous. */
export function findCommand(words: readonly string[]): FoundCommand | null {
  const firstOption = words.findIndex((word) => word.startsWith('-'));
  const most = firstOption === -1 ? words.length : firstOption;
  for (let count = most; count > 0; count -= 1) {
    const spec = named(words.slice(0, count));
    if (spec !== null) return { spec, rest: words.slice(count) };
  }
  return null;
}

function named(words: readonly string[]): CommandSpec | null {
  const exact = BY_NAME.get(words.join(' '));
  if (exact !== undefined) return exact;
  const fits = COMMANDS.filter(({ command }) => {
    const parts = command.split(' ');
    return parts.length === words.length && parts.every((part, index) => part.startsWith(words[index] ?? ''));
  });
  return fits.length === 1 ? fits[0] ?? null : null;
}
