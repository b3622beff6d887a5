import { COMMANDS, commandNamed, type CommandSpec } from '../commands.ts';

/** A command and the words left for it. */
export interface FoundCommand {
  readonly spec: CommandSpec;
  /** As it was typed: each word may be shortened. */
  readonly name: string;
  readonly rest: readonly string[];
}

/** Which commands there are: some versions of an API have none. */
export type IsLoaded = (spec: CommandSpec) => boolean;

/** Finds the longest command the words begin with; each word may be shortened where that is unambiguous. */
export function findCommand(words: readonly string[], isLoaded: IsLoaded = () => true): FoundCommand | null {
  const firstOption = words.findIndex((word) => word.startsWith('-'));
  const most = firstOption === -1 ? words.length : firstOption;
  for (let count = most; count > 0; count -= 1) {
    const spec = named(words.slice(0, count), isLoaded);
    if (spec !== null) return { spec, name: words.slice(0, count).join(' '), rest: words.slice(count) };
  }
  return null;
}

function named(words: readonly string[], isLoaded: IsLoaded): CommandSpec | null {
  const exact = commandNamed(words.join(' '));
  if (exact !== null && isLoaded(exact)) return exact;
  const fits = COMMANDS.filter((spec) => {
    const parts = spec.command.split(' ');
    return parts.length === words.length && parts.every((part, index) => part.startsWith(words[index] ?? '')) && isLoaded(spec);
  });
  return fits.length === 1 ? fits[0] ?? null : null;
}
