import { byteLength } from '../../../../base/bytes.ts';
import { SysError } from '../../../host/errors.ts';
import type { Stat } from '../../../host/inode.ts';
import type { Sys } from '../../../host/sys.ts';
import { httpDate } from '../../../time/http-date.ts';
import type { DirSettings } from '../config/settings.ts';
import { Refusal, type Reply } from './request.ts';

const METHODS = 'OPTIONS,HEAD,GET,POST,TRACE';

/** MIME types by the ending of a name, the common part of /etc/mime.types. */
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html', htm: 'text/html', txt: 'text/plain', conf: 'text/plain', log: 'text/plain', css: 'text/css', js: 'text/javascript', xml: 'text/xml',
  json: 'application/json', csv: 'text/csv', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', svg: 'image/svg+xml',
  ico: 'image/vnd.microsoft.icon', pdf: 'application/pdf', zip: 'application/zip', gz: 'application/x-gzip', tgz: 'application/x-gzip',
  tar: 'application/x-tar', rpm: 'application/x-rpm', iso: 'application/x-iso9660-image',
};

function typeOf(settings: DirSettings, file: string): string | null {
  const ending = /\.([^./]+)$/.exec(file)?.[1]?.toLowerCase() ?? '';
  const type = settings.types?.[ending] ?? TYPES[ending] ?? null;
  const charset = settings.defaultCharset ?? '';
  return type !== null && charset !== '' && (type === 'text/html' || type === 'text/plain') ? `${type}; charset=${charset}` : type;
}

const etag = ({ sizeBytes, mtimeMs }: Stat): string => `"${sizeBytes.toString(16)}-${BigInt(Math.floor(mtimeMs * 1000)).toString(16)}"`;

/** A file as it is (httpd's default handler). */
export function serveFile(sys: Sys, settings: DirSettings, file: string, method: string, headers: Readonly<Record<string, string>>): Reply {
  if (method === 'OPTIONS') return { status: 200, headers: [['Allow', METHODS], ['Content-Length', '0']], contentType: typeOf(settings, file), body: '' };
  if (!['GET', 'HEAD', 'POST'].includes(method)) throw new Refusal(405, settings, [['Allow', METHODS]]);
  const stat = sys.stat(file);
  const body = readable(sys, file, settings);
  const common: [string, string][] = [['Last-Modified', httpDate(stat.mtimeMs)], ['ETag', etag(stat)], ['Accept-Ranges', 'bytes']];
  if (headers['if-none-match'] === etag(stat)) return { status: 304, headers: common.slice(0, 2), contentType: null, body: '' };
  const since = headers['if-modified-since'];
  if (since !== undefined && since === httpDate(stat.mtimeMs)) return { status: 304, headers: common.slice(0, 2), contentType: null, body: '' };
  const range = /^bytes=(\d*)-(\d*)$/.exec(headers['range'] ?? '');
  if (range !== null && method === 'GET') return ranged(body, range, common, typeOf(settings, file), settings);
  return { status: 200, headers: [...common, ['Content-Length', String(byteLength(body))]], contentType: typeOf(settings, file), body };
}

function ranged(body: string, range: RegExpExecArray, common: readonly [string, string][], contentType: string | null, settings: DirSettings): Reply {
  const size = byteLength(body);
  const [, first = '', last = ''] = range;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) throw new Refusal(416, settings, [['Content-Range', `bytes */${size}`]]);
  const part = body.slice(start, end + 1);
  return {
    status: 206, contentType, body: part,
    headers: [...common, ['Content-Length', String(byteLength(part))], ['Content-Range', `bytes ${start}-${end}/${size}`]],
  };
}

/** The file's text; 403 with a line for the log when we may not read it. */
function readable(sys: Sys, file: string, settings: DirSettings): string {
  try {
    return sys.readFile(file);
  } catch (error) {
    if (error instanceof SysError && error.errno === 'EACCES') throw new Refusal(403, settings, [['x-denied', file]]);
    throw error;
  }
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** The list of a folder's files (mod_autoindex without FancyIndexing). */
export function serveIndex(sys: Sys, folder: string, path: string): Reply {
  const names = sys.readDirectory(folder).filter((name) => !/^\.|~$|^(RCS|CVS)$/.test(name));
  const rows = names.map((name) => {
    const shown = isFolder(sys, `${folder.replace(/\/$/, '')}/${name}`) ? `${name}/` : name;
    return `<li><a href="${encodeURI(shown)}"> ${escaped(shown)}</a></li>\n`;
  });
  const parent = path === '/' ? '' : `<li><a href="${escaped(path.replace(/[^/]+\/$/, ''))}"> Parent Directory</a></li>\n`;
  const title = `Index of ${escaped(path === '/' ? '/' : path.replace(/\/$/, ''))}`;
  const body = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">\n<html>\n <head>\n'
    + `  <title>${title}</title>\n </head>\n <body>\n<h1>${title}</h1>\n<ul>${parent}${rows.join('')}</ul>\n</body></html>\n`;
  return { status: 200, headers: [['Content-Length', String(byteLength(body))]], contentType: 'text/html;charset=UTF-8', body };
}

function isFolder(sys: Sys, path: string): boolean {
  return sys.exists(path) && sys.stat(path).type === 'directory';
}
