import type { Values } from '../argparse/parse.ts';
import { repr } from '../cliff/values.ts';

/** repr of an argparse Namespace: `Namespace(a='1', b=None)`. */
export const namespace = (values: Values): string =>
  `Namespace(${Object.entries(values).map(([name, value]) => `${name}=${repr(value)}`).join(', ')})`;
