// A token, opened: paste one or choose one that a terminal shows, and see what keystone would say of it now.
import { useEffect, useId, useState } from 'react';
import type { TokenReport } from '../../../../lab/identity.ts';
import { Button } from '../../../design/Button.tsx';
import { ListTitle } from '../../../design/List.tsx';
import { useStore } from '../../../design/use-store.ts';
import { Inline } from '../../../lesson/Inline.tsx';
import type { Workspace } from '../../../store/workspace.ts';
import styles from './IdentityPanel.module.css';
import { moment, distance, texts } from './texts.ts';
import { tokensOn, type SeenToken } from './tokens.ts';

interface Props {
  readonly workspace: Workspace;
  readonly host: string;
}

type Outcome =
  | { readonly kind: 'none' | 'asking' | 'failed' }
  | { readonly kind: 'nothing'; readonly says: string }
  | { readonly kind: 'report'; readonly report: TokenReport };

export function TokenInspector({ workspace, host }: Props) {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const outcome = useReport(workspace, host, asked);
  const id = useId();
  const inspect = (token: string): void => {
    setText(token);
    setAsked(token.replace(/\s+/g, ''));
  };
  return (
    <form
      className={styles.inspector}
      aria-label={texts.token}
      onSubmit={(event) => {
        event.preventDefault();
        inspect(text);
      }}
    >
      <ListTitle>{texts.token}</ListTitle>
      <p className={styles.quiet}>{texts.tokenLead}</p>
      <label className={styles.label} htmlFor={id}>{texts.tokenField}</label>
      <textarea
        id={id}
        className={styles.field}
        rows={3}
        value={text}
        autoCapitalize="off"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          inspect(text);
        }}
      />
      <div className={styles.actions}>
        <Button look="strong" type="submit" isDisabled={text.trim() === ''}>{texts.inspect}</Button>
        {text !== '' && <Button look="quiet" onPress={() => inspect('')}>{texts.clear}</Button>}
      </div>
      <Seen workspace={workspace} onChoose={inspect} />
      <div role="status" className={styles.outcome}>
        {outcome.kind === 'asking' && <p className={styles.quiet}>{texts.asking}</p>}
        {outcome.kind === 'failed' && <p className={styles.problem}>{texts.failed}</p>}
        {outcome.kind === 'nothing' && <p className={styles.problem}><Inline text={outcome.says} /></p>}
        {outcome.kind === 'report' && <Report report={outcome.report} />}
      </div>
    </form>
  );
}

/** What keystone says of a token, asked again whenever the machines came to rest. */
function useReport(workspace: Workspace, host: string, token: string): Outcome {
  const overviews = useStore(workspace.store, (state) => state.overviews);
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  useEffect(() => {
    let isCurrent = true;
    const show = (next: Outcome): void => {
      if (isCurrent) setOutcome(next);
    };
    if (token === '') {
      show({ kind: 'none' });
      return undefined;
    }
    workspace.ask({ kind: 'token', host, token }).then((answer) => {
      if (answer.kind !== 'token') return;
      show(answer.report === null ? { kind: 'nothing', says: [answer.problem, answer.why].filter((part) => part !== undefined).join('. ') }
        : { kind: 'report', report: answer.report });
    }, () => show({ kind: 'failed' }));
    return () => {
      isCurrent = false;
    };
  }, [workspace, host, token, overviews]);
  return outcome;
}

function Seen({ workspace, onChoose }: { readonly workspace: Workspace; readonly onChoose: (token: string) => void }) {
  const overviews = useStore(workspace.store, (state) => state.overviews);
  const terminals = useStore(workspace.store, (state) => state.terminals);
  const [seen, setSeen] = useState<readonly SeenToken[]>([]);
  useEffect(() => {
    let isCurrent = true;
    Promise.all(terminals.map(async ({ id, host }) => tokensOn(host, await workspace.screen(id)))).then(
      (lists) => {
        if (isCurrent) setSeen(lists.flat());
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [workspace, terminals, overviews]);
  return (
    <div>
      <h5 className={styles.label}>{texts.seen}</h5>
      {seen.length === 0 ? <p className={styles.quiet}>{texts.noneSeen}</p> : (
        <ul className={styles.seen}>
          {seen.map(({ token, host }) => (
            <li key={token}>
              <button type="button" className={styles.chip} aria-label={texts.choose(token.slice(0, 12), token.slice(-6), host)} onClick={() => onChoose(token)}>
                <code>{token.slice(0, 12)}…{token.slice(-6)}</code> <span className={styles.quiet}>{host}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Report({ report }: { readonly report: TokenReport }) {
  const { user, scope, issuedMs, expiresMs, nowMs } = report;
  const isOpened = report.keyFile !== null;
  return (
    <div className={styles.report} data-good={report.isValid}>
      <p className={styles.verdict}>
        <span className={styles.mark} aria-hidden="true" />
        <b>{report.isValid ? texts.good : texts.bad}</b>
        {report.refusal !== null && <span> · <Inline text={`${report.refusal}.`} /></span>}
      </p>
      {report.why !== undefined && <p><Inline text={report.why} /></p>}
      {isOpened && (
        <dl className={styles.facts}>
          <Fact name={texts.user}>{user?.name ?? texts.unknown} <span className={styles.quiet}>{user?.domain === null ? '' : `@${user?.domain ?? ''}`}</span> <Id id={user?.id ?? null} /></Fact>
          <Fact name={texts.scope}>
            {scope === null || scope.kind === 'unscoped' ? texts.unscoped : <>{scope.kind} <b>{scope.name ?? texts.unknown}</b> <Id id={scope.id} /></>}
          </Fact>
          <Fact name={texts.tokenRoles}>{report.roles.join(', ') || texts.noRolesInToken}</Fact>
          <Fact name={texts.methods}>{report.methods.join(', ')}</Fact>
          {issuedMs !== null && <Fact name={texts.issued}>{moment(issuedMs)} <span className={styles.quiet}>{distance(issuedMs - nowMs)}</span></Fact>}
          {expiresMs !== null && <Fact name={texts.expires}>{moment(expiresMs)} <span className={styles.quiet}>{distance(expiresMs - nowMs)}</span></Fact>}
          <Fact name={texts.signed}><code>{report.keyFile}</code> <span className={styles.quiet}>{report.keyRole === null ? '' : texts.keyRoles[report.keyRole]}</span></Fact>
          <Fact name={texts.audit}><code>{report.auditIds.join(' ')}</code></Fact>
        </dl>
      )}
      {isOpened && issuedMs !== null && expiresMs !== null && <Life from={issuedMs} to={expiresMs} nowMs={nowMs} />}
    </div>
  );
}

const Id = ({ id }: { readonly id: string | null }) => (id === null ? null : <code className={styles.id}>{id}</code>);

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A token's life as a line: what is over, and what is left. */
function Life({ from, to, nowMs }: { readonly from: number; readonly to: number; readonly nowMs: number }) {
  const over = Math.round(Math.min(1, Math.max(0, (nowMs - from) / Math.max(1, to - from))) * 100);
  return (
    <div className={styles.life} role="meter" aria-label={texts.lifetime} aria-valuemin={0} aria-valuemax={100} aria-valuenow={over} aria-valuetext={`${String(over)} %`}>
      <span style={{ inlineSize: `${String(over)}%` }} />
    </div>
  );
}
