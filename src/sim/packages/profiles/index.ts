import type { Profile } from '../profile.ts';
import { CENTOS_STREAM_9 } from './centos-stream-9/index.ts';

/** Every distribution's release that a lab can be made of, by name. */
export const PROFILES: Readonly<Record<string, Profile>> = { [CENTOS_STREAM_9.name]: CENTOS_STREAM_9 };
