import type { Session } from '../../course/engine.ts';

/** The step that the student is at in the open lesson, or null. */
export const openStepOf = (session: Session): string | null =>
  session.state().open?.steps.find(({ status }) => status === 'open')?.id ?? null;
