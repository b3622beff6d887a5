import { isSet, sortedFields, type CommandTable } from '../command.ts';
import type { Values } from '../argparse/parse.ts';
import type { Cell } from '../cliff/values.ts';

/** The agent's version in the settings is a pair, which JSON shows as a list and a table as Python does. */
const AGENT: Cell = { human: "[('osc-lib', '2.6.2')]", machine: [['osc-lib', '2.6.2']] };

/** openstack configuration show. */
export const configurationCommands: CommandTable = {
  *'configuration show'({ config }, values) {
    const { auth, ...rest } = config;
    const fields: Record<string, Cell> = { ...rest, additional_user_agent: AGENT, api_timeout: null };
    const secrets = ['password', 'token'];
    for (const [key, value] of Object.entries(auth as Values)) {
      fields[`auth.${key}`] = isSet(values, 'mask') && secrets.includes(key) ? '<redacted>' : value;
    }
    return sortedFields(fields);
  },
};
