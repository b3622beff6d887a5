import type { Sys } from '../../host/sys.ts';
import type { NmConnection } from '../../protocol/network-manager.ts';

const FOLDER = '/etc/NetworkManager/system-connections';

/** Reads a key file to `section.key` → value. */
export function parseKeyfile(text: string): Record<string, string> {
  const settings: Record<string, string> = {};
  let section = '';
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const heading = /^\[(.+)\]$/.exec(line)?.[1];
    const at = line.indexOf('=');
    if (heading !== undefined) section = heading;
    else if (at > 0 && !line.startsWith('#')) settings[`${section}.${line.slice(0, at).trim()}`] = line.slice(at + 1).trim();
  }
  return settings;
}

/** Writes settings as a key file, sections in the order they appear. */
export function keyfileText(settings: Readonly<Record<string, string>>): string {
  const sections = new Map<string, string[]>([['connection', []], ['ethernet', []], ['ipv4', []], ['ipv6', []], ['proxy', []]]);
  for (const [name, value] of Object.entries(settings)) {
    const at = name.indexOf('.');
    const lines = sections.get(name.slice(0, at)) ?? [];
    sections.set(name.slice(0, at), [...lines, `${name.slice(at + 1)}=${value}`]);
  }
  return [...sections].map(([name, lines]) => `[${name}]\n${lines.map((line) => `${line}\n`).join('')}`).join('\n');
}

/** The profiles on disk, by file name. */
export function loadProfiles(sys: Sys): Omit<NmConnection, 'device'>[] {
  if (!sys.exists(FOLDER)) return [];
  return sys.readDirectory(FOLDER).filter((name) => name.endsWith('.nmconnection')).flatMap((name) => {
    const path = `${FOLDER}/${name}`;
    const { mode, uid } = sys.stat(path);
    if ((mode & 0o077) !== 0 || uid !== 0) {
      sys.log(`<warn>  [${(sys.nowMs() / 1000).toFixed(4)}] keyfile: load: "${path}": failed to load connection: File permissions (0${(mode & 0o777).toString(8)}) are insecure`, { priority: 4 });
      return [];
    }
    const settings = parseKeyfile(sys.readFile(path));
    const id = settings['connection.id'] ?? name.replace(/\.nmconnection$/, '');
    return [{ id, uuid: settings['connection.uuid'] ?? '', type: 'ethernet' as const, path, settings }];
  });
}

export function saveProfile(sys: Sys, id: string, settings: Readonly<Record<string, string>>, path: string | null): void {
  sys.writeFile(path ?? `${FOLDER}/${id.replaceAll('/', '*')}.nmconnection`, keyfileText(settings), { mode: 0o600 });
}
