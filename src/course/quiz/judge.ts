import { hash } from '../variables.ts';
import type { Gap, Quiz, QuizAnswer, QuizResult } from './types.ts';

/** Judges an answer, option by option. An answer of the wrong form counts as empty. */
export function judgeQuiz(quiz: Quiz, answer: QuizAnswer): QuizResult {
  const parts = partsOf(quiz, answer);
  return { isRight: parts.length > 0 && parts.every((part) => part.isRight), parts, because: quiz.because };
}

type Parts = QuizResult['parts'];

function partsOf(quiz: Quiz, answer: QuizAnswer): Parts {
  switch (quiz.kind) {
    case 'choice':
    case 'several':
    case 'predict': {
      const chosen = new Set(answer.kind === 'options' ? answer.chosen : []);
      return quiz.options.map((option, index) => ({ isRight: chosen.has(index) === option.right, because: option.because }));
    }
    case 'order':
      return inOrder(quiz.items, answer);
    case 'match':
      return inOrder(quiz.pairs, answer);
    case 'fill':
      return [judgeGap(quiz, quiz.because, answer.kind === 'text' ? answer.text : '')];
    case 'repair':
      return judgeRepair(quiz, answer.kind === 'text' ? answer.text : '');
  }
}

/** Place by place: items of the same words may change places. */
function inOrder(items: readonly { readonly because: string; readonly says?: string; readonly right?: string }[], answer: QuizAnswer): Parts {
  const sequence = answer.kind === 'sequence' ? answer.sequence : [];
  return items.map((item, index) => {
    const given = items[sequence[index] ?? -1];
    const isRight = given !== undefined && (given === item || (given.says ?? given.right) === (item.says ?? item.right));
    return { isRight, because: item.because };
  });
}

const tidy = (text: string): string => text.trim().replace(/\s+/g, ' ');

function judgeGap(gap: Gap, because: string, text: string): Parts[number] {
  const given = tidy(text);
  if (gap.accepts.some((pattern) => new RegExp(`^(?:${pattern})$`).test(given))) return { isRight: true, because };
  const mistake = gap.mistakes.find((each) => new RegExp(`^(?:${each.matches})$`).test(given));
  return { isRight: false, because: mistake?.because ?? `It is \`${gap.answer}\`.` };
}

const linesOf = (text: string): string[] => text.trimEnd().split('\n').map(tidy);

/** One part for each fault, and one more where something was changed that was right. */
function judgeRepair({ shown, faults }: Extract<Quiz, { kind: 'repair' }>, text: string): Parts {
  const [before, after] = [linesOf(shown), linesOf(text)];
  if (after.length !== before.length) {
    return [{ isRight: false, because: `The file has ${before.length} lines, yours has ${after.length}: none has to be added or taken away.` }];
  }
  const parts = faults.map((fault) => judgeGap(fault, fault.because, after[fault.line - 1] ?? ''));
  const spoilt = before.findIndex((line, index) => line !== after[index] && !faults.some((fault) => fault.line === index + 1));
  return spoilt === -1 ? parts : [...parts, { isRight: false, because: `Line ${spoilt + 1} was right as it stood: \`${before[spoilt] ?? ''}\`.` }];
}

/** Indices 0…count-1 shuffled, the same for the same quiz and seed, and never in the right order (from two on). */
export function shuffled(quiz: Quiz, seed: number): number[] {
  const count = quiz.kind === 'order' ? quiz.items.length : quiz.kind === 'match' ? quiz.pairs.length : 0;
  const order = Array.from({ length: count }, (_, index) => index)
    .map((index) => ({ index, key: hash(`${seed}:${quiz.id}:${index}`) }))
    .sort((a, b) => a.key - b.key).map(({ index }) => index);
  const isSorted = order.every((each, index) => each === index);
  return isSorted && count > 1 ? [...order.slice(1), order[0] ?? 0] : order;
}
