// Commands of the page on their way from a key or the palette to the part that carries them out.
import { useEffect, useRef } from 'react';
import { Emitter } from '../../base/emitter.ts';
import type { Command } from './shortcuts.ts';

const commands = new Emitter<Command>();

/** Carries out a command: every part that knows it does its share. */
export const perform = (command: Command): void => commands.emit(command);

/** Calls `work` when the command is given, while the component is on the page. */
export function useCommand(command: Command, work: () => void): void {
  const newest = useRef(work);
  useEffect(() => {
    newest.current = work;
  });
  useEffect(() => commands.on((given) => {
    if (given === command) newest.current();
  }), [command]);
}
