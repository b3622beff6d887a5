// identity: what `openstack` does for keystone's resources, a file for each, over a model of keystoneclient's managers
// (keystone.ts). Requests, their order, columns and messages are those of python-openstackclient 6.0.0 with
// keystoneclient 5.0. Knows nothing of keystone but what HTTP tells.

/** A kind of resource, as one of keystoneclient's managers knows it. */
export interface Kind {
  /** In URLs, and what a list is called in answers. */
  readonly collection: string;
  /** What one is called in requests and answers. */
  readonly key: string;
  /** What messages call it: the class's name in small letters. */
  readonly label: string;
  /** What stands before the collection in URLs. */
  readonly base?: string;
}

const kind = (key: string, collection = `${key}s`, base = ''): Kind => ({ collection, key, label: key.replaceAll('_', ''), base });

export const USERS = kind('user');
export const GROUPS = kind('group');
export const PROJECTS = kind('project');
export const DOMAINS = kind('domain');
export const ROLES = kind('role');
export const ASSIGNMENTS = kind('role_assignment');
export const INFERENCES = kind('role_inference');
export const SERVICES = kind('service');
export const ENDPOINTS = kind('endpoint');
export const REGIONS = kind('region');
export const CREDENTIALS = kind('credential');
export const POLICIES = kind('policy', 'policies');
export const LIMITS = kind('limit');
export const REGISTERED_LIMITS = kind('registered_limit');
export const TRUSTS = kind('trust', 'trusts', '/OS-TRUST');
export const CONSUMERS = kind('consumer', 'consumers', '/OS-OAUTH1');
export const ENDPOINT_GROUPS = kind('endpoint_group', 'endpoint_groups', '/OS-EP-FILTER');
export const IDENTITY_PROVIDERS = kind('identity_provider', 'identity_providers', '/OS-FEDERATION');
export const MAPPINGS = kind('mapping', 'mappings', '/OS-FEDERATION');
export const SERVICE_PROVIDERS = kind('service_provider', 'service_providers', '/OS-FEDERATION');

/** Protocols of one identity provider. */
export const protocolsOf = (provider: string): Kind => kind('protocol', 'protocols', `/OS-FEDERATION/identity_providers/${provider}`);

/** What belongs to a user. */
export const applicationCredentialsOf = (user: string): Kind => kind('application_credential', 'application_credentials', `/users/${user}`);
export const accessRulesOf = (user: string): Kind => kind('access_rule', 'access_rules', `/users/${user}`);
