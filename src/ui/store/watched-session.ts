// The lesson engine over the workspace's lab, and the word when there is something new to save.
import type { Session } from '../../course/engine.ts';
import { openSession } from '../../course/session.ts';
import { openStepOf } from './open-step.ts';

/**
 * Opens the engine. `onWorthSaving` is called when the notebook changed, and when the student came to another step:
 * how that step starts is kept then. `stop` closes the session.
 */
export async function watchedSession(
  options: Parameters<typeof openSession>[0],
  onWorthSaving: () => void,
): Promise<{ readonly session: Session; readonly stop: () => void }> {
  const session = await openSession(options);
  const worth = (): string => JSON.stringify([session.state().notebook, openStepOf(session)]);
  let known = worth();
  const off = session.on(() => {
    if (session.state().isChecking) return;
    const current = worth();
    if (current !== known) onWorthSaving();
    known = current;
  });
  return {
    session,
    stop: () => {
      off();
      session.close();
    },
  };
}
