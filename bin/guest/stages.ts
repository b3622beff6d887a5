// A guest from Debian's packages to a disk: what is done, in which order, from which recipes.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cutDisk, type Parts } from './disk.ts';
import { isPrepared } from '../../src/v86/manifest.ts';
import { diskBytesOf, imageIn, keepsSteps, manifestOf, writeManifest } from './manifest.ts';
import { layPackages } from './packages.ts';
import { record } from './record.ts';
import { playable, recordScenes, scriptOf } from './scenes.ts';
import { runner, type Runner } from './shell.ts';
import { runStages, type Stage } from './stage.ts';

const RECIPES = 'vm-images';

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

export interface BuildOptions {
  readonly mirror: string;
  /** Fetch Debian's packages even where they are kept from another build. */
  readonly isFresh: boolean;
  readonly say: (line: string) => void;
}

/** The stages that lay out a guest's tree of files in `work`. */
function treeStages(guest: string, work: string, { mirror, isFresh, say }: BuildOptions): readonly Stage[] {
  mkdirSync(work, { recursive: true });
  const recipes = recipesOf(guest);
  const lists = recipes.map((recipe) => join(recipe, 'packages.list'));
  const tar = join(work, 'packages.tar');
  const on = (name: string): Runner => runner(join(work, `${name}.log`), say);
  return [
    { name: 'packages', about: 'three minutes', inputs: lists, outputs: [tar], run: () => layPackages({ lists, tar, mirror, isFresh, runner: on('packages'), say }) },
    {
      name: 'tree', about: 'one minute', inputs: [...['lay.sh', 'enter.sh'].map((name) => join(RECIPES, name)), ...recipes], outputs: [join(work, 'tree.tar')],
      run: () => on('tree').asRoot('sh', [join(RECIPES, 'lay.sh'), joined(recipes, work), tar, work]),
    },
  ];
}

/** Lays out a guest's tree once more, from packages fetched anew; what of its list of files differs from the build's. */
export async function checkTree(guest: string, options: BuildOptions): Promise<readonly string[]> {
  const { work } = places(guest);
  const again = `${work}-again`;
  rmSync(again, { recursive: true, force: true });
  await runStages(treeStages(guest, again, { ...options, isFresh: true }), again, options.say);
  const [first, second] = [work, again].map((folder) => readFileSync(join(folder, 'files.txt'), 'utf8').split('\n'));
  rmSync(again, { recursive: true, force: true });
  return differences(first ?? [], second ?? []);
}

/** Lines that only one of two lists has. */
export function differences(first: readonly string[], second: readonly string[]): readonly string[] {
  const [before, after] = [new Set(first), new Set(second)];
  return [...first.filter((line) => !after.has(line)).map((line) => `- ${line}`), ...second.filter((line) => !before.has(line)).map((line) => `+ ${line}`)];
}

/** All stages of a guest. */
export function guestStages(guest: string, options: BuildOptions): readonly Stage[] {
  const { say } = options;
  const { work, out } = places(guest);
  const diskBytes = diskBytesOf(guest);
  mkdirSync(out, { recursive: true });
  const on = (name: string): Runner => runner(join(work, `${name}.log`), say);
  const disk = join(work, 'disk.img');
  return [
    ...treeStages(guest, work, options),
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
      name: 'boot', about: 'two minutes', inputs: ['bin/guest/manifest.ts', 'bin/guest/record.ts', 'bin/guest/pack.ts', 'node_modules/v86/build/v86.wasm'], outputs: [join(out, 'bare.state.zst'), '.guest/manifest.json'],
      run: async () => {
        const parts = JSON.parse(readFileSync(join(work, 'parts.json'), 'utf8')) as Parts;
        const scene = 'antelope/bare';
        const state = await record({ folder: '.guest', manifest: manifestOf('.guest', guest, parts, {}), guest, scene, runner: on('boot'), say });
        writeManifest('.guest', manifestOf('.guest', guest, parts, { [scene]: state }));
        say(`   state ${(state.bytes / 1e6).toFixed(1)} MB, disk ${(parts.compressedBytes / 1e6).toFixed(0)} MB in parts`);
      },
    },
    {
      name: 'scenes', about: 'eight minutes', inputs: ['bin/guest/scenes.ts'], outputs: [join(out, 'scenes')],
      facts: () => [scriptOf(playable(imageIn('.guest', guest)))],
      run: async () => {
        await recordScenes({ folder: '.guest', guest, image: imageIn('.guest', guest), everyStep: keepsSteps(guest), runner: on('scenes'), say });
        const sizes = Object.values(imageIn('.guest', guest).scenes).filter(isPrepared).map(({ bytes }) => bytes / 1e6);
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
