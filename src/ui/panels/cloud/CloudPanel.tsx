// The true state of the machines, host by host. What the last command changed carries a mark, not only a colour.
import type { HostInfo } from '../../../lab/lab.ts';
import type { Overview } from '../../../lab/probe.ts';
import { later } from '../../design/later.tsx';
import { List, Row } from '../../design/List.tsx';
import { useStore } from '../../design/use-store.ts';
import { accountKey, databaseKey, listenerKey, unitKey, type RowKey } from '../../store/overview-changes.ts';
import type { Workspace } from '../../store/workspace.ts';
import styles from './CloudPanel.module.css';
import { texts } from './texts.ts';

interface Props {
  readonly workspace: Workspace;
}

/** Keystone's part is fetched when there is a keystone to look at. */
const IdentityPanel = later(() => import('./identity/IdentityPanel.tsx'));

const NO_CHANGES: ReadonlySet<RowKey> = new Set();

export function CloudPanel({ workspace }: Props) {
  const hosts = useStore(workspace.store, (state) => state.hosts);
  const overviews = useStore(workspace.store, (state) => state.overviews);
  const changes = useStore(workspace.store, (state) => state.changes);
  const keeper = hosts.find(({ name }) => overviews[name]?.databases.some((database) => database.name === 'keystone'));
  return (
    <section className={styles.panel} aria-label={texts.panel} data-region="cloud" tabIndex={0}>
      <h2 className={styles.heading}>
        {texts.panel} <span className={styles.lead}>{texts.lead}</span>
      </h2>
      <div className={styles.hosts}>
        {hosts.map((host) => (
          <Host key={host.name} host={host} overview={overviews[host.name] ?? null} changed={changes[host.name] ?? NO_CHANGES} />
        ))}
      </div>
      {keeper !== undefined && (
        <IdentityPanel workspace={workspace} host={keeper.name} />
      )}
    </section>
  );
}

interface HostProps {
  readonly host: HostInfo;
  readonly overview: Overview | null;
  readonly changed: ReadonlySet<RowKey>;
}

function Host({ host, overview, changed }: HostProps) {
  return (
    <article className={styles.host} aria-label={host.name}>
      <h3 className={styles.hostName}>
        {host.name} <span className={styles.address}>{host.address}</span>
      </h3>
      {overview === null ? <p className={styles.none}>{texts.loading}</p> : <Facts overview={overview} changed={changed} />}
    </article>
  );
}

function Facts({ overview, changed }: { readonly overview: Overview; readonly changed: ReadonlySet<RowKey> }) {
  const { units, listeners, databases, accounts, databaseProblem } = overview;
  const hasDatabase = databases.length > 0 || accounts.length > 0 || databaseProblem !== null;
  return (
    <div className={styles.facts}>
      <List title={texts.units} empty={units.length === 0 ? texts.none : null}>
        {units.map((unit) => (
          <Row key={unit.name} news={newsOf(changed.has(unitKey(unit)))} mark={markOf(unit.active)}>
            <b>{unit.name.replace(/\.service$/, '')}</b> {unit.active} ({unit.sub})
            {unit.isEnabled && <span className={styles.quiet}> · {texts.enabled}</span>}
          </Row>
        ))}
      </List>
      <List title={texts.listeners} empty={listeners.length === 0 ? texts.none : null}>
        {listeners.map((listener) => (
          <Row key={listenerKey(listener)} news={newsOf(changed.has(listenerKey(listener)))}>
            <b>{listener.port}</b>/{listener.protocol} {listener.program}
            <span className={styles.quiet}> · {listener.address}</span>
          </Row>
        ))}
      </List>
      {hasDatabase && (
        <List title={texts.databases} empty={databases.length === 0 && databaseProblem === null ? texts.none : null}>
          {databaseProblem !== null && <li className={styles.problem}>{databaseProblem}</li>}
          {databases.map((database) => (
            <Row key={database.name} news={newsOf(changed.has(databaseKey(database)))}>
              <b>{database.name}</b> <span className={styles.quiet}>{texts.tables(database.tables)}</span>
            </Row>
          ))}
        </List>
      )}
      {accounts.length > 0 && (
        <List title={texts.accounts} empty={null}>
          {accounts.map((account) => (
            <Row key={accountKey(account)} news={newsOf(changed.has(accountKey(account)))}>
              <b>{`'${account.user}'@'${account.host}'`}</b>
              <span className={styles.grants}>{account.grants.length === 0 ? texts.noGrants : account.grants.join('; ')}</span>
            </Row>
          ))}
        </List>
      )}
    </div>
  );
}

const newsOf = (isChanged: boolean): string | null => (isChanged ? texts.changed : null);

/** The shape in front of a unit. */
const markOf = (active: string): 'active' | 'failed' | 'other' => (active === 'active' || active === 'failed' ? active : 'other');
