import type { Routine, Wait } from '../host/program.ts';

/** A yielded request to run a routine on the trampoline's own stack instead of JavaScript's. */
class Call implements Wait {
  readonly routine: Routine<unknown>;
  readonly ready = (): boolean => true;
  result: unknown = undefined;

  constructor(routine: Routine<unknown>) {
    this.routine = routine;
  }
}

/** Runs `routine` without deepening the JavaScript stack; only below a trampoline. For recursion in scripts. */
export function* deep<T>(routine: Routine<T>): Routine<T> {
  const call = new Call(routine);
  yield call;
  return call.result as T;
}

interface Level {
  readonly routine: Routine<unknown>;
  readonly call: Call | null;
}

/** Runs a routine whose `deep` parts are kept on a stack of our own: functions may call themselves a thousand deep. */
export function* trampoline<T>(root: Routine<T>): Routine<T> {
  const levels: Level[] = [{ routine: root, call: null }];
  let resume = (level: Level): IteratorResult<Wait, unknown> => level.routine.next();
  try {
    for (;;) {
      const level = levels.at(-1);
      if (level === undefined) throw new Error('trampoline without a level');
      let step: IteratorResult<Wait, unknown>;
      try {
        step = resume(level);
      } catch (error) {
        levels.pop();
        if (levels.length === 0) throw error;
        resume = (below) => below.routine.throw(error);
        continue;
      }
      resume = (next) => next.routine.next();
      if (step.done === true) {
        levels.pop();
        if (level.call === null) return step.value as T;
        level.call.result = step.value;
      } else if (step.value instanceof Call) levels.push({ routine: step.value.routine, call: step.value });
      else {
        try {
          yield step.value;
        } catch (error) {
          resume = (top) => top.routine.throw(error);
        }
      }
    }
  } finally {
    for (const { routine } of levels.reverse()) routine.return(undefined);
  }
}
