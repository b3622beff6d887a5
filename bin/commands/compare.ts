import { compare, type Difference } from '../compare.ts';
import { guestLab, whyNoGuest } from '../guest-lab.ts';
import { loadCourses } from '../lessons.ts';
import { labIn } from '../scenes.ts';

const shown = ({ lesson, command, simulated, real, reason }: Difference): string => [
  `${reason === null ? 'DIFF' : 'why '} ${lesson}: ${command.split('\n')[0] ?? ''}${reason === null ? '' : ` (${reason})`}`,
  ...(reason === null ? [...simulated.map((line) => `  simulated: ${line}`), ...real.map((line) => `  real:      ${line}`)] : []),
].join('\n');

/** `handstack compare [lesson…]`: where the lessons' commands print other things on a real guest; exit 1 when a reason is missing. */
export default async function run(args: readonly string[]): Promise<number> {
  const why = whyNoGuest();
  if (why !== null) {
    process.stdout.write(`skipped: ${why}\n`);
    return 0;
  }
  const counts = { same: 0, explained: 0, different: 0 };
  for (const course of loadCourses()) {
    const [sim, guest] = await Promise.all([labIn(course.scene), guestLab(course.scene)]);
    for await (const { difference } of compare(course, sim, guest, args)) {
      if (difference === null) counts.same += 1;
      else {
        counts[difference.reason === null ? 'different' : 'explained'] += 1;
        process.stdout.write(`${shown(difference)}\n`);
      }
    }
    await guest.close();
  }
  process.stdout.write(`\n${counts.same} the same, ${counts.explained} differ for a known reason, ${counts.different} differ\n`);
  return counts.different === 0 ? 0 : 1;
}
