import type { Builtin } from './index.ts';
import { parseOptions } from './options.ts';
import { USAGE } from './usage.ts';

/** What each builtin does, in a line of our own. */
const SUMMARY: Readonly<Record<string, string>> = {
  alias: 'Define or show aliases: other spellings of commands.',
  bg: 'Let a stopped job go on in the background.',
  break: 'Leave the innermost loop, or N loops.',
  builtin: 'Run a builtin even if a function has its name.',
  cd: 'Change the working directory; without an argument to $HOME, with - to the one before.',
  command: 'Run a command, functions left out; with -v say what a name means.',
  continue: 'Begin the next round of the innermost loop.',
  declare: 'Set variables and their attributes, or show them.',
  dirs: 'Show the directory stack.',
  disown: 'Forget a job, so that it is not ended with the shell.',
  echo: 'Write the arguments, separated by blanks.',
  eval: 'Join the arguments to a line and run it.',
  exec: 'Replace the shell by a program, or redirect its own descriptors.',
  exit: 'End the shell with a status.',
  export: 'Give variables to the commands that the shell starts.',
  fc: 'List or run again lines of the history.',
  fg: 'Bring a job to the foreground.',
  getopts: 'Take the options of a script or function one by one.',
  hash: 'Show or forget where commands were found.',
  help: 'Say what builtins do.',
  history: 'Show or change the list of lines typed.',
  jobs: 'List the jobs of this shell.',
  kill: 'Send a signal to processes or jobs.',
  let: 'Evaluate arithmetic expressions.',
  local: 'Make variables of the running function.',
  logout: 'End a login shell.',
  mapfile: 'Read lines into an array.',
  popd: 'Take a directory off the stack and go there.',
  printf: 'Write arguments in a format.',
  pushd: 'Go to a directory and remember the one before on the stack.',
  pwd: 'Write the working directory.',
  read: 'Read a line into variables.',
  readonly: 'Make variables unchangeable.',
  return: 'End a function or a sourced file.',
  set: 'Set options and the positional parameters.',
  shift: 'Drop the first positional parameters.',
  shopt: "Set bash's own options.",
  source: 'Run the commands of a file in this shell.',
  test: 'Evaluate a condition.',
  times: 'Show the processor time used.',
  trap: 'Run commands when a signal comes or the shell ends.',
  type: 'Say what a name means as a command.',
  ulimit: 'Show or set limits of processes.',
  umask: 'Show or set the mask of new files.',
  unalias: 'Remove aliases.',
  unset: 'Remove variables or functions.',
  wait: 'Wait for jobs to end.',
};

const usageOf = (name: string): string => USAGE[name] ?? name;

/** The text of `help NAME`, or null. */
function helpTopic(name: string): string | null {
  const summary = SUMMARY[name];
  return summary === undefined ? null : `${name}: ${usageOf(name)}\n    ${summary}\n`;
}

/** The list that `help` shows without arguments. */
const helpTopics = (): string => `GNU bash, version 5.1.8(1)-release (x86_64-redhat-linux-gnu)
These commands are built into the shell; \`help NAME' says more about one.

${Object.keys(SUMMARY).map((name) => ` ${usageOf(name)}\n`).join('')}`;

/** `help`: what builtins do. */
export const help: Builtin = function* (sh, words) {
  const { operands } = parseOptions(words, 'dms');
  if (operands.length === 0) {
    yield* sh.out(helpTopics());
    return 0;
  }
  let status = 0;
  for (const name of operands) {
    const text = helpTopic(name);
    if (text !== null) yield* sh.out(text);
    else {
      yield* sh.complain(`help: no help topics match \`${name}'.  Try \`help help' or \`man -k ${name}' or \`info ${name}'.`);
      status = 1;
    }
  }
  return status;
};
