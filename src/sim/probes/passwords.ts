// probes: whether a password is the one that keystone keeps a hash of.
import { toBytes } from '../../base/bytes.ts';
import { LONGEST_PASSWORD } from '../../facts/kinds.ts';
import { isHashOf } from '../services/keystone/passwords.ts';

export const isPassword = (hash: string, password: string): boolean => isHashOf(toBytes(password).slice(0, LONGEST_PASSWORD), hash);
