import type { Identity, RoleAssignment } from '../../../../lab/identity.ts';
import { List, Row } from '../../../design/List.tsx';
import styles from './IdentityPanel.module.css';
import { texts } from './texts.ts';

interface Props {
  readonly identity: Identity;
  readonly changed: ReadonlySet<string>;
}

/** Users with their roles, projects, and the roles there are. */
export function People({ identity, changed }: Props) {
  const { users, projects, roles, assignments } = identity;
  return (
    <div className={styles.people}>
      <List title={texts.users} empty={users.length === 0 ? texts.none : null}>
        {users.map((user) => (
          <Row key={user.id} news={changed.has(user.id) ? texts.changed : null}>
            <b>{user.name}</b> <span className={styles.quiet}>@{user.domain}</span>
            {!user.isEnabled && <span className={styles.off}> {texts.disabled}</span>}
            <span className={styles.detail}>{rolesOf(assignments, user.name)}</span>
          </Row>
        ))}
      </List>
      <List title={texts.projects} empty={projects.length === 0 ? texts.none : null}>
        {projects.map((project) => (
          <Row key={project.id} news={changed.has(project.id) ? texts.changed : null}>
            <b>{project.name}</b> <span className={styles.quiet}>@{project.domain}</span>
            {!project.isEnabled && <span className={styles.off}> {texts.disabled}</span>}
            {project.description !== '' && <span className={styles.detail}>{project.description}</span>}
          </Row>
        ))}
      </List>
      <List title={texts.roles} empty={roles.length === 0 ? texts.none : null}>
        {roles.map((role) => (
          <Row key={role.id} news={changed.has(role.id) ? texts.changed : null}>
            <b>{role.name}</b>
            {role.implies.length > 0 && <span className={styles.quiet}> {texts.implies} {role.implies.join(', ')}</span>}
          </Row>
        ))}
      </List>
    </div>
  );
}

function rolesOf(assignments: readonly RoleAssignment[], user: string): string {
  const mine = assignments.filter(({ actor, actorKind }) => actor === user && actorKind === 'user');
  return mine.length === 0 ? texts.noRoles : mine.map((each) => texts.role(each.role, whereOf(each))).join('; ');
}

function whereOf({ scope, target, isInherited }: RoleAssignment): string {
  const where = scope === 'system' ? texts.onSystem : scope === 'domain' ? texts.inDomain(target) : texts.inProject(target);
  return isInherited ? `${where} ${texts.inherited}` : where;
}
