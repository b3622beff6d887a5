// Runs the programs of the build, their output in a log file, a sign of life on the screen.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

const TICK_MS = 15_000;

export interface Runner {
  /** Runs a program; throws with the end of its output when it fails. */
  run(program: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<void>;
  /** As root, or as the root of a user name space, with mounts and a host name of its own. */
  asRoot(program: string, args: readonly string[]): Promise<void>;
}

/** Files get no younger than this: the day of Debian 12's release. */
const SOURCE_DATE_EPOCH = '1686355200';

/** A runner that writes to `log`. */
export function runner(log: string, say: (line: string) => void): Runner {
  const run: Runner['run'] = (program, args, env = {}) => new Promise((resolve, reject) => {
    const file = openSync(log, 'a');
    const child = spawn(program, args, { stdio: ['ignore', file, file], env: { ...process.env, SOURCE_DATE_EPOCH, E2FSPROGS_FAKE_TIME: SOURCE_DATE_EPOCH, ...env } });
    const ticker = setInterval(() => { say(`   … ${lastLines(log, 1).slice(0, 100)}`); }, TICK_MS);
    const end = (error: Error | null): void => {
      clearInterval(ticker);
      closeSync(file);
      if (error === null) resolve();
      else reject(error);
    };
    child.on('error', end);
    child.on('exit', (code) => { end(code === 0 ? null : new Error(`${program} ended with status ${code}. The end of ${log}:\n${lastLines(log, 15)}`)); });
  });
  const userSpace = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user', '--map-auto'];
  return {
    run,
    asRoot: (program, args) => run('unshare', [...userSpace, '--mount', '--uts', '--pid', '--fork', '--kill-child', program, ...args]),
  };
}

const lastLines = (file: string, count: number): string => readFileSync(file, 'utf8').trimEnd().split(/[\r\n]+/).slice(-count).join('\n');
