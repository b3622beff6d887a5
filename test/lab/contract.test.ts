import { describe, it } from 'vitest';
import { antelope } from '../../src/sim/plans.ts';
import { SimLab } from '../../src/sim/sim-lab.ts';
import { guestLab, whyNoGuest } from '../../bin/guest-lab.ts';
import { labContract } from './contract.ts';

labContract('SimLab', () => SimLab.create({ plan: antelope(), wall: null }), 20_000);

const why = whyNoGuest();
if (why === null) labContract('V86Lab', () => guestLab('antelope/bare'), 600_000);
else describe('V86Lab', () => { it.skip(`skipped: ${why}`, () => undefined); });
