import type { Payload } from '../host/package.ts';
import { PAYLOADS as BASE } from './payload/base.ts';
import { PAYLOADS as CHRONY } from './payload/chrony.ts';
import { PAYLOADS as FIREWALLD } from './payload/firewalld.ts';
import { PAYLOADS as HTTPD } from './payload/httpd.ts';
import { PAYLOADS as KEYSTONE } from './payload/keystone.ts';
import { PAYLOADS as MARIADB } from './payload/mariadb.ts';
import { PAYLOADS as MEMCACHED } from './payload/memcached.ts';
import { PAYLOADS as NETWORK } from './payload/network.ts';
import { PAYLOADS as OPENSTACKCLIENT } from './payload/openstackclient.ts';
import { PAYLOADS as OPENSSH } from './payload/openssh.ts';
import { PAYLOADS as SETUP } from './payload/setup.ts';
import { PAYLOADS as SOURCES } from './payload/sources.ts';
import { PAYLOADS as SYSTEM } from './payload/system.ts';
import { PAYLOADS as SYSTEMD } from './payload/systemd.ts';
import type { Payloads } from './payload.ts';

/** Every topic's payloads; a package may be described by several. */
const TOPICS: readonly Payloads[] = [BASE, SETUP, SYSTEM, SOURCES, NETWORK, CHRONY, OPENSSH, OPENSTACKCLIENT, FIREWALLD, SYSTEMD, MARIADB, KEYSTONE, HTTPD, MEMCACHED];

/** What lies inside the package of that name; empty when nothing of it is modelled. */
export function payloadOf(name: string): Payload {
  const parts = TOPICS.flatMap((topic) => topic[name] ?? []);
  return {
    files: parts.flatMap((part) => part.files ?? []),
    users: parts.flatMap((part) => part.users ?? []),
    groups: parts.flatMap((part) => part.groups ?? []),
    scripts: parts.flatMap((part) => part.scripts ?? []),
  };
}

/** Every package of which something is modelled. */
export const PAYLOAD_NAMES: readonly string[] = [...new Set(TOPICS.flatMap((topic) => Object.keys(topic)))];
