import type { Json } from '../../../../base/json.ts';
import { ClientError } from '../app/errors.ts';
import type { Context } from '../command.ts';
import { JsonError, parseJson } from '../python/parse-json.ts';
import { readBlob } from './shared.ts';

/** A file of JSON; `what` names it in the error. Throws ClientError. */
export function readJson(context: Context, path: string, what: string): Json {
  const blob = readBlob(context, path);
  try {
    return parseJson(blob);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new ClientError(`An error occurred when reading ${what} from file ${path}: ${error.message}`);
  }
}
