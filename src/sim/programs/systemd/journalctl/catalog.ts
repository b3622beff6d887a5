// What `journalctl -x` explains, by message id: subject and text with @FIELDS@ (systemd 252's words, from recordings).
import type { JournalEntry } from '../../../host/journal.ts';
import { MESSAGE_IDS } from '../../../host/systemd/messages.ts';

interface Explanation {
  readonly subject: string;
  readonly text: string;
  readonly documentation?: string;
}

const JOB = 'The job identifier is @JOB_ID@';

const TEXTS: Readonly<Record<keyof typeof MESSAGE_IDS, Explanation>> = {
  starting: { subject: 'A start job for unit @UNIT@ has begun execution', text: `A start job for unit @UNIT@ has begun execution.\n\n${JOB}.` },
  started: { subject: 'A start job for unit @UNIT@ has finished successfully', text: `A start job for unit @UNIT@ has finished successfully.\n\n${JOB}.` },
  startFailed: { subject: 'A start job for unit @UNIT@ has failed', text: `A start job for unit @UNIT@ has finished with a failure.\n\n${JOB} and the job result is @JOB_RESULT@.` },
  stopping: { subject: 'A stop job for unit @UNIT@ has begun execution', text: `A stop job for unit @UNIT@ has begun execution.\n\n${JOB}.` },
  stopped: { subject: 'A stop job for unit @UNIT@ has finished', text: `A stop job for unit @UNIT@ has finished.\n\n${JOB} and the job result is @JOB_RESULT@.` },
  reloading: { subject: 'A reload job for unit @UNIT@ has begun execution', text: `A reload job for unit @UNIT@ has begun execution.\n\n${JOB}.` },
  reloaded: { subject: 'A reload job for unit @UNIT@ has finished', text: `A reload job for unit @UNIT@ has finished.\n\n${JOB} and the job result is @JOB_RESULT@.` },
  processExit: { subject: 'Unit process exited', text: 'An @COMMAND@= process belonging to unit @UNIT@ has exited.\n\nThe process\' exit code is \'@EXIT_CODE@\' and its exit status is @EXIT_STATUS@.' },
  failed: { subject: 'Unit failed', text: 'The unit @UNIT@ has entered the \'failed\' state with result \'@UNIT_RESULT@\'.' },
  succeeded: { subject: 'Unit succeeded', text: 'The unit @UNIT@ has successfully entered the \'dead\' state.' },
  resources: { subject: 'Resources consumed by unit runtime', text: 'The unit @UNIT@ completed and consumed the indicated resources.' },
  restartScheduled: { subject: 'Automatic restarting of a unit has been scheduled', text: 'Automatic restarting of the unit @UNIT@ has been scheduled, as the result for\nthe configured Restart= setting for the unit.' },
  spawnFailed: { subject: 'Process @EXECUTABLE@ could not be executed', text: 'The process @EXECUTABLE@ could not be executed and failed.\n\nThe error number returned by this process is @ERRNO@.' },
  startupFinished: { subject: 'System start-up is now complete', text: 'All system services necessary queued for starting at boot have been\nstarted. Note that this does not mean that the machine is now idle as services\nmight still be busy with completing start-up.' },
  sessionStart: { subject: 'A new session @SESSION_ID@ has been created for user @USER_ID@', text: 'A new session with the ID @SESSION_ID@ has been created for the user @USER_ID@.', documentation: 'sd-login(3)' },
  sessionStop: { subject: 'Session @SESSION_ID@ has been terminated', text: 'A session with the ID @SESSION_ID@ has been terminated.', documentation: 'sd-login(3)' },
};

const BY_ID = new Map(Object.entries(MESSAGE_IDS).map(([name, id]) => [id as string, TEXTS[name as keyof typeof MESSAGE_IDS]]));

/** Where a CentOS installation sends people. */
const SUPPORT = 'https://access.redhat.com/support';

/** The lines that explain an entry, the subject's first; none when there is nothing to explain. */
export function explain(entry: JournalEntry): string[] {
  const found = entry.messageId === undefined ? undefined : BY_ID.get(entry.messageId);
  if (found === undefined) return [];
  const fill = (text: string): string => text.replace(/@([A-Z_]+)@/g, (whole, name: string) =>
    name === 'UNIT' ? entry.about ?? '' : entry.fields?.[name] ?? whole);
  return [
    `Subject: ${fill(found.subject)}`, 'Defined-By: systemd', `Support: ${SUPPORT}`,
    ...(found.documentation === undefined ? [] : [`Documentation: ${found.documentation}`]), '', ...fill(found.text).split('\n'),
  ];
}
