import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const read = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** `handstack notices`: writes public/NOTICES.txt, the licences of all packages that are shipped with the page. */
export default function notices(): number {
  const found = new Map<string, string>();
  const visit = (name: string): void => {
    const folder = join('node_modules', name);
    if (found.has(name) || !existsSync(join(folder, 'package.json'))) return;
    const manifest = read(folder);
    const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each));
    const text = file === undefined ? `Licence: ${manifest.license ?? 'not stated'}` : readFileSync(join(folder, file), 'utf8').trim();
    found.set(name, `${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})\n\n${text}\n`);
    for (const each of Object.keys(manifest.dependencies ?? {})) visit(each);
  };
  for (const name of Object.keys(read('.').dependencies ?? {})) visit(name);
  const parts = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  const head = 'Handstack ships these packages of others. Each is under the licence that follows its name.\n';
  writeFileSync('public/NOTICES.txt', [head, ...parts].join(`\n${'─'.repeat(78)}\n\n`));
  process.stdout.write(`${parts.length} packages\n`);
  return 0;
}
