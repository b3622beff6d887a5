import type { CommandTable } from '../command.ts';
import { accessRuleCommands } from './access-rule.ts';
import { applicationCredentialCommands } from './application-credential.ts';
import { catalogCommands } from './catalog.ts';
import { consumerCommands } from './consumer.ts';
import { credentialCommands } from './credential.ts';
import { domainCommands } from './domain.ts';
import { ec2Commands } from './ec2.ts';
import { endpointGroupCommands } from './endpoint-group.ts';
import { endpointCommands } from './endpoint.ts';
import { federationCommands } from './federation-protocol.ts';
import { groupCommands } from './group.ts';
import { identityProviderCommands } from './identity-provider.ts';
import { impliedRoleCommands } from './implied-role.ts';
import { limitCommands } from './limit.ts';
import { mappingCommands } from './mapping.ts';
import { oauthTokenCommands } from './oauth-token.ts';
import { policyCommands } from './policy.ts';
import { projectPurgeCommands } from './project-purge.ts';
import { projectCommands } from './project.ts';
import { regionCommands } from './region.ts';
import { registeredLimitCommands } from './registered-limit.ts';
import { roleAssignmentCommands } from './role-assignment.ts';
import { roleCommands } from './role.ts';
import { serviceProviderCommands } from './service-provider.ts';
import { serviceCommands } from './service.ts';
import { tokenCommands } from './token.ts';
import { trustCommands } from './trust.ts';
import { userCommands } from './user.ts';

/** Every command that needs only keystone. */
export const identityCommands: CommandTable = {
  ...accessRuleCommands, ...applicationCredentialCommands, ...catalogCommands, ...consumerCommands, ...credentialCommands, ...domainCommands,
  ...ec2Commands, ...endpointCommands, ...endpointGroupCommands, ...federationCommands, ...groupCommands, ...identityProviderCommands,
  ...impliedRoleCommands, ...limitCommands, ...mappingCommands, ...oauthTokenCommands, ...policyCommands, ...projectCommands,
  ...projectPurgeCommands, ...regionCommands, ...registeredLimitCommands, ...roleAssignmentCommands, ...roleCommands,
  ...serviceCommands, ...serviceProviderCommands, ...tokenCommands, ...trustCommands, ...userCommands,
};
