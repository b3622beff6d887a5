// Every path of keystone's API: "METHOD /path", the policy that decides, who answers, and what the policy looks at.
import * as applications from './app-credentials.ts';
import { listAssignments } from './assignments.ts';
import { issueToken } from './auth.ts';
import { listOwnDomains, listOwnProjects, showOwnCatalog, showOwnSystem, showToken } from './auth-lists.ts';
import * as consumers from './consumers.ts';
import * as credentials from './credentials.ts';
import { showVersion, showVersions } from './discovery.ts';
import * as domains from './domains.ts';
import * as filter from './endpoint-filter.ts';
import * as endpoints from './endpoints.ts';
import * as federation from './federation.ts';
import { checkGrant, createGrant, deleteGrant, grantTarget, inheritTarget, listGrants, revokeTarget } from './grants.ts';
import * as groups from './groups.ts';
import * as limits from './limits.ts';
import * as policies from './policies.ts';
import * as projects from './projects.ts';
import * as regions from './regions.ts';
import { listRevocations, revokeToken } from './revoke.ts';
import * as roles from './roles.ts';
import { type Line, route, type Route } from './route.ts';
import * as services from './services.ts';
import * as tags from './tags.ts';
import * as to from './targets.ts';
import * as trusts from './trusts.ts';
import * as users from './users.ts';

const LINES: readonly Line[] = [
  ['GET /', null, showVersions],
  ['GET /v3', null, showVersion],

  ['POST /v3/auth/tokens', null, issueToken],
  ['GET /v3/auth/tokens', 'identity:validate_token', showToken],
  ['HEAD /v3/auth/tokens', 'identity:check_token', showToken],
  ['DELETE /v3/auth/tokens', 'identity:revoke_token', revokeToken],
  ['GET /v3/auth/projects', 'identity:get_auth_projects', listOwnProjects],
  ['GET /v3/auth/domains', 'identity:get_auth_domains', listOwnDomains],
  ['GET /v3/auth/system', 'identity:get_auth_system', showOwnSystem],
  ['GET /v3/auth/catalog', 'identity:get_auth_catalog', showOwnCatalog],
  ['GET /v3/OS-FEDERATION/projects', 'identity:get_auth_projects', listOwnProjects],
  ['GET /v3/OS-FEDERATION/domains', 'identity:get_auth_domains', listOwnDomains],
  ['GET /v3/OS-REVOKE/events', 'identity:list_revoke_events', listRevocations],

  ['GET /v3/users', 'identity:list_users', users.listUsers, { target: to.ownDomain, filters: users.USER_LIST_FILTERS }],
  ['POST /v3/users', 'identity:create_user', users.createUser, { target: to.body('user') }],
  ['GET /v3/users/{user_id}', 'identity:get_user', users.showUser, { target: to.user }],
  ['PATCH /v3/users/{user_id}', 'identity:update_user', users.updateUser, { target: to.user }],
  ['DELETE /v3/users/{user_id}', 'identity:delete_user', users.deleteUser, { target: to.user }],
  ['POST /v3/users/{user_id}/password', null, users.changePassword],
  ['GET /v3/users/{user_id}/projects', 'identity:list_user_projects', users.listUserProjects, { target: to.user, filters: ['domain_id', 'enabled', 'name'] }],
  ['GET /v3/users/{user_id}/groups', 'identity:list_groups_for_user', users.listUserGroups, { target: to.user, filters: ['name'] }],

  ['GET /v3/groups', 'identity:list_groups', groups.listGroups, { target: to.ownDomainGroups, filters: ['domain_id', 'name'] }],
  ['POST /v3/groups', 'identity:create_group', groups.createGroup, { target: to.body('group') }],
  ['GET /v3/groups/{group_id}', 'identity:get_group', groups.showGroup, { target: to.group }],
  ['PATCH /v3/groups/{group_id}', 'identity:update_group', groups.updateGroup, { target: to.group }],
  ['DELETE /v3/groups/{group_id}', 'identity:delete_group', groups.deleteGroup, { target: to.knownGroup }],
  ['GET /v3/groups/{group_id}/users', 'identity:list_users_in_group', groups.listMembers, { target: to.group, filters: ['domain_id', 'enabled', 'name', 'password_expires_at'] }],
  ['GET /v3/groups/{group_id}/users/{user_id}', 'identity:check_user_in_group', groups.checkMember, { target: to.membership }],
  ['PUT /v3/groups/{group_id}/users/{user_id}', 'identity:add_user_to_group', groups.addMember, { target: to.membership }],
  ['DELETE /v3/groups/{group_id}/users/{user_id}', 'identity:remove_user_from_group', groups.removeMember, { target: to.membership }],

  ['GET /v3/projects', 'identity:list_projects', projects.listProjects, { target: to.ownDomain, filters: ['domain_id', 'enabled', 'name', 'parent_id', 'is_domain'] }],
  ['POST /v3/projects', 'identity:create_project', projects.createProject, { target: to.body('project') }],
  ['GET /v3/projects/{project_id}', 'identity:get_project', projects.showProject, { target: to.project }],
  ['PATCH /v3/projects/{project_id}', 'identity:update_project', projects.updateProject, { target: to.project }],
  ['DELETE /v3/projects/{project_id}', 'identity:delete_project', projects.deleteProject, { target: to.project }],
  ['GET /v3/projects/{project_id}/tags', 'identity:list_project_tags', tags.listTags, { target: to.project }],
  ['PUT /v3/projects/{project_id}/tags', 'identity:update_project_tags', tags.replaceTags, { target: to.project }],
  ['DELETE /v3/projects/{project_id}/tags', 'identity:delete_project_tags', tags.clearTags, { target: to.project }],
  ['GET /v3/projects/{project_id}/tags/{value}', 'identity:get_project_tag', tags.checkTag, { target: to.project }],
  ['PUT /v3/projects/{project_id}/tags/{value}', 'identity:create_project_tag', tags.addTag, { target: to.project }],
  ['DELETE /v3/projects/{project_id}/tags/{value}', 'identity:delete_project_tag', tags.removeTag, { target: to.project }],

  ['GET /v3/domains', 'identity:list_domains', domains.listDomains, { filters: ['name', 'enabled'] }],
  ['POST /v3/domains', 'identity:create_domain', domains.createDomain],
  ['GET /v3/domains/{domain_id}', 'identity:get_domain', domains.showDomain, { target: to.domain }],
  ['PATCH /v3/domains/{domain_id}', 'identity:update_domain', domains.updateDomain, { target: to.knownDomain }],
  ['DELETE /v3/domains/{domain_id}', 'identity:delete_domain', domains.deleteDomain, { target: to.knownDomain }],

  ['GET /v3/roles', null, roles.listRoles],
  ['POST /v3/roles', null, roles.createRole],
  ['GET /v3/roles/{role_id}', null, roles.showRole],
  ['PATCH /v3/roles/{role_id}', null, roles.updateRole],
  ['DELETE /v3/roles/{role_id}', null, roles.deleteRole],
  ['GET /v3/roles/{prior_role_id}/implies', 'identity:list_implied_roles', roles.listImplied, { target: roles.impliedTarget }],
  ['HEAD /v3/roles/{prior_role_id}/implies/{implied_role_id}', 'identity:check_implied_role', roles.showImplied, { target: roles.impliedTarget }],
  ['GET /v3/roles/{prior_role_id}/implies/{implied_role_id}', 'identity:get_implied_role', roles.showImplied, { target: roles.impliedTarget }],
  ['PUT /v3/roles/{prior_role_id}/implies/{implied_role_id}', 'identity:create_implied_role', roles.createImplied, { target: roles.impliedTarget }],
  ['DELETE /v3/roles/{prior_role_id}/implies/{implied_role_id}', 'identity:delete_implied_role', roles.deleteImplied, { target: roles.impliedTarget }],
  ['GET /v3/role_inferences', 'identity:list_role_inference_rules', roles.listInferences],
  ['GET /v3/role_assignments', null, listAssignments],

  ...grants('/v3/projects/{project_id}', grantTarget),
  ...grants('/v3/domains/{domain_id}', grantTarget),
  ...grants('/v3/OS-INHERIT/projects/{project_id}', inheritTarget, '/inherited_to_projects').filter(([what]) => !what.endsWith('/roles/inherited_to_projects')),
  ...grants('/v3/OS-INHERIT/domains/{domain_id}', inheritTarget, '/inherited_to_projects'),
  ...systemGrants('users/{user_id}', 'user'),
  ...systemGrants('groups/{group_id}', 'group'),

  ['GET /v3/services', 'identity:list_services', services.listServices, { filters: ['type', 'name'] }],
  ['POST /v3/services', 'identity:create_service', services.createService],
  ['GET /v3/services/{service_id}', 'identity:get_service', services.showService],
  ['PATCH /v3/services/{service_id}', 'identity:update_service', services.updateService],
  ['DELETE /v3/services/{service_id}', 'identity:delete_service', services.deleteService],

  ['GET /v3/endpoints', 'identity:list_endpoints', endpoints.listEndpoints, { filters: ['interface', 'service_id', 'region_id'] }],
  ['POST /v3/endpoints', 'identity:create_endpoint', endpoints.createEndpoint],
  ['GET /v3/endpoints/{endpoint_id}', 'identity:get_endpoint', endpoints.showEndpoint, { target: to.knownEndpoint }],
  ['PATCH /v3/endpoints/{endpoint_id}', 'identity:update_endpoint', endpoints.updateEndpoint, { target: to.knownEndpoint }],
  ['DELETE /v3/endpoints/{endpoint_id}', 'identity:delete_endpoint', endpoints.deleteEndpoint, { target: to.knownEndpoint }],
  ['GET /v3/endpoints/{endpoint_id}/OS-ENDPOINT-POLICY/policy', 'identity:get_policy_for_endpoint', policies.showEndpointPolicy],

  ['GET /v3/regions', 'identity:list_regions', regions.listRegions, { filters: ['parent_region_id'] }],
  ['POST /v3/regions', 'identity:create_region', regions.createRegion],
  ['GET /v3/regions/{region_id}', 'identity:get_region', regions.showRegion],
  ['PUT /v3/regions/{region_id}', 'identity:create_region', regions.putRegion],
  ['PATCH /v3/regions/{region_id}', 'identity:update_region', regions.updateRegion],
  ['DELETE /v3/regions/{region_id}', 'identity:delete_region', regions.deleteRegion],

  ['GET /v3/credentials', null, credentials.listCredentials],
  ['POST /v3/credentials', null, credentials.createCredential],
  ['GET /v3/credentials/{credential_id}', 'identity:get_credential', credentials.showCredential, { target: credentials.credentialTarget }],
  ['PATCH /v3/credentials/{credential_id}', 'identity:update_credential', credentials.updateCredential, { target: credentials.credentialTarget }],
  ['DELETE /v3/credentials/{credential_id}', 'identity:delete_credential', credentials.deleteCredential, { target: credentials.credentialTarget }],
  ['GET /v3/users/{user_id}/credentials/OS-EC2', 'identity:ec2_list_credentials', credentials.listEc2],
  ['POST /v3/users/{user_id}/credentials/OS-EC2', 'identity:ec2_create_credential', credentials.createEc2, { target: credentials.ec2Target }],
  ['GET /v3/users/{user_id}/credentials/OS-EC2/{credential_id}', 'identity:ec2_get_credential', credentials.showEc2, { target: credentials.ec2Target }],
  ['DELETE /v3/users/{user_id}/credentials/OS-EC2/{credential_id}', 'identity:ec2_delete_credential', credentials.deleteEc2, { target: credentials.ec2Target }],

  ['GET /v3/users/{user_id}/application_credentials', 'identity:list_application_credentials', applications.listAppCredentials, { filters: ['name'] }],
  ['POST /v3/users/{user_id}/application_credentials', 'identity:create_application_credential', applications.createAppCredential],
  ['GET /v3/users/{user_id}/application_credentials/{application_credential_id}', 'identity:get_application_credential', applications.showAppCredential, { target: applications.ownerTarget }],
  ['DELETE /v3/users/{user_id}/application_credentials/{application_credential_id}', 'identity:delete_application_credential', applications.deleteAppCredential, { target: applications.ownerTarget }],
  ['GET /v3/users/{user_id}/access_rules', 'identity:list_access_rules', applications.listAccessRules, { target: to.user, filters: ['service', 'path', 'method'] }],
  ['GET /v3/users/{user_id}/access_rules/{access_rule_id}', 'identity:get_access_rule', applications.showAccessRule, { target: to.user }],
  ['DELETE /v3/users/{user_id}/access_rules/{access_rule_id}', 'identity:delete_access_rule', applications.deleteAccessRule, { target: to.user }],

  ['GET /v3/policies', 'identity:list_policies', policies.listPolicies],
  ['POST /v3/policies', 'identity:create_policy', policies.createPolicy],
  ['GET /v3/policies/{policy_id}', 'identity:get_policy', policies.showPolicy],
  ['PATCH /v3/policies/{policy_id}', 'identity:update_policy', policies.updatePolicy],
  ['DELETE /v3/policies/{policy_id}', 'identity:delete_policy', policies.deletePolicy],
  ['GET /v3/policies/{policy_id}/OS-ENDPOINT-POLICY/endpoints', 'identity:list_endpoints_for_policy', policies.listPolicyEndpoints],
  ...associations('endpoints/{endpoint_id}', 'endpoint'),
  ...associations('services/{service_id}', 'service'),
  ...associations('services/{service_id}/regions/{region_id}', 'region_and_service'),

  ['GET /v3/registered_limits', 'identity:list_registered_limits', limits.listRegistered, { filters: ['service_id', 'region_id', 'resource_name'] }],
  ['POST /v3/registered_limits', 'identity:create_registered_limits', limits.createRegistered],
  ['GET /v3/registered_limits/{registered_limit_id}', 'identity:get_registered_limit', limits.showRegistered],
  ['PATCH /v3/registered_limits/{registered_limit_id}', 'identity:update_registered_limit', limits.updateRegistered],
  ['DELETE /v3/registered_limits/{registered_limit_id}', 'identity:delete_registered_limit', limits.deleteRegistered],
  ['GET /v3/limits', 'identity:list_limits', limits.listLimits, { filters: ['service_id', 'region_id', 'resource_name', 'project_id', 'domain_id'] }],
  ['POST /v3/limits', 'identity:create_limits', limits.createLimits],
  ['GET /v3/limits/model', 'identity:get_limit_model', limits.showModel],
  ['GET /v3/limits/{limit_id}', 'identity:get_limit', limits.showLimit, { target: limits.limitTarget }],
  ['PATCH /v3/limits/{limit_id}', 'identity:update_limit', limits.updateLimit, { target: limits.limitTarget }],
  ['DELETE /v3/limits/{limit_id}', 'identity:delete_limit', limits.deleteLimit, { target: limits.limitTarget }],

  ['GET /v3/OS-TRUST/trusts', null, trusts.listTrusts],
  ['POST /v3/OS-TRUST/trusts', null, trusts.createTrust],
  ['GET /v3/OS-TRUST/trusts/{trust_id}', 'identity:get_trust', trusts.showTrust, { target: trusts.trustTarget }],
  ['DELETE /v3/OS-TRUST/trusts/{trust_id}', 'identity:delete_trust', trusts.deleteTrust, { target: trusts.trustTarget }],
  ['GET /v3/OS-TRUST/trusts/{trust_id}/roles', 'identity:list_roles_for_trust', trusts.listTrustRoles, { target: trusts.trustTarget }],
  ['GET /v3/OS-TRUST/trusts/{trust_id}/roles/{role_id}', 'identity:get_role_for_trust', trusts.showTrustRole, { target: trusts.trustTarget }],

  ['GET /v3/OS-EP-FILTER/endpoint_groups', 'identity:list_endpoint_groups', filter.listEndpointGroups],
  ['POST /v3/OS-EP-FILTER/endpoint_groups', 'identity:create_endpoint_group', filter.createEndpointGroup],
  ['GET /v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}', 'identity:get_endpoint_group', filter.showEndpointGroup],
  ['PATCH /v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}', 'identity:update_endpoint_group', filter.updateEndpointGroup],
  ['DELETE /v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}', 'identity:delete_endpoint_group', filter.deleteEndpointGroup],
  ['GET /v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}/endpoints', 'identity:list_endpoints_associated_with_endpoint_group', filter.listGroupEndpoints],
  ['GET /v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}/projects', 'identity:list_projects_associated_with_endpoint_group', filter.listGroupProjects],
  ['GET /v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}/projects/{project_id}', 'identity:get_endpoint_group_in_project', filter.showGroupProject],
  ['PUT /v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}/projects/{project_id}', 'identity:add_endpoint_group_to_project', filter.addGroupProject],
  ['DELETE /v3/OS-EP-FILTER/endpoint_groups/{endpoint_group_id}/projects/{project_id}', 'identity:remove_endpoint_group_from_project', filter.removeGroupProject],
  ['GET /v3/OS-EP-FILTER/endpoints/{endpoint_id}/projects', 'identity:list_projects_for_endpoint', filter.listEndpointProjects],
  ['GET /v3/OS-EP-FILTER/projects/{project_id}/endpoints', 'identity:list_endpoints_for_project', filter.listProjectEndpoints],
  ['GET /v3/OS-EP-FILTER/projects/{project_id}/endpoints/{endpoint_id}', 'identity:check_endpoint_in_project', filter.checkProjectEndpoint],
  ['PUT /v3/OS-EP-FILTER/projects/{project_id}/endpoints/{endpoint_id}', 'identity:add_endpoint_to_project', filter.addProjectEndpoint],
  ['DELETE /v3/OS-EP-FILTER/projects/{project_id}/endpoints/{endpoint_id}', 'identity:remove_endpoint_from_project', filter.removeProjectEndpoint],
  ['GET /v3/OS-EP-FILTER/projects/{project_id}/endpoint_groups', 'identity:list_endpoint_groups_for_project', filter.listProjectGroups],

  ['GET /v3/OS-FEDERATION/identity_providers', 'identity:list_identity_providers', federation.listIdps, { filters: ['id', 'enabled'] }],
  ['GET /v3/OS-FEDERATION/identity_providers/{idp_id}', 'identity:get_identity_provider', federation.showIdp],
  ['PUT /v3/OS-FEDERATION/identity_providers/{idp_id}', 'identity:create_identity_provider', federation.createIdp],
  ['PATCH /v3/OS-FEDERATION/identity_providers/{idp_id}', 'identity:update_identity_provider', federation.updateIdp],
  ['DELETE /v3/OS-FEDERATION/identity_providers/{idp_id}', 'identity:delete_identity_provider', federation.deleteIdp],
  ['GET /v3/OS-FEDERATION/identity_providers/{idp_id}/protocols', 'identity:list_protocols', federation.listProtocols],
  ['GET /v3/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}', 'identity:get_protocol', federation.showProtocol],
  ['PUT /v3/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}', 'identity:create_protocol', federation.createProtocol],
  ['PATCH /v3/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}', 'identity:update_protocol', federation.updateProtocol],
  ['DELETE /v3/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}', 'identity:delete_protocol', federation.deleteProtocol],
  ['GET /v3/OS-FEDERATION/mappings', 'identity:list_mappings', federation.listMappings],
  ['GET /v3/OS-FEDERATION/mappings/{mapping_id}', 'identity:get_mapping', federation.showMapping],
  ['PUT /v3/OS-FEDERATION/mappings/{mapping_id}', 'identity:create_mapping', federation.createMapping],
  ['PATCH /v3/OS-FEDERATION/mappings/{mapping_id}', 'identity:update_mapping', federation.updateMapping],
  ['DELETE /v3/OS-FEDERATION/mappings/{mapping_id}', 'identity:delete_mapping', federation.deleteMapping],
  ['GET /v3/OS-FEDERATION/service_providers', 'identity:list_service_providers', federation.listProviders, { filters: ['id', 'enabled'] }],
  ['GET /v3/OS-FEDERATION/service_providers/{sp_id}', 'identity:get_service_provider', federation.showProvider],
  ['PUT /v3/OS-FEDERATION/service_providers/{sp_id}', 'identity:create_service_provider', federation.createProvider],
  ['PATCH /v3/OS-FEDERATION/service_providers/{sp_id}', 'identity:update_service_provider', federation.updateProvider],
  ['DELETE /v3/OS-FEDERATION/service_providers/{sp_id}', 'identity:delete_service_provider', federation.deleteProvider],

  ['GET /v3/OS-OAUTH1/consumers', 'identity:list_consumers', consumers.listConsumers],
  ['POST /v3/OS-OAUTH1/consumers', 'identity:create_consumer', consumers.createConsumer],
  ['GET /v3/OS-OAUTH1/consumers/{consumer_id}', 'identity:get_consumer', consumers.showConsumer],
  ['PATCH /v3/OS-OAUTH1/consumers/{consumer_id}', 'identity:update_consumer', consumers.updateConsumer],
  ['DELETE /v3/OS-OAUTH1/consumers/{consumer_id}', 'identity:delete_consumer', consumers.deleteConsumer],
];

/** The paths under which roles are granted on something, to users and to groups. */
function grants(on: string, target: Route['target'], end = ''): Line[] {
  return ['users/{user_id}', 'groups/{group_id}'].flatMap((actor): Line[] => [
    [`GET ${on}/${actor}/roles${end}`, 'identity:list_grants', listGrants, { target }],
    [`GET ${on}/${actor}/roles/{role_id}${end}`, 'identity:check_grant', checkGrant, { target }],
    [`PUT ${on}/${actor}/roles/{role_id}${end}`, 'identity:create_grant', createGrant, { target }],
    [`DELETE ${on}/${actor}/roles/{role_id}${end}`, 'identity:revoke_grant', deleteGrant, { target: end === '' ? revokeTarget : target }],
  ]);
}

/** The same on the system, which has policies of its own. */
function systemGrants(actor: string, who: string): Line[] {
  return [
    [`GET /v3/system/${actor}/roles`, `identity:list_system_grants_for_${who}`, listGrants, { target: grantTarget }],
    [`GET /v3/system/${actor}/roles/{role_id}`, `identity:check_system_grant_for_${who}`, checkGrant, { target: grantTarget }],
    [`PUT /v3/system/${actor}/roles/{role_id}`, `identity:create_system_grant_for_${who}`, createGrant, { target: grantTarget }],
    [`DELETE /v3/system/${actor}/roles/{role_id}`, `identity:revoke_system_grant_for_${who}`, deleteGrant, { target: revokeTarget }],
  ];
}

/** The paths that associate a policy with something. */
function associations(place: string, name: string): Line[] {
  const path = `/v3/policies/{policy_id}/OS-ENDPOINT-POLICY/${place}`;
  return [
    [`GET ${path}`, `identity:check_policy_association_for_${name}`, policies.checkAssociation],
    [`PUT ${path}`, `identity:create_policy_association_for_${name}`, policies.putAssociation],
    [`DELETE ${path}`, `identity:delete_policy_association_for_${name}`, policies.deleteAssociation],
  ];
}

/** The table, ready to be looked up. */
export const ROUTES: readonly Route[] = LINES.map(route);
