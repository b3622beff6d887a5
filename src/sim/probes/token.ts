// probes: what a Fernet token says, and whether keystone would accept it now.
import { KEYSTONE_CONF } from '../../facts/cloud-login.ts';
import { keyRepositoryOf, reportOn, type KeyFolder } from '../../facts/token.ts';
import type { Host } from '../host/host.ts';
import { ROOT } from '../host/inode.ts';
import { calendar } from '../time/clock.ts';
import { identityOf } from './identity-tables.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { allows, lookUp, textOf } from './machine.ts';

export async function answerToken(host: Host, { token }: Asked<'token'>): Promise<AnswerTo<'token'>> {
  const tables = await identityOf(host);
  if ('problem' in tables) return { kind: 'token', report: null, ...tables };
  const conf = textOf(host, KEYSTONE_CONF) ?? '';
  const facts = { tables, conf, folder: folderOf(host, keyRepositoryOf(conf)), nowMs: host.shared.clock.nowMs(), written };
  return { kind: 'token', report: reportOn(token.trim(), facts) };
}

function folderOf(host: Host, path: string): KeyFolder {
  const isThere = lookUp(host, path)?.type === 'directory';
  const names = isThere ? host.files.readDirectory(path, ROOT) : [];
  return { isThere, isReadable: allows(host, path, 'keystone'), keys: new Map(names.map((name) => [name, textOf(host, `${path}/${name}`) ?? ''])) };
}

/** `2026-11-20 08:28:14`, as MariaDB writes it. */
function written(seconds: number): string {
  const { year, month, day, hour, minute, second } = calendar(seconds * 1000);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}
