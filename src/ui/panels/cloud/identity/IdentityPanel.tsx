// What keystone knows: people, projects, roles, the catalogue of services, and what a token stands for.
import { Inline } from '../../../lesson/Inline.tsx';
import { Button } from '../../../design/Button.tsx';
import type { Workspace } from '../../../store/workspace.ts';
import { Catalogue } from './Catalogue.tsx';
import styles from './IdentityPanel.module.css';
import { People } from './People.tsx';
import { texts } from './texts.ts';
import { TokenInspector } from './TokenInspector.tsx';
import { useIdentity } from './use-identity.ts';

interface Props {
  readonly workspace: Workspace;
  /** The host whose database holds keystone's tables. */
  readonly host: string;
}

export default function IdentityPanel({ workspace, host }: Props) {
  const { state, retry } = useIdentity(workspace, host);
  return (
    <section className={styles.identity} aria-label={texts.panel}>
      <h3 className={styles.heading}>
        {texts.panel} <span className={styles.lead}>{texts.lead(host)}</span>
      </h3>
      {state.kind === 'loading' && <p className={styles.quiet}>{texts.loading}</p>}
      {state.kind === 'failed' && (
        <p className={styles.problem} role="alert">
          {texts.failed} <Button look="quiet" onPress={retry}>{texts.retry}</Button>
        </p>
      )}
      {state.kind === 'nothing' && <p className={styles.quiet}><Inline text={state.says} /></p>}
      {state.kind === 'ready' && (
        <div className={styles.parts}>
          <People identity={state.identity} changed={state.changed} />
          <Catalogue identity={state.identity} changed={state.changed} />
          <TokenInspector workspace={workspace} host={host} />
        </div>
      )}
    </section>
  );
}
