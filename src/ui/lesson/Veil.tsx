// Stands before the machines while they start, when they broke, and when another tab has them.
import { Check } from 'lucide-react';
import { type ReactNode } from 'react';
import { Failure } from '../app/Failure.tsx';
import type { StartStep } from '../../lab/start.ts';
import { exportLab } from '../app/lab-actions.ts';
import { failureTexts } from '../app/texts.ts';
import { later } from '../design/later.tsx';
import { useStore } from '../design/use-store.ts';
import type { Workspace } from '../store/workspace.ts';
import { BOOT_STEPS, type BootStep, type Failure as WorkspaceFailure } from '../store/workspace-state.ts';
import styles from './Veil.module.css';

const GuestFailure = later(() => import('../machines/GuestFailure.tsx'));

interface Props {
  readonly workspace: Workspace;
  readonly children: ReactNode;
}

export function Veil({ workspace, children }: Props) {
  const phase = useStore(workspace.store, (state) => state.phase);
  const busy = useStore(workspace.store, (state) => state.busy);
  if (phase.kind === 'starting') return <Boot done={phase.done} steps={phase.steps ?? null} />;
  if (phase.kind === 'failed') return <Broken workspace={workspace} failure={phase.failure} />;
  if (phase.kind === 'elsewhere') return <Elsewhere workspace={workspace} />;
  return (
    <div className={styles.ready}>
      {children}
      {busy !== null && (
        <div className={styles.busy} role="status">
          {busy}
        </div>
      )}
    </div>
  );
}

/** `steps`: what a real machine goes through; null for machines that are simply there. */
function Boot({ done, steps }: { readonly done: readonly BootStep[]; readonly steps: readonly StartStep[] | null }) {
  return (
    <section className={styles.boot} aria-busy="true" aria-label={failureTexts.bootTitle}>
      <p className={styles.bootTitle}>{failureTexts.bootTitle}</p>
      <ul className={styles.bootSteps}>
        {BOOT_STEPS.map((step) => (step === 'machines' && steps !== null ? <MachineSteps key={step} steps={steps} /> : (
          <BootLine key={step} isDone={done.includes(step)}>{failureTexts.boot[step]}</BootLine>
        )))}
      </ul>
    </section>
  );
}

function BootLine({ isDone, children }: { readonly isDone: boolean; readonly children: ReactNode }) {
  return (
    <li data-done={isDone}>
      <span className={styles.bootMark}>{isDone && <Check aria-hidden="true" />}</span>
      {children}
    </li>
  );
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

function MachineSteps({ steps }: { readonly steps: readonly StartStep[] }) {
  return steps.map(({ id, says, state, bytes }) => (
    <BootLine key={id} isDone={state === 'done'}>
      {says}
      {bytes !== undefined && <span className={styles.bootBytes}>{failureTexts.bytes(megabytes(bytes.loaded), megabytes(bytes.total))}</span>}
    </BootLine>
  ));
}

function Broken({ workspace, failure }: { readonly workspace: Workspace; readonly failure: WorkspaceFailure }) {
  const again = { label: failureTexts.again, isMain: true, onPress: () => void workspace.start(true) };
  const reload = { label: failureTexts.reload, onPress: () => location.reload() };
  const keep = { label: failureTexts.download, onPress: () => void exportLab(workspace) };
  const anew = { label: failureTexts.anew, onPress: () => void workspace.startAnew() };
  if (failure.kind === 'guest') return <GuestFailure workspace={workspace} fault={failure.fault} detail={failure.detail} />;
  if (failure.kind === 'snapshot') {
    const says = [failureTexts.snapshot[failure.reason], failureTexts.snapshotNext];
    return <Failure title={failureTexts.snapshotTitle} says={says} actions={[{ ...keep, isMain: true }, anew, reload]} />;
  }
  const isReal = workspace.store.getState().machines !== 'simulated';
  const [title, says] = failure.kind === 'start' ? [failureTexts.startTitle, failureTexts.startSays]
    : isReal ? [failureTexts.realCrashTitle, failureTexts.realCrashSays] : [failureTexts.crashTitle, failureTexts.crashSays];
  return <Failure title={title} says={[says]} detail={failure.detail} actions={[again, reload, keep, anew]} />;
}

function Elsewhere({ workspace }: { readonly workspace: Workspace }) {
  return (
    <Failure
      title={failureTexts.elsewhereTitle}
      says={[failureTexts.elsewhereSays]}
      actions={[
        { label: failureTexts.takeOver, isMain: true, onPress: () => void workspace.start(true) },
        { label: failureTexts.look, onPress: () => void workspace.look() },
      ]}
    />
  );
}
