/** Words of the quizzes. */
export const texts = {
  answer: 'Answer',
  again: 'Try again',
  right: 'Right.',
  wrong: 'Not quite.',
  pickOne: 'Choose one.',
  pickSeveral: 'Choose all that are right.',
  putInOrder: 'Put these in order.',
  matchThem: 'Find the right partner for each.',
  fillIn: 'Fill in the gap.',
  optionRight: 'right',
  optionWrong: 'wrong',
  up: (says: string) => `Move up: ${says}`,
  down: (says: string) => `Move down: ${says}`,
  choose: 'Choose …',
  gap: 'Missing part',
  belongs: (says: string) => `belongs here: ${says}`,
} as const;
