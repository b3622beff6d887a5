import type { PackageCatalogue, PackageSpec, Payload, RepositoryContent } from '../host/package.ts';
import { nevra } from '../programs/dnf/version.ts';
import { payloadOf } from './payloads.ts';
import type { Profile } from './profile.ts';
import { PROGRAM_TABLE } from './program-table.ts';
import type { Header, Origin } from './table.ts';

type Programs = NonNullable<PackageSpec['programs']>;

/** Program files by the package that owns them. */
function programsByPackage(): ReadonlyMap<string, Programs> {
  const all = new Map<string, Record<string, { program: string; mode?: number }>>();
  for (const { path, package: owner, name, mode } of PROGRAM_TABLE) {
    const files = all.get(owner) ?? {};
    files[path] = { program: name, ...(mode === 0o755 ? {} : { mode }) };
    all.set(owner, files);
  }
  return all;
}

/** The catalogue of all that a profile's repositories hold or ever held. */
export function makeCatalogue(profile: Profile): PackageCatalogue {
  const programs = programsByPackage();
  const specs = new Map<string, PackageSpec>();
  const specOf = (header: Header, origin: Origin): PackageSpec => {
    const key = nevra(header);
    const known = specs.get(key);
    if (known !== undefined) return known;
    const spec = complete(header, origin, profile.builtMs, programs.get(header.name) ?? {});
    specs.set(key, spec);
    return spec;
  };
  for (const header of profile.installed) specOf(header, profile.origins[header.repository] as Origin);
  const contents = new Map<string, RepositoryContent>(profile.repositories.map((repository) => [repository.index, {
    packages: repository.packages.map((header) => specOf(header, repository.origin)),
    groups: repository.groups ?? [], modules: repository.modules ?? [], builtMs: profile.installedMs - 86_400_000,
  }]));
  return { package: (key) => specs.get(key) ?? null, repository: (index) => contents.get(index) ?? null };
}

function complete(header: Header, origin: Origin, builtMs: number, programs: Programs): PackageSpec {
  return {
    description: `${header.summary}.`,
    source: `${sourceName(header.name)}-${header.version}-${header.release}`,
    vendor: origin.vendor, packager: origin.packager, signedBy: origin.signedBy, buildTimeMs: builtMs,
    ...(origin.buildHost === undefined ? {} : { buildHost: origin.buildHost }),
    ...header, ...versioned(payloadOf(header.name), header.version), programs,
  };
}

/** `%{VERSION}` in a packaged file is the package's version, as in a spec file. */
function versioned(payload: Payload, version: string): Payload {
  const files = payload.files?.map((file) => (file.content?.includes('%{VERSION}') === true
    ? { ...file, content: file.content.replaceAll('%{VERSION}', version) } : file));
  return files === undefined ? payload : { ...payload, files };
}

/** The source package of a binary one where that is the part before `-libs`, `-common` and the like. */
function sourceName(name: string): string {
  return name.replace(/^python3-(dnf|rpm|firewall|audit)$/, '$1').replace(/-(libs|common|minimal|enhanced|filesystem|tools|core|server|clients?|data|utils)$/, '');
}
