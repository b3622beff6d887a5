import type { Routine } from '../../../host/program.ts';
import { CredentialCipher } from '../keys/cipher.ts';
import { KeyRepository, type Owner } from '../keys/repository.ts';
import { PythonException, type PythonError } from '../../oslo/traceback.ts';
import type { Tool } from './tool.ts';

type Group = 'fernet_tokens' | 'fernet_receipts' | 'credential';

/** Says why a command gives up: SystemExit with a message. */
const exit = (message: string): PythonException => new PythonException({ type: 'SystemExit', message });

/** `fernet_setup`, `credential_setup`, `token_setup`, `receipt_setup`: folder and first keys. */
export function* setup(tool: Tool, groups: readonly Group[]): Routine<number> {
  const owner = ownerOf(tool);
  for (const group of apart(tool, groups)) {
    const keys = new KeyRepository(tool.sys, tool.config, tool.log, group);
    keys.create(owner);
    if (keys.isUsable(true)) yield* keys.initialise(owner);
  }
  return 0;
}

/** `fernet_rotate`, `token_rotate`, `receipt_rotate`. */
export function* rotate(tool: Tool, groups: readonly Group[]): Routine<number> {
  const owner = ownerOf(tool);
  for (const group of apart(tool, groups)) {
    const keys = new KeyRepository(tool.sys, tool.config, tool.log, group);
    if (keys.isUsable(true)) yield* keys.rotate(owner);
  }
  return 0;
}

/** `credential_rotate`: only when every credential has been encrypted with the primary key. */
export function* rotateCredentials(tool: Tool): Routine<number> {
  const owner = ownerOf(tool);
  const keys = new KeyRepository(tool.sys, tool.config, tool.log, 'credential');
  if (!keys.isUsable(true)) return 0;
  const primary = new CredentialCipher(tool.sys, tool.log, keys).primaryHash();
  const rows = yield* tool.db.rows('SELECT credential.id AS id, credential.key_hash AS key_hash FROM credential');
  if (rows.some((row) => row['key_hash'] !== primary)) {
    throw exit('Unable to rotate credential keys because not all credentials are encrypted with the primary key. Please make sure all '
      + 'credentials have been encrypted with the primary key using `keystone-manage credential_migrate`.');
  }
  yield* keys.rotate(owner);
  return 0;
}

/** `credential_migrate`: encrypts with the primary key what older keys encrypted. */
export function* migrateCredentials(tool: Tool): Routine<number> {
  const keys = new KeyRepository(tool.sys, tool.config, tool.log, 'credential');
  keys.isUsable(true);
  const cipher = new CredentialCipher(tool.sys, tool.log, keys);
  const primary = cipher.primaryHash();
  const rows = yield* tool.db.rows('SELECT credential.id AS id, credential.encrypted_blob AS encrypted_blob, credential.key_hash AS key_hash FROM credential');
  for (const row of rows.filter((each) => each['key_hash'] !== primary)) {
    const { blob, keyHash } = cipher.encrypt(cipher.decrypt(row['encrypted_blob'] ?? ''));
    yield* tool.db.run('UPDATE credential SET encrypted_blob=%(blob)s, key_hash=%(hash)s WHERE credential.id = %(id)s', { blob, hash: keyHash, id: row['id'] ?? null });
  }
  return 0;
}

/** Receipts have their keys where tokens have them, unless configured otherwise. */
function apart(tool: Tool, groups: readonly Group[]): Group[] {
  const folder = (group: Group): string => (tool.config.text(group, 'key_repository') ?? '').replace(/\/+$/, '');
  return groups.filter((group, index) => groups.findIndex((other) => folder(other) === folder(group)) === index);
}

/** `--keystone-user` and `--keystone-group` as ids. */
function ownerOf({ sys, parsed }: Tool): Owner {
  const find = (kind: 'user' | 'group'): number | null => {
    const name = parsed.values[`--keystone-${kind}`];
    if (typeof name !== 'string' || name === '') return null;
    const id = /^\d+$/.test(name) ? Number(name) : null;
    const found = kind === 'user' ? (sys.accounts.byName(name) ?? (id === null ? null : sys.accounts.byUid(id)))?.uid
      : (sys.accounts.groupByName(name) ?? (id === null ? null : sys.accounts.groupByGid(id)))?.gid;
    if (found === undefined) throw unknown(kind, name);
    return found;
  };
  return { uid: find('user'), gid: find('group') };
}

function unknown(kind: 'user' | 'group', name: string): PythonException {
  const [call, getter] = kind === 'user' ? ['getpwnam(): name not found', 'get_unix_user'] : ['getgrnam(): name not found', 'get_unix_group'];
  const inside = (line: number, source: string): readonly [string, number, string, string] => ['keystone/common/utils.py', line, getter, source];
  const missing: PythonError = { type: 'KeyError', message: `"${call}: '${name}'"`, frames: [inside(247, `${kind}_info = ...`)] };
  const number: PythonError = { type: 'ValueError', message: `invalid literal for int() with base 10: '${name}'`, frames: [inside(250, `i = int(${kind})`)], cause: missing };
  const lost: PythonError = { type: 'KeyError', message: `"${kind} name '${name}' not found"`, frames: [inside(252, 'raise KeyError(...)')], cause: number };
  return new PythonException({
    type: 'ValueError', message: `Unknown ${kind} '${name}' in --keystone-${kind}`,
    frames: [['keystone/cmd/cli.py', kind === 'user' ? 413 : 421, 'get_user_group', `raise ValueError("Unknown ${kind} '%s' in --keystone-${kind}" % a)`]], cause: lost,
  });
}
