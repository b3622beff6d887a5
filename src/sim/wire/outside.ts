// outside: the declared internet beyond the lab's gateway. Simulated data, openly so; knows nothing of the lab's hosts.
import type { HttpRequest, HttpResponse } from '../protocol/http.ts';
import type { Message } from '../protocol/message.ts';
import { OUTSIDE_HOSTS, type OutsideHost } from './outside-hosts.ts';

/** What the lab's hosts can find and reach beyond their gateway. The wire consults it. */
export interface Outside {
  /** DNS: the first address of a name, or null (NXDOMAIN). */
  resolve(name: string): string | null;
  /** DNS: all addresses of a name (a pool has several). */
  resolveAll(name: string): readonly string[];
  /** DNS backwards: the name of an address, or null. */
  reverse(address: string): string | null;
  /** Whether a connection (tcp) or a datagram (udp) to this port is taken; null: no such host, nothing ever answers. */
  accepts(address: string, port: number, protocol: 'tcp' | 'udp'): boolean | null;
  /** The reply to one message; null when there is none; a promise when its page has yet to be loaded. */
  answer(address: string, port: number, message: Message): Message | null | Promise<Message | null>;
  /** Round trip of an echo request in ms; null when the address does not answer. */
  pingMs(address: string): number | null;
}

/** A page that somebody else provides (the package repositories): null leaves it to the host's own data. */
export type Pages = (host: string, target: string) => { readonly type: string; readonly body: string } | null;

/** What an NTP server says to a client's request, as far as chronyd uses it. Times in seconds. */
export interface NtpReply {
  readonly stratum: number;
  readonly offset: number;
  readonly delay: number;
  readonly rootDelay: number;
  readonly rootDispersion: number;
  /** Reference id in hexadecimal. */
  readonly referenceId: string;
}

/** The outside as `outside-hosts.ts` declares it. */
export class DeclaredOutside implements Outside {
  readonly #loadPages: () => Promise<Pages>;
  readonly #httpDate: () => string;
  #pages: Pages | null = null;

  /** `httpDate` gives the `Date:` header's text; the pages are loaded when the first is asked for. */
  constructor(httpDate: () => string, loadPages: () => Promise<Pages> = () => Promise.resolve(() => null)) {
    this.#httpDate = httpDate;
    this.#loadPages = loadPages;
  }

  resolve(name: string): string | null {
    return this.resolveAll(name)[0] ?? null;
  }

  resolveAll(name: string): readonly string[] {
    const wanted = name.toLowerCase().replace(/\.$/, '');
    return OUTSIDE_HOSTS.filter((host) => host.names.includes(wanted)).map((host) => host.address);
  }

  reverse(address: string): string | null {
    return hostAt(address)?.names[0] ?? null;
  }

  accepts(address: string, port: number, protocol: 'tcp' | 'udp'): boolean | null {
    const host = hostAt(address);
    if (host === null) return null;
    return (protocol === 'tcp' ? host.tcp : host.udp).includes(port);
  }

  answer(address: string, port: number, message: Message): Message | null | Promise<Message | null> {
    const host = hostAt(address);
    if (host === null) return null;
    if (message.protocol === 'http' && message.kind === 'request') {
      return this.#pages === null ? this.#loadAndServe(host, message) : this.#http(host, message, this.#pages);
    }
    if (message.protocol === 'plain' && message.operation === 'ntp' && port === 123 && host.ntp !== undefined) {
      return { protocol: 'plain', operation: 'ntp', body: { ...host.ntp } };
    }
    return null;
  }

  pingMs(address: string): number | null {
    return hostAt(address)?.pingMs ?? null;
  }

  async #loadAndServe(host: OutsideHost, request: HttpRequest): Promise<HttpResponse> {
    this.#pages = await this.#loadPages();
    return this.#http(host, request, this.#pages);
  }

  #http(host: OutsideHost, request: HttpRequest, pages: Pages): HttpResponse {
    const name = (request.headers['host'] ?? host.names[0] ?? '').replace(/:\d+$/, '');
    const path = request.target.split('?')[0] ?? '/';
    const own = host.pages?.[path];
    const page = pages(name, request.target) ?? (own === undefined ? null : { type: 'text/html', body: own });
    const found = page ?? { type: 'text/html; charset=iso-8859-1', body: notFound(path) };
    return {
      protocol: 'http',
      kind: 'response',
      status: page === null ? 404 : 200,
      reason: page === null ? 'Not Found' : 'OK',
      headers: [
        ['Date', this.#httpDate()],
        ['Server', 'Apache'],
        ['Content-Length', String(found.body.length)],
        ['Content-Type', found.type],
      ],
      body: request.method === 'HEAD' ? '' : found.body,
    };
  }
}

const hostAt = (address: string): OutsideHost | null => OUTSIDE_HOSTS.find((host) => host.address === address) ?? null;

const notFound = (path: string): string =>
  `<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>No page ${path} here.</p></body></html>\n`;
