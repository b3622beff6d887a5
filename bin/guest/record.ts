// Boots a guest from its disk under Node and keeps the machine as it stands then.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent } from '../../src/v86/agent.ts';
import { Machine } from '../../src/v86/machine.ts';
import type { Manifest, StateScene } from '../../src/v86/manifest.ts';
import { createUnzstd } from '../../src/v86/zstd.ts';
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

interface Recording {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly guest: string;
  readonly scene: string;
  readonly runner: Runner;
  readonly say: (line: string) => void;
}

/** Boots, opens root's shell on ttyS0, and writes the state; returns what the manifest says of it. */
export async function record({ folder, manifest, guest, scene, runner, say }: Recording): Promise<StateScene> {
  const image = manifest.guests[guest];
  if (image === undefined) throw new Error(`no guest ${guest}`);
  const module = new WebAssembly.Module(readFileSync('node_modules/v86/build/v86.wasm'));
  const files = { read: (path: string) => Promise.resolve(new Uint8Array(readFileSync(join(folder, path)))) };
  const hardware = { files, manifest, image, module, unzstd: createUnzstd(module), bios: await files.read(manifest.bios), vgaBios: await files.read(manifest.vgaBios) };
  const machine = await Machine.start({ hardware, state: null, onFault: (error) => { throw error; } });
  try {
    await bootUp(machine, say);
    const raw = await machine.save();
    const state = `${guest}/${scene.split('/').at(-1) ?? scene}.state.zst`;
    return { state, ...await pack(raw, join(folder, state), 'state', runner), shells: SHELLS };
  } finally {
    await machine.destroy();
  }
}

/** Until the guest is as a scene wants it: shells of root at their prompts, nothing else to do. The machine then stands still. */
async function bootUp(machine: Machine, say: (line: string) => void): Promise<void> {
  const lines = heard(machine);
  await lines.until(AGENT_LINE, READY, say);
  const agent = new Agent(machine, () => true);
  await told(agent, 'modprobe virtio_pci');
  await untilLoaded(agent, say);
  for (const line of SHELLS) {
    await told(agent, `lab-terminal ttyS${line} root 80 24`);
    await lines.until(line, PROMPT, say);
  }
  // What is written to the disk before the save would be carried by every copy: there should be little.
  await told(agent, 'systemctl stop dbus.service 2>/dev/null; journalctl --rotate --vacuum-size=1 >/dev/null 2>&1; lab-leave 2>/dev/null; sync; echo 3 > /proc/sys/vm/drop_caches');
  await agent.whenIdle();
  await machine.setRunning(false);
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
