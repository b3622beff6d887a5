// Condition…= and Assert…= of a unit (systemd.unit(5), "Conditions and Asserts").
import { SysError } from '../errors.ts';
import type { FileSystem } from '../file-system.ts';
import type { Inode } from '../inode.ts';
import { ROOT } from '../inode.ts';
import { splitPath } from '../path.ts';
import { namesIn, type UnitConfig } from './unit-config.ts';
import { matchesGlob } from './unit-name.ts';

/** What conditions ask besides files. */
export interface MachineFacts {
  readonly hostname: string;
  readonly kernelCommandLine: string;
  readonly kernelVersion: string;
  readonly isFirstBoot: boolean;
}

/** The first condition that is not met, as `ConditionPathExists=/x`; null when all are. */
export function unmetCondition(config: UnitConfig, kind: 'Condition' | 'Assert', files: FileSystem, facts: MachineFacts): string | null {
  const checks = Object.entries(config.settings).filter(([key]) => key.startsWith(`Unit.${kind}`))
    .flatMap(([key, values]) => values.map((value) => ({ key: key.slice(5), value })));
  const triggers = checks.filter((check) => check.value.startsWith('|'));
  const isMet = ({ key, value }: { key: string; value: string }): boolean => {
    const [, negation = '', parameter = ''] = /^\|?(!?)\s*(.*)$/s.exec(value) ?? [];
    return holds(key.slice(kind.length), parameter, files, facts) !== (negation === '!');
  };
  const failed = checks.find((check) => !check.value.startsWith('|') && !isMet(check));
  if (failed !== undefined) return `${failed.key}=${failed.value}`;
  const last = triggers.at(-1);
  if (last !== undefined && !triggers.some(isMet)) return `${last.key}=${last.value}`;
  return null;
}

function nodeAt(files: FileSystem, path: string, follow = true): Inode | null {
  try {
    return files.find(path, { as: ROOT, follow }).node;
  } catch (error) {
    if (error instanceof SysError) return null;
    throw error;
  }
}

function holds(kind: string, value: string, files: FileSystem, facts: MachineFacts): boolean {
  const node = (): Inode | null => nodeAt(files, value);
  switch (kind) {
    case 'PathExists': return node() !== null;
    case 'PathExistsGlob': {
      const { directory, name } = splitPath(value);
      return namesIn(files, directory).some((entry) => matchesGlob(name, entry));
    }
    case 'PathIsDirectory': case 'PathIsReadWrite': return node()?.type === 'directory' || kind === 'PathIsReadWrite' && node() !== null;
    case 'PathIsSymbolicLink': return nodeAt(files, value, false)?.type === 'symlink';
    case 'PathIsMountPoint': return ['/', '/proc', '/sys', '/dev', '/run', '/boot'].includes(value);
    case 'DirectoryNotEmpty': return namesIn(files, value).length > 0;
    case 'FileNotEmpty': return (node()?.content ?? '') !== '';
    case 'FileIsExecutable': return node()?.type === 'file' && ((node()?.mode ?? 0) & 0o111) !== 0;
    case 'FirstBoot': return facts.isFirstBoot === /^(yes|true|1)$/.test(value);
    case 'KernelCommandLine': return facts.kernelCommandLine.split(' ').some((word) => word === value || word.startsWith(`${value}=`));
    case 'KernelVersion': return matchesGlob(value, facts.kernelVersion);
    case 'Virtualization': return ['vm', 'kvm', 'yes', 'true', '1'].includes(value);
    case 'Architecture': return value === 'x86-64' || value === 'native';
    case 'Host': return matchesGlob(value, facts.hostname);
    case 'Security': return value === 'selinux' || value === 'audit';
    case 'User': return ['root', '0', '@system'].includes(value);
    case 'ACPower': return /^(yes|true|1)$/.test(value);
    case 'NeedsUpdate': case 'Credential': case 'Firmware': case 'PathIsEncrypted': return false;
    default: return true;
  }
}
