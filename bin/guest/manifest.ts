// Writes .guest/manifest.json: what is there, for the page and for the tests.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GuestImage, LabScene, Manifest } from '../../src/v86/manifest.ts';
import { PART_BYTES, type Parts } from './disk.ts';

const CMDLINE = [
  'console=ttyS0 quiet loglevel=1 systemd.show_status=false net.ifnames=0 tsc=reliable mitigations=off',
  'random.trust_cpu=on nowatchdog init_on_free=1',
].join(' ');

const HOSTS = [{ name: 'controller', address: '10.0.0.11' }, { name: 'compute1', address: '10.0.0.31' }];

type Fixed = Omit<GuestImage, 'disk' | 'scenes'> & {
  readonly diskBytes: number;
  /** Keep the machines after each step, not only after each lesson: where steps take so long that people want to skip them. */
  readonly keepsSteps: boolean;
};

const common = (guest: string): Pick<Fixed, 'system' | 'vgaMemoryMb' | 'kernel' | 'initrd' | 'cmdline' | 'hosts'> => ({
  system: 'CentOS-style lab guest (Debian i386 inside)', vgaMemoryMb: 2, kernel: `${guest}/kernel`, initrd: `${guest}/initrd.img`, cmdline: CMDLINE, hosts: HOSTS,
});

/** What is the same for every build of a guest. */
const GUESTS: Readonly<Record<string, Fixed>> = {
  a: { ...common('a'), title: 'Guest A: systemd, dnf, MariaDB', memoryMb: 256, diskBytes: 1024 ** 3, keepsSteps: false, offers: ['terminal', 'files', 'mariadb', 'two-hosts'] },
  b: {
    ...common('b'), title: 'Guest B: systemd, dnf, MariaDB, httpd, Keystone', memoryMb: 512, diskBytes: 2 * 1024 ** 3, keepsSteps: true,
    offers: ['terminal', 'files', 'mariadb', 'two-hosts', 'keystone'],
  },
};

const head = { format: 1, bios: 'bios.bin', vgaBios: 'vgabios-stdvga.bin' } as const;

/** The guests there are recipes for. */
export const GUEST_NAMES: readonly string[] = Object.keys(GUESTS);

/** How large a guest's disk is; its files need less. */
export const diskBytesOf = (guest: string): number => fixed(guest).diskBytes;

/** Whether a guest has a scene for the end of each step. */
export const keepsSteps = (guest: string): boolean => fixed(guest).keepsSteps;

/** The manifest in `folder` with this guest as far as it is built; `scenes` may still be empty. Other guests stay as they are. */
export function manifestOf(folder: string, guest: string, parts: Parts, scenes: GuestImage['scenes']): Manifest {
  const { diskBytes, keepsSteps: _, ...rest } = fixed(guest);
  const image: GuestImage = {
    ...rest, scenes,
    disk: { bytes: diskBytes, partBytes: PART_BYTES, parts: `${guest}/disk/{index}.zst`, hash: parts.hash, zeros: parts.zeros },
  };
  return { ...head, guests: { ...others(folder), [guest]: image } };
}

function fixed(guest: string): Fixed {
  const found = GUESTS[guest];
  if (found === undefined) throw new Error(`There is no guest ${guest}, only ${GUEST_NAMES.join(' and ')}.`);
  return found;
}

/** What the manifest in `folder` says of a guest. */
export function imageIn(folder: string, guest: string): GuestImage {
  const image = others(folder)[guest];
  if (image === undefined) throw new Error(`no guest ${guest} in ${folder}`);
  return image;
}

/** The manifest in `folder` with one more prepared scene of a guest, or another one of that name. */
export function withScene(folder: string, guest: string, name: string, scene: LabScene): Manifest {
  const image = imageIn(folder, guest);
  return { ...head, guests: { ...others(folder), [guest]: { ...image, scenes: { ...image.scenes, [name]: scene } } } };
}

function others(folder: string): Manifest['guests'] {
  const file = join(folder, 'manifest.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest).guests : {};
}

/** Writes the manifest; whoever reads it finds whole files. */
export function writeManifest(folder: string, manifest: Manifest): void {
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
