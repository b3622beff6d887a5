// One check of a step: what must be true, what was seen, why, and its hints one at a time.
import { Circle, CircleAlert, CircleCheck, Lightbulb } from 'lucide-react';
import type { CheckState, Session } from '../../course/engine.ts';
import { Button } from '../design/Button.tsx';
import { useFollowFocus } from '../design/use-follow-focus.ts';
import styles from './CheckView.module.css';
import { Inline } from './Inline.tsx';
import { texts } from './texts.ts';

interface Props {
  readonly session: Session;
  readonly state: CheckState;
  /** What was seen is shown for the step the student is at, and where something turned red. */
  readonly isOpen: boolean;
}

export function CheckView({ session, state, isOpen }: Props) {
  const { check, verdict, hasTurnedRed } = state;
  const look = verdict === null ? 'unknown' : verdict.passed ? 'passed' : 'failed';
  return (
    <li className={styles.check} data-look={look}>
      <Mark look={look} />
      <div className={styles.body}>
        <p>
          <Inline text={check.says} />
        </p>
        {hasTurnedRed && <p className={styles.quiet}>{texts.turnedRed}</p>}
        {verdict !== null && !verdict.passed && (isOpen || hasTurnedRed) && (
          <dl className={styles.verdict}>
            <Line name={texts.wanted} text={verdict.wanted} />
            <Line name={texts.saw} text={verdict.saw} />
            {verdict.cause !== null && <Line name={texts.why} text={verdict.cause} />}
          </dl>
        )}
        {verdict?.notes.map((note) => (
          <p key={note} className={styles.quiet}>
            <Inline text={note} />
          </p>
        ))}
        {look !== 'passed' && isOpen && <Hints session={session} state={state} />}
      </div>
    </li>
  );
}

const MARKS = { passed: CircleCheck, failed: CircleAlert, unknown: Circle } as const;
const WORDS = { passed: texts.checkPassed, failed: texts.checkFailed, unknown: texts.checkUnknown } as const;

function Mark({ look }: { readonly look: keyof typeof MARKS }) {
  const Icon = MARKS[look];
  return (
    <span className={styles.mark}>
      <Icon aria-hidden="true" />
      <span className="visually-hidden">{WORDS[look]}: </span>
    </span>
  );
}

function Line({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Inline text={text} />
      </dd>
    </>
  );
}

function Hints({ session, state }: Pick<Props, 'session' | 'state'>) {
  const { check, hints, hintsLeft } = state;
  const last = useFollowFocus<HTMLOListElement>(hintsLeft === 0);
  const show = (): void => {
    if (hintsLeft === 1) last.follow();
    session.showHint(check.id);
  };
  return (
    <div className={styles.hints}>
      <ol aria-live="polite" ref={last.ref} tabIndex={-1}>
        {hints.map((hint) => (
          <li key={hint}>
            <Lightbulb aria-hidden="true" />
            <span>
              <Inline text={hint} />
            </span>
          </li>
        ))}
      </ol>
      {hintsLeft > 0 && (
        <Button look="quiet" onPress={show} aria-label={texts.hintsOf(check.says)}>
          {hints.length === 0 ? texts.hint : texts.nextHint} <span className={styles.quiet}>{texts.hintsLeft(hintsLeft)}</span>
        </Button>
      )}
    </div>
  );
}
