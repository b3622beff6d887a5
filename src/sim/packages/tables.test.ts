import { describe, expect, it } from 'vitest';
import { parseRelation, satisfies } from '../programs/dnf/relation.ts';
import { nevra } from '../programs/dnf/version.ts';
import { makeCatalogue } from './catalogue.ts';
import { PAYLOAD_NAMES } from './payloads.ts';
import { PROFILES } from './profiles/index.ts';
import { PROGRAM_TABLE } from './program-table.ts';

describe.each(Object.values(PROFILES))('the tables of $name', (profile) => {
  const catalogue = makeCatalogue(profile);
  const headers = [...profile.installed, ...profile.repositories.flatMap(({ packages }) => packages)];
  const specs = headers.map((header) => catalogue.package(nevra(header))).filter((spec) => spec !== null);
  const names = new Set(headers.map(({ name }) => name));

  it('meet every requirement', () => {
    const missing = specs.flatMap((spec) => spec.requires.filter((text) => !specs.some((each) => satisfies(each, parseRelation(text)))).map((text) => `${nevra(spec)}: ${text}`));
    expect(missing).toEqual([]);
  });

  it('install nothing that lacks something', () => {
    const installed = profile.installed.map((header) => catalogue.package(nevra(header))).filter((spec) => spec !== null);
    const missing = installed.flatMap((spec) => spec.requires.filter((text) => !installed.some((each) => satisfies(each, parseRelation(text)))).map((text) => `${spec.name}: ${text}`));
    expect(missing).toEqual([]);
  });

  it('know every package that brings a program or has a payload', () => {
    expect([...new Set([...PROGRAM_TABLE.map((file) => file.package), ...PAYLOAD_NAMES])].filter((name) => !names.has(name))).toEqual([]);
  });

  it('give every owner of a file an account', () => {
    const accounts = new Set(['root', 'mail', ...specs.flatMap((spec) => [...(spec.users ?? []), ...(spec.groups ?? [])].map(({ name }) => name))]);
    const base = catalogue.package(nevra(profile.installed.find(({ name }) => name === 'setup') ?? (profile.installed[0] as never)));
    for (const line of (base?.files ?? []).find(({ path }) => path === '/etc/group')?.content?.split('\n') ?? []) accounts.add(line.split(':')[0] ?? '');
    const unknown = specs.flatMap((spec) => (spec.files ?? []).flatMap((file) => [file.owner, file.group]).filter((name) => name !== undefined && !accounts.has(name)).map((name) => `${spec.name}: ${name}`));
    expect([...new Set(unknown)]).toEqual([]);
  });
});
