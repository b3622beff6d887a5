import type { ReactNode } from 'react';
import type { Identity, RoleAssignment } from '../../../../lab/identity.ts';
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
      <List title={texts.users} isEmpty={users.length === 0}>
        {users.map((user) => (
          <Row key={user.id} isChanged={changed.has(user.id)}>
            <b>{user.name}</b> <span className={styles.quiet}>@{user.domain}</span>
            {!user.isEnabled && <span className={styles.off}> {texts.disabled}</span>}
            <span className={styles.detail}>{rolesOf(assignments, user.name)}</span>
          </Row>
        ))}
      </List>
      <List title={texts.projects} isEmpty={projects.length === 0}>
        {projects.map((project) => (
          <Row key={project.id} isChanged={changed.has(project.id)}>
            <b>{project.name}</b> <span className={styles.quiet}>@{project.domain}</span>
            {!project.isEnabled && <span className={styles.off}> {texts.disabled}</span>}
            {project.description !== '' && <span className={styles.detail}>{project.description}</span>}
          </Row>
        ))}
      </List>
      <List title={texts.roles} isEmpty={roles.length === 0}>
        {roles.map((role) => (
          <Row key={role.id} isChanged={changed.has(role.id)}>
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

function List({ title, isEmpty, children }: { readonly title: string; readonly isEmpty: boolean; readonly children: ReactNode }) {
  return (
    <div className={styles.list}>
      <h4 className={styles.title}>{title}</h4>
      {isEmpty ? <p className={styles.quiet}>{texts.none}</p> : <ul className={styles.rows}>{children}</ul>}
    </div>
  );
}

function Row({ isChanged, children }: { readonly isChanged: boolean; readonly children: ReactNode }) {
  return (
    <li className={`${styles.row} ${isChanged ? styles.changed : ''}`}>
      <span>{children}</span>
      {isChanged && <span className={styles.badge}>{texts.changed}</span>}
    </li>
  );
}
