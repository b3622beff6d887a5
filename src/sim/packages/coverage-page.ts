import type { PayloadFile } from '../host/package.ts';
import { ABSENT, COVERAGE, EVERYWHERE, type Coverage } from './coverage.ts';
import { PAYLOAD_NAMES, payloadOf } from './payloads.ts';
import { allProgramFiles } from './program-groups.ts';

/** A program with all its files' names, what is known of it, and the options it refuses. */
export interface CoveredProgram {
  readonly group: string;
  readonly name: string;
  readonly paths: readonly string[];
  readonly coverage: Coverage | null;
  readonly refused: readonly string[];
}

/** Every program of the registry with its code loaded, in the table's order. */
export async function coveredPrograms(): Promise<readonly CoveredProgram[]> {
  const programs = new Map<string, CoveredProgram & { paths: string[] }>();
  for (const { group, file } of await allProgramFiles()) {
    const program = 'run' in file.program ? file.program : await file.program.load();
    const known = programs.get(program.name);
    if (known !== undefined) known.paths.push(file.path);
    else {
      const coverage = COVERAGE[group]?.[program.name] ?? null;
      programs.set(program.name, { group, name: program.name, paths: [file.path], coverage, refused: program.notModelled ?? [] });
    }
  }
  return [...programs.values()];
}

/** Services whose unit files are there while the program they start is not, by unit. */
export function unitsWithoutProgram(programs: readonly CoveredProgram[]): readonly { readonly unit: string; readonly program: string }[] {
  const paths = new Set(programs.flatMap((each) => each.paths.map(withoutMergedFolder)));
  const files = PAYLOAD_NAMES.flatMap((name) => payloadOf(name).files ?? []);
  const links = new Set(files.filter(({ target }) => target !== undefined).map(({ path }) => withoutMergedFolder(path)));
  return files.filter(({ path }) => path.endsWith('.service')).flatMap((file) => {
    const missing = startedBy(file).find((program) => !paths.has(withoutMergedFolder(program)) && !links.has(withoutMergedFolder(program)));
    return missing === undefined ? [] : [{ unit: file.path.replace(/^.*\//, ''), program: missing }];
  }).sort((left, right) => (left.unit < right.unit ? -1 : 1));
}

const startedBy = ({ content = '' }: PayloadFile): string[] => [...content.matchAll(/^ExecStart=[-@:+!]*(\S+)/gm)].map((match) => match[1] ?? '');

/** /bin, /sbin and /lib are links into /usr; /usr/sbin is a folder of its own. */
const withoutMergedFolder = (path: string): string => path.replace(/^\/(bin|sbin|lib|lib64)\//, '/usr/$1/');

const HEAD = `# What is modelled

Made by \`npm run coverage\` from the table of programs and what each program refuses; do not edit.

- **exact**: no difference from the real program is known.
- **approximate**: does the work of the real program; some figures, texts or effects are the lab's own, as noted.
- **not modelled parts**: some of it is missing. An option that is real and not modelled says so in one line on stderr and
  fails, or, where the note says so, has no effect; an option that never existed fails as the real program fails.

Programs are held against recordings of the real ones where there are any (\`test/transcripts\`).
`;

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}\n`).join('');
const cell = (text: string): string => text.replace(/\|/g, '\\|');

/** COVERAGE.md, whole. */
export async function coveragePage(): Promise<string> {
  const programs = await coveredPrograms();
  const groups = [...new Set(programs.map(({ group }) => group))];
  const tables = groups.map((group) => `## ${group}\n\n| program | level | note |\n|---|---|---|\n${
    programs.filter((each) => each.group === group).map(row).join('')}`);
  const counts = (['exact', 'approximate', 'not modelled parts'] as const)
    .map((level) => `${programs.filter(({ coverage }) => coverage?.level === level).length} ${level}`).join(', ');
  const units = unitsWithoutProgram(programs).map(({ unit, program }) => `\`${unit}\` starts \`${program}\`, which is not there.`);
  return [
    HEAD, `${programs.length} programs: ${counts}.\n`, `## Everywhere\n\n${bullets(EVERYWHERE)}`, `## Not there yet\n\n${bullets(ABSENT)}`, ...tables,
    `## Units whose program is missing\n\nThey can be shown, enabled and ordered; starting one fails.\n\n${bullets(units)}`,
  ].join('\n');
}

function row({ name, paths, coverage, refused }: CoveredProgram): string {
  const files = [...new Set(paths.map((path) => path.replace(/^.*\//, '')))];
  const shown = files.length === 1 && files[0] === name ? `\`${name}\`` : files.map((file) => `\`${file}\``).join(' ');
  const notes = [coverage?.note ?? '', refused.length === 0 ? '' : `refuses ${refused.map((option) => `\`${option}\``).join(' ')}`];
  return `| ${cell(shown)} | ${coverage?.level ?? ''} | ${cell(notes.filter((note) => note !== '').join('; '))} |\n`;
}
