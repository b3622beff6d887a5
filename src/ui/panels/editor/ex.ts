// The ex commands of vim that leave the buffer or write it, as vim words their failures. Pure: text in, decision out.

export type ExDecision =
  | { readonly kind: 'write'; readonly path: string; readonly isForced: boolean; readonly leaves: boolean }
  | { readonly kind: 'leave' }
  /** Only says something. */
  | { readonly kind: 'say'; readonly text: string };

export interface BufferFacts {
  readonly path: string;
  readonly isModified: boolean;
}

/** Full names with the shortest form that vim takes for each. */
export const EX_NAMES: readonly (readonly [name: string, shortest: string])[] = [
  ['write', 'w'], ['wq', 'wq'], ['xit', 'x'], ['exit', 'exi'], ['update', 'up'], ['quit', 'q'],
  ['wqall', 'wqa'], ['xall', 'xa'], ['qall', 'qa'], ['wall', 'wa'], ['quitall', 'quita'],
];

const NO_WRITE = 'E37: No write since last change (add ! to override)';

const say = (text: string): ExDecision => ({ kind: 'say', text });

/** What a command does. `name` is the full name, `rest` all that follows it, e.g. `! /tmp/x`. */
export function decide(name: string, rest: string, buffer: BufferFacts): ExDecision {
  const isForced = rest.startsWith('!');
  const argument = rest.slice(isForced ? 1 : 0).trim();
  if (argument.startsWith('!')) return say('handstack: vim: writing to a command is not modelled');
  if (argument.startsWith('>>')) return say('handstack: vim: appending to a file is not modelled');
  const write = (leaves: boolean): ExDecision => ({ kind: 'write', path: argument === '' ? buffer.path : argument, isForced, leaves });
  switch (name) {
    case 'write':
    case 'wall':
      return write(false);
    case 'wq':
    case 'wqall':
      return write(true);
    case 'update':
      return buffer.isModified ? write(false) : say('');
    case 'xit':
    case 'exit':
    case 'xall':
      return buffer.isModified || argument !== '' ? write(true) : { kind: 'leave' };
    default:
      if (argument !== '') return say(`E488: Trailing characters: ${argument}`);
      return buffer.isModified && !isForced ? say(NO_WRITE) : { kind: 'leave' };
  }
}

/** The editor component's own messages, as vim words them. */
export function asVimSays(message: string): string {
  const [, command] = /^Not an editor command ":(.*)"$/.exec(message) ?? [];
  if (command !== undefined) return `E492: Not an editor command: ${command}`;
  const [, pattern] = /^No match found (.*?)(?: \(set .*\))?$/.exec(message) ?? [];
  if (pattern !== undefined) return `E486: Pattern not found: ${pattern.replace(/^\/|\/[a-z]*$/g, '')}`;
  return message;
}

/** A message that says that nothing was written. */
export const isFailure = (message: string): boolean => /^(?:".*" )?E\d+:|^Error |^Cancelled/.test(message);
