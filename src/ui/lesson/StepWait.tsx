// On a real machine: how long a step takes there, and a way around it.
import type { Step } from '../../course/types.ts';
import { sceneAfterStep } from '../../course/scenes.ts';
import { skipStep } from '../app/lab-actions.ts';
import { Button } from '../design/Button.tsx';
import { useStore } from '../design/use-store.ts';
import { guestOf } from '../store/settings.ts';
import type { Workspace } from '../store/workspace.ts';
import styles from './StepView.module.css';
import { texts } from './texts.ts';

interface Props {
  readonly workspace: Workspace;
  readonly step: Step;
}

export function StepWait({ workspace, step }: Props) {
  const guest = useStore(workspace.store, (state) => guestOf(state.machines));
  const course = useStore(workspace.store, (state) => state.course);
  const scenes = useStore(workspace.store, (state) => state.scenes);
  const canSkip = useStore(workspace.store, (state) => state.phase.kind === 'ready' && !state.isReadOnly && state.busy === null);
  if (guest === null || course === null) return null;
  const seconds = course.waits[guest]?.[step.id];
  const last = course.chapters.flatMap(({ lessons }) => lessons).find(({ steps }) => steps.some(({ id }) => id === step.id))?.steps.at(-1);
  // Where no machines were prepared for the step's end, those of its lesson's end may do.
  const target = [step, ...(last === undefined ? [] : [last])].find(({ id }) => sceneAfterStep(course, id, scenes) !== null);
  if (seconds === undefined && target === undefined) return null;
  return (
    <div className={styles.wait}>
      {seconds !== undefined && <p>{texts.takes(seconds)}</p>}
      {target !== undefined && (
        <Button look="quiet" isDisabled={!canSkip} onPress={() => skipStep(workspace, target)}>
          {target.id === step.id ? texts.skipStep : texts.skipLesson}
        </Button>
      )}
    </div>
  );
}
