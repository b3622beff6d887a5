// A guest from Debian's packages to a disk: what is done, in which order, from which recipes.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cutDisk, type Parts } from './disk.ts';
import { diskBytesOf, imageIn, manifestOf, withScenes, writeManifest } from './manifest.ts';
import { mirrorProblem } from './mirror.ts';
import { record } from './record.ts';
import { playable, recordScenes, scriptOf } from './scenes.ts';
import { runner, type Runner } from './shell.ts';
import type { Stage } from './stage.ts';

const RECIPES = 'vm-images';
const SUITE = 'bookworm';

export interface Places {
  readonly recipe: string;
  readonly work: string;
  readonly out: string;
}

/** Where the recipe of a guest is, where it is worked on, and where the result goes. */
export const places = (guest: string): Places =>
  ({ recipe: join(RECIPES, `guest-${guest}`), work: join('.guest', 'work', guest), out: join('.guest', guest) });

/** The folders of a guest's recipe: first those of the guest that it extends (named in its file `extends`). */
function recipesOf(guest: string): readonly string[] {
  const { recipe } = places(guest);
  const base = join(recipe, 'extends');
  return existsSync(base) ? [...recipesOf(readFileSync(base, 'utf8').trim()), recipe] : [recipe];
}

/** Debian's packages cannot be fetched: a trouble of the machine, not of the recipes. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** All stages of a guest. */
export function guestStages(guest: string, mirror: string, say: (line: string) => void): readonly Stage[] {
  const { work, out } = places(guest);
  const recipes = recipesOf(guest);
  const lists = recipes.map((recipe) => join(recipe, 'packages.list'));
  const diskBytes = diskBytesOf(guest);
  mkdirSync(work, { recursive: true });
  mkdirSync(out, { recursive: true });
  const on = (name: string): Runner => runner(join(work, `${name}.log`), say);
  const tar = join(work, 'packages.tar');
  const tree = join(work, 'tree.tar');
  const disk = join(work, 'disk.img');
  return [
    { name: 'packages', about: 'three minutes', inputs: lists, outputs: [tar], run: () => debootstrap(on('packages'), lists, tar, mirror) },
    {
      name: 'tree', about: 'one minute', inputs: [...['lay.sh', 'enter.sh'].map((name) => join(RECIPES, name)), ...recipes], outputs: [tree],
      run: () => on('tree').asRoot('sh', [join(RECIPES, 'lay.sh'), joined(recipes, work), tar, work]),
    },
    {
      name: 'disk', about: 'half a minute', inputs: [join(RECIPES, 'disk.sh')], outputs: [disk, join(out, 'kernel')],
      run: async () => {
        await on('disk').asRoot('sh', [join(RECIPES, 'disk.sh'), work, disk, String(diskBytes)]);
        for (const [from, to] of [['kernel', 'kernel'], ['initrd.img', 'initrd.img']] as const) cpSync(join(work, 'boot', from), join(out, to));
        for (const name of ['bios.bin', 'vgabios-stdvga.bin']) cpSync(join(work, 'boot', name), join('.guest', name));
      },
    },
    {
      name: 'parts', about: 'one minute', inputs: [], outputs: [join(out, 'disk'), join(work, 'parts.json')],
      run: async () => { writeFileSync(join(work, 'parts.json'), JSON.stringify(await cutDisk(disk, join(out, 'disk'), on('parts')))); },
    },
    {
      name: 'boot', about: 'two minutes', inputs: ['bin/guest/manifest.ts', 'bin/guest/record.ts', 'node_modules/v86/build/v86.wasm'], outputs: [join(out, 'bare.state.zst'), '.guest/manifest.json'],
      run: async () => {
        const parts = JSON.parse(readFileSync(join(work, 'parts.json'), 'utf8')) as Parts;
        const scene = 'antelope/bare';
        const state = await record({ folder: '.guest', manifest: manifestOf('.guest', guest, parts, {}), guest, scene, runner: on('boot'), say });
        writeManifest('.guest', manifestOf('.guest', guest, parts, { [scene]: state }));
        say(`   state ${(state.bytes / 1e6).toFixed(1)} MB, disk ${(parts.compressedBytes / 1e6).toFixed(0)} MB in parts`);
      },
    },
    {
      name: 'scenes', about: 'eight minutes', inputs: ['bin/guest/scenes.ts', 'bin/guest/pack.ts'], outputs: [join(out, 'scenes')],
      facts: () => [scriptOf(playable(imageIn('.guest', guest)))],
      run: async () => {
        const image = imageIn('.guest', guest);
        const scenes = await recordScenes({ folder: '.guest', guest, image, everyStep: false, runner: on('scenes'), say });
        writeManifest('.guest', withScenes('.guest', guest, scenes));
        const sizes = Object.values(scenes).map(({ bytes }) => bytes / 1e6);
        say(`   ${sizes.length} scenes of ${Math.min(...sizes).toFixed(1)} to ${Math.max(...sizes).toFixed(1)} MB`);
      },
    },
  ];
}

/** One folder with the files of all recipes, later ones over earlier ones. */
function joined(recipes: readonly string[], work: string): string {
  const folder = join(work, 'recipe');
  rmSync(folder, { recursive: true, force: true });
  for (const recipe of recipes) cpSync(recipe, folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}

/** Debian's minimal system with the packages of the recipes, as a tar file. */
async function debootstrap({ run }: Runner, lists: readonly string[], tar: string, mirror: string): Promise<void> {
  const why = await mirrorProblem(mirror, SUITE);
  if (why !== null) throw new Unreachable(why);
  const names = lists.map((list) => readFileSync(list, 'utf8')).join('\n').replaceAll(/#.*/g, '').split(/\s+/).filter((name) => name !== '');
  await run('mmdebstrap', [
    `--mode=${process.getuid?.() === 0 ? 'root' : 'unshare'}`, '--architectures=i386', '--variant=minbase',
    '--aptopt=Acquire::Languages "none"', '--aptopt=Apt::Install-Recommends "false"',
    ...['man', 'locale', 'doc', 'info'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
    `--include=${names.join(',')}`, SUITE, tar,
    ...[SUITE, `${SUITE}-updates`].map((suite) => `deb ${mirror} ${suite} main`),
  ]);
  if (!existsSync(tar)) throw new Error('mmdebstrap wrote nothing');
}
