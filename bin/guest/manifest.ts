// Writes .guest/manifest.json: what is there, for the page and for the tests.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GuestImage, Manifest, SceneFile } from '../../src/v86/manifest.ts';
import { PART_BYTES, type Parts } from './disk.ts';

const CMDLINE = [
  'console=ttyS0 quiet loglevel=1 systemd.show_status=false net.ifnames=0 tsc=reliable mitigations=off',
  'random.trust_cpu=on nowatchdog init_on_free=1',
].join(' ');

const HOSTS = [{ name: 'controller', address: '10.0.0.11' }, { name: 'compute1', address: '10.0.0.31' }];

/** What is the same for every build of guest A. */
const GUEST_A = {
  title: 'Guest A: systemd, dnf, MariaDB', system: 'CentOS-style lab guest (Debian i386 inside)',
  memoryMb: 256, vgaMemoryMb: 2, kernel: 'a/kernel', initrd: 'a/initrd.img', cmdline: CMDLINE,
  offers: ['terminal', 'files', 'mariadb', 'two-hosts'], hosts: HOSTS,
} as const;

/** The image as far as it is built; `scenes` may still be empty. */
export function manifestOf(parts: Parts, diskBytes: number, scenes: Readonly<Record<string, SceneFile>>): Manifest {
  const a: GuestImage = {
    ...GUEST_A, scenes,
    disk: { bytes: diskBytes, partBytes: PART_BYTES, parts: 'a/disk/{index}.zst', hash: parts.hash, zeros: parts.zeros },
  };
  return { format: 1, bios: 'bios.bin', vgaBios: 'vgabios-stdvga.bin', guests: { a } };
}

/** Writes the manifest; whoever reads it finds whole files. */
export function writeManifest(folder: string, manifest: Manifest): void {
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
