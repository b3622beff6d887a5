// readline: the line editor that bash and the mysql client share. Knows nothing of either.
export type {
  Completer, Completion, Match, ReadLineOptions, ReadLineResult, ReadlineState, Session,
} from './state.ts';
export { newReadline } from './state.ts';
export { readLine } from './read-line.ts';
export { commonPrefix } from './complete.ts';
