// One step of a lesson: its text, its commands and quizzes, what must be true at its end, and help.
import { CircleCheck, CircleDot, Circle, Hand } from 'lucide-react';
import { useState } from 'react';
import type { LessonState, Session, StepState } from '../../course/engine.ts';
import type { Block, Step } from '../../course/types.ts';
import { openTerminal } from '../app/lab-actions.ts';
import { Button } from '../design/Button.tsx';
import { useFollowFocus } from '../design/use-follow-focus.ts';
import { useStore } from '../design/use-store.ts';
import { QuizView } from '../panels/quiz/QuizView.tsx';
import type { Workspace } from '../store/workspace.ts';
import { CheckView } from './CheckView.tsx';
import { ProseView } from './ProseView.tsx';
import { RunBlock } from './RunBlock.tsx';
import styles from './StepView.module.css';
import { StepWait } from './StepWait.tsx';
import { texts } from './texts.ts';

interface BlocksProps {
  readonly workspace: Workspace;
  readonly session: Session | null;
  readonly blocks: readonly Block[];
  readonly answers: LessonState['answers'];
  readonly onRun: () => void;
}

/** Text, commands and quizzes in the order of the lesson. */
export function Blocks({ workspace, session, blocks, answers, onRun }: BlocksProps) {
  return (
    <>
      {blocks.map((block, index) => {
        if (block.kind === 'prose') return <ProseView key={index} prose={block.prose} />;
        if (block.kind === 'run') return <RunBlock key={index} workspace={workspace} host={block.host} text={block.text} onRun={onRun} />;
        return <QuizView key={block.quiz.id} quiz={block.quiz} session={session} given={answers[block.quiz.id] ?? null} />;
      })}
    </>
  );
}

interface Props {
  readonly workspace: Workspace;
  readonly session: Session | null;
  readonly step: Step;
  /** null until the checks were asked for the first time. */
  readonly state: StepState | null;
  readonly answers: LessonState['answers'];
  readonly onRun: () => void;
}

export function StepView({ workspace, session, step, state, answers, onRun }: Props) {
  const status = state?.status ?? 'later';
  return (
    <section className={styles.step} data-status={status} aria-label={`${step.title}, ${texts.status[status]}`}>
      <h2 className={styles.title}>
        <StatusMark status={status} />
        <span>{step.title}</span>
        {state?.isAssisted === true && status === 'solved' && (
          <span className={styles.assisted}>
            <Hand aria-hidden="true" /> {texts.assisted}
          </span>
        )}
      </h2>
      {status !== 'solved' && <StepWait workspace={workspace} step={step} />}
      <Blocks workspace={workspace} session={session} blocks={step.blocks} answers={answers} onRun={onRun} />
      {state !== null && session !== null && state.checks.length > 0 && (
        <div className={styles.checks}>
          <h3 className={styles.checksTitle}>{texts.checks}</h3>
          <ul className={styles.checkList}>
            {state.checks.map((check) => (
              <CheckView key={check.check.id} session={session} state={check} isOpen={status === 'open'} />
            ))}
          </ul>
          {(status !== 'solved' || state.isSolutionShown) && (
            <Solution workspace={workspace} session={session} step={step} state={state} onRun={onRun} />
          )}
        </div>
      )}
    </section>
  );
}

const MARKS = { solved: CircleCheck, open: CircleDot, later: Circle } as const;

function StatusMark({ status }: { readonly status: StepState['status'] }) {
  const Icon = MARKS[status];
  return <Icon className={styles.mark} aria-hidden="true" />;
}

interface SolutionProps {
  readonly workspace: Workspace;
  readonly session: Session;
  readonly step: Step;
  readonly state: StepState;
  readonly onRun: () => void;
}

function Solution({ workspace, session, step, state, onRun }: SolutionProps) {
  const [isSolving, setSolving] = useState(false);
  const canSolve = useStore(workspace.store, (now) => now.phase.kind === 'ready' && !now.isReadOnly);
  const shown = useFollowFocus<HTMLDivElement>(state.isSolutionShown);
  const show = (): void => {
    shown.follow();
    session.showSolution(step.id);
  };
  const solve = async (): Promise<void> => {
    setSolving(true);
    try {
      await openTerminal(() => session.solveStep(step.id));
    } finally {
      setSolving(false);
    }
  };
  if (!state.isSolutionShown) {
    return (
      <div className={styles.help}>
        <Button look="quiet" onPress={show}>
          {texts.showSolution}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.solution} ref={shown.ref} tabIndex={-1}>
      <h3 className={styles.checksTitle}>{texts.solution}</h3>
      {step.solve.map((typing, index) => (
        <RunBlock key={index} workspace={workspace} host={typing.host} text={typing.text} onRun={onRun} />
      ))}
      {state.status !== 'solved' && (
        <div className={styles.help}>
          <Button isDisabled={isSolving || !canSolve} onPress={() => void solve()}>
            {isSolving ? texts.solving : texts.solveForMe}
          </Button>
        </div>
      )}
    </div>
  );
}
