// Boots a guest from its disk under Node and keeps its hosts as they stand then.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, quoted } from '../../src/v86/agent.ts';
import { deltaOf, indexBlocks } from '../../src/v86/delta.ts';
import { EmulatedMachine } from '../../src/v86/emulated-machine.ts';
import type { GuestFiles } from '../../src/v86/files.ts';
import type { Hardware, Machine } from '../../src/v86/machine.ts';
import type { Manifest, StateScene } from '../../src/v86/manifest.ts';
import { packGuestLab, type SavedHost } from '../../src/v86/snapshot.ts';
import { pack } from './pack.ts';
import type { Runner } from './shell.ts';

const BOOT_LIMIT_MS = 900_000;
const LOAD_LIMIT_MS = 1_800_000;
const AGENT_LINE = 1;
/** Serial lines on which root's shell waits: a terminal opened there is there at once. */
const SHELLS: readonly number[] = [0, 2, 3];
const READY = '\x02ready\n';
const PROMPT = '\x1b]777;done;';
const TICK_MS = 15_000;
/** Leaves nothing in memory that lies on the disk as well. */
const FORGET = 'sync; echo 3 > /proc/sys/vm/drop_caches';
/** What linking dnf touched and nothing has since: it comes from the disk when it is wanted. Every copy of the state would carry it. */
const LEAN = 'echo 5M 2>/dev/null > /sys/fs/cgroup/system.slice/lab-dnf.service/memory.reclaim';
/** Lets the teller say one thing of each kind: a check then finds it there, with all that it needs. */
const TELL = `lab_tell ${['name\tlocalhost', 'listeners', 'unit\tchronyd.service', 'file\t/etc/hosts', 'software', 'sql\t/\troot\t\t\tDO 1'].map((question) => quoted(`\t${question}`)).join(' ')}`;

interface Recording {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly guest: string;
  readonly scene: string;
  readonly runner: Runner;
  readonly say: (line: string) => void;
}

type Host = Manifest['guests'][string]['hosts'][number];

/** Boots the first host, lets root's shells wait, and writes its state; the other hosts as what differs. Returns what the manifest says of them. */
export async function record({ folder, manifest, guest, scene, runner, say }: Recording): Promise<StateScene> {
  const image = manifest.guests[guest];
  const [first, ...others] = image?.hosts ?? [];
  if (image === undefined || first === undefined) throw new Error(`no guest ${guest}`);
  const module = new WebAssembly.Module(readFileSync('node_modules/v86/build/v86.wasm'));
  const files: GuestFiles = { read: (path) => Promise.resolve(new Uint8Array(readFileSync(join(folder, path)))) };
  const hardware = { image, module, bios: await files.read(manifest.bios), vgaBios: await files.read(manifest.vgaBios) };
  const raw = await stateOf(files, hardware, null, (machine) => bootUp(machine, first, say));
  const path = `${guest}/${scene.split('/').at(-1) ?? scene}`;
  const packed = await pack(raw, join(folder, `${path}.state.zst`), 'state', runner);
  const hosts: SavedHost[] = [];
  const index = await indexBlocks(raw);
  for (const host of others) {
    const other = await stateOf(files, hardware, raw.slice(), (machine) => becomeOther(machine, host, say));
    hosts.push({ host: host.name, lines: { taken: [], waiting: SHELLS }, delta: await deltaOf(other, index) });
  }
  const lab = packGuestLab({ guest, disk: image.disk.hash, sceneState: packed.hash, scene, history: [], terminals: [], nextId: 1, hosts });
  const saved = { lab: `${path}.others.zst`, ...await pack(lab, join(folder, `${path}.others.zst`), 'scene', runner) };
  return { state: `${path}.state.zst`, ...packed, shells: SHELLS, others: saved };
}

/** A machine's state after something was done with it. */
async function stateOf(files: GuestFiles, hardware: Hardware, state: Uint8Array | null, doWith: (machine: Machine) => Promise<void>): Promise<Uint8Array> {
  const machine = await EmulatedMachine.start(files, { hardware, state, onFault: (error) => { throw error; } });
  try {
    await doWith(machine);
    await machine.setRunning(false);
    return await machine.save();
  } finally {
    await machine.destroy();
  }
}

/** Until the guest is as a scene wants it: it knows who it is, shells of root are at their prompts, and there is nothing else to do. */
async function bootUp(machine: Machine, { name, address }: Host, say: (line: string) => void): Promise<void> {
  const lines = heard(machine);
  await lines.until(AGENT_LINE, READY, say);
  const agent = new Agent(machine, () => true);
  await untilLoaded(agent, say);
  await told(agent, `lab-identity ${quoted(name)} ${quoted(address)}`);
  for (const line of SHELLS) {
    await told(agent, `lab-terminal ttyS${line} root 80 24`);
    await lines.until(line, PROMPT, say);
  }
  await told(agent, TELL);
  // What is written to the disk before the save would be carried by every copy: there should be little.
  await told(agent, `systemctl stop dbus.service 2>/dev/null; journalctl --rotate --vacuum-size=1 >/dev/null 2>&1; ${FORGET}; ${LEAN}; ${FORGET}`);
  await agent.whenIdle();
}

/** Another host begins as the first one stands, under its own name: its shells are new ones. */
async function becomeOther(machine: Machine, { name, address }: Host, say: (line: string) => void): Promise<void> {
  const lines = heard(machine);
  const agent = new Agent(machine, () => true);
  await told(agent, `lab-identity ${quoted(name)} ${quoted(address)}`);
  for (const line of SHELLS) await lines.until(line, PROMPT, say);
  await told(agent, FORGET);
  await agent.whenIdle();
}

/** Waits for what the guest loads in advance (vm-images/guest-a/files/usr/lib/lab/preload). */
async function untilLoaded(agent: Agent, say: (line: string) => void): Promise<void> {
  const start = performance.now();
  while (performance.now() - start < LOAD_LIMIT_MS) {
    const { text, status } = await agent.run(`for i in 1 2 3 4 5 6 7 8 9 10; do
      missing=; for program in /usr/lib/lab/direct/*; do [ -S "/run/lab/\${program##*/}.socket" ] || missing="$missing \${program##*/}"; done
      [ -z "$missing" ] && exit; sleep 1; done; echo $missing; exit 1`);
    if (status === 0) return;
    say(`   … the guest loads ${text.trim()}`);
  }
  throw new Error(`in the guest: not all programs were loaded:\n${(await agent.run('systemctl --no-pager status "lab-*"')).text}`);
}

async function told(agent: Agent, script: string): Promise<void> {
  const { text, status } = await agent.run(script);
  if (status !== 0 && text !== '') throw new Error(`in the guest: ${script}: ${text}`);
}

interface Lines {
  /** Resolves once a serial line has said these words. */
  until(line: number, words: string, say: (line: string) => void): Promise<void>;
}

function heard(machine: Machine): Lines {
  const texts = ['', '', '', ''];
  for (const line of [0, 1, 2, 3]) machine.listen(line, (bytes) => { texts[line] = (texts[line] ?? '') + Buffer.from(bytes).toString('latin1'); });
  return {
    until: (line, words, say) => new Promise((resolve, reject) => {
      const start = performance.now();
      const looks = setInterval(() => {
        if (texts[line]?.includes(words) === true) end(resolve);
        else if (performance.now() - start > BOOT_LIMIT_MS) end(() => { reject(new Error(`the guest did not get as far as it should: nothing of ${JSON.stringify(words)} on ttyS${line}. Its console:\n${texts[0] ?? ''}`)); });
      }, 100);
      const ticks = setInterval(() => { say('   … the guest boots'); }, TICK_MS);
      const end = (then: () => void): void => {
        clearInterval(looks);
        clearInterval(ticks);
        then();
      };
    }),
  };
}
