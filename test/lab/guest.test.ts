import { describe, it } from 'vitest';
import { guestLab, guestScenes, whyNoGuest } from '../../bin/guest-lab.ts';
import { labContract } from './contract.ts';

// One emulator after the other, and not beside the build: `npm test` runs this file when the guest is built.
const why = whyNoGuest();
if (why === null) labContract('V86Lab', () => guestLab('antelope/bare'), { limitMs: 600_000, isPrepared: guestScenes().includes('antelope/environment') });
else describe('V86Lab', () => { it.skip(`skipped: ${why}`, () => undefined); });
