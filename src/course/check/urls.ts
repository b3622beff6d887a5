import { code } from './words.ts';

const trimmed = (url: string): string => url.trim().replace(/\/+$/, '');

/** Whether two URLs mean the same place: a `/` at the end makes no difference. */
export const isSameUrl = (a: string, b: string): boolean => trimmed(a) === trimmed(b);

interface Parts {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
}

function partsOf(url: string): Parts | null {
  const match = /^([a-z]+):\/\/([^/:\s]*)(?::([^/]*))?(\/.*)?$/.exec(url);
  return match === null ? null : { scheme: match[1] ?? '', host: match[2] ?? '', port: match[3] ?? '', path: trimmed(match[4] ?? '') };
}

/** What is wrong with a URL, and what comes of it; null when it is as wanted. `[what, why]`, `what` goes after "its URL". */
export function urlMistake(seen: string, wanted: string): readonly [string, string] | null {
  if (isSameUrl(seen, wanted)) return null;
  const right = partsOf(wanted);
  if (right === null) return [`is ${code(seen)}`, `It should be ${code(wanted)}.`];
  const shown = code(seen);
  if (/\s/.test(seen)) return [`has a space in it: ${shown}`, 'A URL has none: a client stops reading there.'];
  const mine = partsOf(seen);
  if (mine === null) return [seen.includes('://') ? `is no URL: ${shown}` : `lacks ${code(`${right.scheme}://`)}: ${shown}`, 'Without it a client does not know how to speak to it.'];
  if (mine.host === `${right.host}${right.port}` && mine.port === '') {
    return [`lacks the colon before ${right.port}: ${shown}`, `So all of ${code(mine.host)} is taken for the name of a host, and no host has that name.`];
  }
  if (mine.scheme !== right.scheme) return [`begins with ${code(mine.scheme)}: ${shown}`, `This service speaks ${code(right.scheme)}.`];
  if (mine.host !== right.host) return [`names the host ${code(mine.host)}: ${shown}`, `The service is at ${code(right.host)}.`];
  if (mine.port === '') return [`names no port: ${shown}`, `A client would try port ${right.scheme === 'https' ? '443' : '80'}; this service listens on ${right.port}.`];
  if (mine.port !== right.port) return [`names port ${code(mine.port)}: ${shown}`, `This service listens on ${right.port}.`];
  if (mine.path === '') return [`lacks ${code(right.path)} at its end: ${shown}`, 'That part says which version of the API is meant.'];
  return [`ends in ${code(mine.path)}: ${shown}`, `It should end in ${code(right.path)}, the version of the API.`];
}
