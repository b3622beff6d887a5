import { labIn, sceneNames } from '../../bin/scenes.ts';
import { antelope } from '../../src/sim/plans.ts';
import { SimLab, type SceneSource } from '../../src/sim/sim-lab.ts';
import { labContract } from './contract.ts';

const BARE = 'antelope/bare';
const scenes: SceneSource = { names: sceneNames, load: async (name) => (name === BARE || !(await sceneNames()).includes(name) ? null : (await labIn(name)).save()) };

labContract('SimLab', () => SimLab.create({ plan: antelope(), wall: null, scenes }), { limitMs: 60_000, isPrepared: true });
