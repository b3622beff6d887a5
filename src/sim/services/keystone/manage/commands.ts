import type { Argument, Command } from '../../oslo/cli.ts';

const value = (name: string, metavar: string, more: Partial<Argument> = {}): Argument => ({ name, metavar, ...more });
const flag = (name: string, more: Partial<Argument> = {}): Argument => ({ name, metavar: null, ...more });

/** Root must say whose the files become. */
function permissions(isRoot: boolean): Pick<Command, 'usage' | 'arguments'> {
  const [user, group] = ['--keystone-user KEYSTONE_USER', '--keystone-group KEYSTONE_GROUP'];
  return {
    usage: isRoot ? [`[-h] ${user} ${group}`] : [`[-h] [${user}]`, `[${group}]`],
    arguments: [value('--keystone-user', 'KEYSTONE_USER', { isRequired: isRoot }), value('--keystone-group', 'KEYSTONE_GROUP', { isRequired: isRoot })],
  };
}

const NONE: Pick<Command, 'usage' | 'arguments'> = { usage: ['[-h]'], arguments: [] };

const BOOTSTRAP: Pick<Command, 'usage' | 'arguments'> = {
  usage: [
    '[-h] [--bootstrap-username OS_BOOTSTRAP_USERNAME]', '[--bootstrap-password OS_BOOTSTRAP_PASSWORD]', '[--bootstrap-project-name OS_BOOTSTRAP_PROJECT_NAME]',
    '[--bootstrap-role-name OS_BOOTSTRAP_ROLE_NAME]', '[--bootstrap-service-name OS_BOOTSTRAP_SERVICE_NAME]', '[--bootstrap-admin-url OS_BOOTSTRAP_ADMIN_URL]',
    '[--bootstrap-public-url OS_BOOTSTRAP_PUBLIC_URL]', '[--bootstrap-internal-url OS_BOOTSTRAP_INTERNAL_URL]',
    '[--bootstrap-region-id OS_BOOTSTRAP_REGION_ID] [--immutable-roles]', '[--no-immutable-roles]',
  ],
  arguments: [
    ...['username', 'password', 'project-name', 'role-name', 'service-name', 'admin-url', 'public-url', 'internal-url', 'region-id']
      .map((name) => value(`--bootstrap-${name}`, `OS_BOOTSTRAP_${name.toUpperCase().replaceAll('-', '_')}`)),
    flag('--immutable-roles'), flag('--no-immutable-roles'),
  ],
};

const DB_SYNC: Pick<Command, 'usage' | 'arguments'> = {
  usage: ['[-h] [--expand | --migrate | --contract | --check] [version]'],
  arguments: [...['--expand', '--migrate', '--contract', '--check'].map((name) => flag(name, { group: 'phase' })), { name: 'version', metavar: 'version' }],
};

const MAPPING_PURGE: Pick<Command, 'usage' | 'arguments'> = {
  usage: ['[-h] [--all] [--domain-name DOMAIN_NAME] [--public-id PUBLIC_ID]', '[--local-id LOCAL_ID] [--type {user,group}]'],
  arguments: [flag('--all'), value('--domain-name', 'DOMAIN_NAME'), value('--public-id', 'PUBLIC_ID'), value('--local-id', 'LOCAL_ID'),
    value('--type', '{user,group}', { choices: ['user', 'group'] })],
};

const MAPPING_ENGINE: Pick<Command, 'usage' | 'arguments'> = {
  usage: ['[-h] --rules RULES --input INPUT [--prefix PREFIX] [--engine-debug]'],
  arguments: [value('--rules', 'RULES', { isRequired: true }), value('--input', 'INPUT', { isRequired: true }), value('--prefix', 'PREFIX'), flag('--engine-debug')],
};

const TRUST_FLUSH: Pick<Command, 'usage' | 'arguments'> = {
  usage: ['[-h] [--project-id PROJECT_ID] [--trustor-user-id TRUSTOR_USER_ID]', '[--trustee-user-id TRUSTEE_USER_ID] [--date DATE]'],
  arguments: [value('--project-id', 'PROJECT_ID'), value('--trustor-user-id', 'TRUSTOR_USER_ID'), value('--trustee-user-id', 'TRUSTEE_USER_ID'), value('--date', 'DATE')],
};

const DOMAIN_CONFIG: Pick<Command, 'usage' | 'arguments'> = {
  usage: ['[-h] [--all] [--domain-name DOMAIN_NAME]'], arguments: [flag('--all'), value('--domain-name', 'DOMAIN_NAME')],
};

/** keystone-manage's sub-commands, in the order of its usage (keystone/cmd/cli.py). */
export function commandsFor(isRoot: boolean): readonly Command[] {
  const keys = permissions(isRoot);
  const parts: readonly (readonly [string, Pick<Command, 'usage' | 'arguments'>])[] = [
    ['bootstrap', BOOTSTRAP], ['credential_migrate', keys], ['credential_rotate', keys], ['credential_setup', keys], ['db_sync', DB_SYNC], ['db_version', NONE],
    ['doctor', NONE], ['domain_config_upload', DOMAIN_CONFIG], ['fernet_rotate', keys], ['fernet_setup', keys],
    ['create_jws_keypair', { usage: [...keys.usage, '[--force]'], arguments: [...keys.arguments, flag('--force')] }],
    ['mapping_populate', { usage: ['[-h] --domain-name DOMAIN_NAME'], arguments: [value('--domain-name', 'DOMAIN_NAME', { isRequired: true })] }],
    ['mapping_purge', MAPPING_PURGE], ['mapping_engine', MAPPING_ENGINE], ['receipt_rotate', keys], ['receipt_setup', keys], ['saml_idp_metadata', NONE],
    ['token_rotate', keys], ['token_setup', keys], ['trust_flush', TRUST_FLUSH],
  ];
  return parts.map(([name, rest]) => ({ name, ...rest }));
}
