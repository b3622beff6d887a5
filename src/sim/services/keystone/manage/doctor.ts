import type { Routine } from '../../../host/program.ts';
import { KeyRepository } from '../keys/repository.ts';
import type { Tool } from './tool.ts';

/** A trouble that the doctor looks for: what it says, and whether it is there. */
interface Symptom {
  readonly text: string;
  readonly isPresent: (tool: Tool) => boolean;
}

const keys = (tool: Tool, group: 'fernet_tokens' | 'credential'): KeyRepository => new KeyRepository(tool.sys, tool.config, tool.log, group);
const paragraphs = (...lines: readonly string[]): string => `${lines.join('\n')}\n    `;

/** In the order of keystone/cmd/doctor. The first lines are keystone's, the explanations of the rarer ones our own. */
const SYMPTOMS: readonly Symptom[] = [
  {
    text: paragraphs('`keystone.conf [cache] enabled` is not enabled.', '', '    Caching greatly improves the performance of keystone, and it is highly', '    recommended that you enable it.'),
    isPresent: ({ config }) => !config.flag('cache', 'enabled'),
  },
  {
    text: paragraphs('Caching is not completely configured.', '', '    `keystone.conf [cache] backend` still names the one that keeps nothing.'),
    isPresent: ({ config }) => config.flag('cache', 'enabled') && config.text('cache', 'backend') === 'dogpile.cache.null',
  },
  {
    text: paragraphs('Credential key repository is empty.', '', '    Fill it with `keystone-manage credential_setup`, and change the keys now and then', '    with `keystone-manage credential_rotate`.'),
    isPresent: (tool) => keys(tool, 'credential').load().length === 0,
  },
  {
    text: paragraphs('Key repositories for encryption should be unique.', '', '    `keystone.conf [credential] key_repository` and `[fernet_tokens] key_repository`', '    name the same folder.'),
    isPresent: ({ config }) => config.text('credential', 'key_repository') === config.text('fernet_tokens', 'key_repository'),
  },
  {
    text: paragraphs('Credential key repository is not setup correctly.', '', '    The user that runs keystone must be able to read it, and nobody else.'),
    isPresent: (tool) => !keys(tool, 'credential').isUsable(),
  },
  {
    text: paragraphs('SQLite is not recommended for production deployments.', '', '    Let `keystone.conf [database] connection` name another driver, such as MySQL.'),
    isPresent: ({ config }) => (config.text('database', 'connection') ?? '').includes('sqlite'),
  },
  {
    text: paragraphs('Debug mode should be set to False.', '', '    It tells more than a production system should: `keystone.conf debug`.'),
    isPresent: ({ config }) => config.flag('DEFAULT', 'debug'),
  },
  {
    text: paragraphs('`keystone.conf [DEFAULT] max_token_size` should be adjusted.', '', '    Fernet tokens hardly ever have more than 255 characters.'),
    isPresent: ({ config }) => (config.text('token', 'provider') ?? '').includes('fernet') && config.number('DEFAULT', 'max_token_size') > 255,
  },
  {
    text: paragraphs('Fernet key repository is empty.', '', '    Fill it with `keystone-manage fernet_setup`, and change the keys now and then', '    with `keystone-manage fernet_rotate`.'),
    isPresent: (tool) => (tool.config.text('token', 'provider') ?? '').includes('fernet') && keys(tool, 'fernet_tokens').load().length === 0,
  },
  {
    text: paragraphs('Fernet key repository is not setup correctly.', '', '    The user that runs keystone must be able to read it, and nobody else.'),
    isPresent: (tool) => (tool.config.text('token', 'provider') ?? '').includes('fernet') && !keys(tool, 'fernet_tokens').isUsable(),
  },
];

/** `keystone-manage doctor`: says what it finds; status 1 when it found something. */
export function* doctor(tool: Tool): Routine<number> {
  let status = 0;
  for (const { text, isPresent } of SYMPTOMS) {
    if (!isPresent(tool)) continue;
    status = 1;
    yield* tool.sys.write(1, `\nWARNING: ${text}\n`);
  }
  return status;
}
