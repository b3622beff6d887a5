// packages: what dnf, yum and rpm install, per distro and release, as data. Knows nothing of lessons or of the page.
import type { Payload } from '../host/package.ts';

export type { PackageGroup, PackageSpec, PackageUser, Payload, PayloadFile, Scriptlet } from '../host/package.ts';

/**
 * What lies inside packages, by package name, whatever their version: `payload/<topic>.ts` exports one as PAYLOADS.
 * Versions, dependencies and sizes stand in the tables of a distro (profiles/). Program files are not listed here:
 * every entry of a FILES table is installed with the package it names.
 */
export type Payloads = Readonly<Record<string, Payload>>;
