import type { HttpResponse } from '../../../protocol/http.ts';
import { HttpError } from '../app/errors.ts';

/** A response header by any spelling, or null. */
export function header(response: HttpResponse, name: string): string | null {
  return response.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? null;
}

/** What the body says as JSON (requests' resp.json()); undefined when it is none. */
export function jsonOf(response: HttpResponse): unknown {
  try {
    return JSON.parse(response.body) as unknown;
  } catch {
    return undefined;
  }
}

const DEFAULT_MESSAGES: Readonly<Record<number, string>> = {
  300: 'Multiple Choices', 400: 'Bad Request', 401: 'Unauthorized', 402: 'Payment Required', 403: 'Forbidden', 404: 'Not Found',
  405: 'Method Not Allowed', 406: 'Not Acceptable', 407: 'Proxy Authentication Required', 408: 'Request Timeout', 409: 'Conflict', 410: 'Gone',
  411: 'Length Required', 412: 'Precondition Failed', 413: 'Request Entity Too Large', 414: 'Request-URI Too Long', 415: 'Unsupported Media Type',
  416: 'Requested Range Not Satisfiable', 417: 'Expectation Failed', 422: 'Unprocessable Entity', 500: 'Internal Server Error',
  501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout', 505: 'HTTP Version Not Supported',
};

/** The error of a response of 400 and more (keystoneauth's from_response). */
export const errorOf = (response: HttpResponse): HttpError =>
  new HttpError(response.status, messageOf(response), header(response, 'x-openstack-request-id'));

function messageOf(response: HttpResponse): string {
  const fallback = DEFAULT_MESSAGES[response.status] ?? (response.status < 500 ? 'HTTP Client Error' : 'HTTP Server Error');
  if (header(response, 'Content-Type')?.startsWith('application/json') !== true) return fallback;
  const body = jsonOf(response);
  if (body === undefined) return fallback;
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return 'Unrecognized schema in response body.';
  const { error, errors } = body as { readonly error?: unknown; readonly errors?: unknown };
  if (error !== null && typeof error === 'object' && !Array.isArray(error)) return textOf((error as { message?: unknown }).message, fallback);
  if (!Array.isArray(errors)) return 'Unrecognized schema in response body.';
  const [first] = errors as { readonly title?: unknown }[];
  if (first === undefined) return fallback;
  const lead = errors.length > 1 ? 'Multiple error responses, showing first only: ' : '';
  return `${lead}${textOf(first.title, 'None')}`;
}

const textOf = (value: unknown, fallback: string): string => (typeof value === 'string' && value !== '' ? value : fallback);
