// The text of a unit file: sections and assignments with their line numbers (systemd.syntax(7)).
import { KNOWN_KEYS, SECTIONS_OF } from './known-keys.ts';

/** One `Key=value` of a file. */
export interface Assignment {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly path: string;
  readonly line: number;
}

/** What systemd says about a file in the journal: an error spoils the whole file, a warning only its line. */
export interface Complaint {
  readonly priority: 3 | 4;
  /** `path:line: …` */
  readonly message: string;
}

export interface ParsedText {
  readonly assignments: readonly Assignment[];
  readonly complaints: readonly Complaint[];
  /** The file cannot be used at all (a broken section header). */
  readonly isBroken: boolean;
}

interface LogicalLine {
  readonly text: string;
  /** Number of its last line, as systemd reports it. */
  readonly line: number;
}

/** Joins lines that end in a backslash; drops comments, also those between the parts. */
function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let pending: string | null = null;
  for (const [index, raw] of text.split('\n').entries()) {
    const trimmed = raw.trim();
    if (trimmed === '' && pending === null || /^[#;]/.test(trimmed)) continue;
    const joined: string = pending === null ? trimmed : `${pending} ${trimmed}`;
    if (trimmed.endsWith('\\')) {
      pending = joined.slice(0, -1);
      continue;
    }
    pending = null;
    lines.push({ text: joined, line: index + 1 });
  }
  if (pending !== null) lines.push({ text: pending, line: text.split('\n').length });
  return lines;
}

/** Parses one file for a unit of type `type`. */
export function parseUnitText(text: string, path: string, type: string): ParsedText {
  const assignments: Assignment[] = [];
  const complaints: Complaint[] = [];
  const say = (priority: 3 | 4, line: number, what: string): void => {
    complaints.push({ priority, message: `${path}:${line}: ${what}` });
  };
  const sections = SECTIONS_OF(type);
  let section: string | null = null;
  let isSkipped = false;
  for (const { text: shown, line } of logicalLines(text)) {
    if (shown.startsWith('[')) {
      if (!shown.endsWith(']')) {
        say(3, line, `Invalid section header '${shown}'`);
        return { assignments, complaints, isBroken: true };
      }
      section = shown.slice(1, -1);
      isSkipped = !sections.includes(section);
      if (isSkipped && !section.startsWith('X-')) say(4, line, `Unknown section '${section}'. Ignoring.`);
      continue;
    }
    const equals = shown.indexOf('=');
    if (section === null) say(4, line, 'Assignment outside of section. Ignoring.');
    else if (isSkipped) continue;
    else if (equals === -1) say(4, line, 'Missing \'=\', ignoring line.');
    else {
      const key = shown.slice(0, equals).trim();
      if (KNOWN_KEYS[section]?.has(key) === true) {
        assignments.push({ section, key, value: shown.slice(equals + 1).trim(), path, line });
      } else if (!key.startsWith('X-')) say(4, line, `Unknown key '${key}' in section [${section}], ignoring.`);
    }
  }
  return { assignments, complaints, isBroken: false };
}
