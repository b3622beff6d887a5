import { isSet, type CommandTable } from '../command.ts';
import data from './modules.json';

/** Versions of the Python modules that the client loads: recorded. */
const MODULES = data as Readonly<Record<string, string>>;

/** openstack module list. */
export const moduleCommands: CommandTable = {
  *'module list'(_context, values) {
    const shown = Object.entries(MODULES).filter(([name]) => isSet(values, 'all') || name === 'openstack' || name.endsWith('client'));
    return { kind: 'one', fields: shown };
  },
};
