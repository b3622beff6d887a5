import type { CommandTable } from '../command.ts';
import { commandCommands } from './command.ts';
import { configurationCommands } from './configuration.ts';
import { extensionCommands } from './extension.ts';
import { moduleCommands } from './module.ts';
import { versionsCommands } from './versions.ts';

/** Commands that belong to no one service. */
export const generalCommands: CommandTable = {
  ...commandCommands, ...configurationCommands, ...extensionCommands, ...moduleCommands, ...versionsCommands,
};
