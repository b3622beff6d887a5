import type { Json } from '../base/json.ts';

/** One end of a hop. */
export interface Endpoint {
  readonly host: string;
  readonly program: string;
  readonly pid: number;
  readonly address?: string;
  readonly port?: number;
}

/**
 * One message that crossed between two processes, or tried to. Names follow OpenTelemetry: a hop is a span, `trace`
 * groups everything one command caused, `parent` is the hop (or command) that caused it.
 */
export interface Hop {
  readonly id: string;
  readonly trace: string;
  readonly parent: string | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly protocol: 'http' | 'mysql' | 'amqp' | 'memcached' | 'tcp' | 'icmp' | 'ntp' | 'ssh' | 'unix';
  /** `connect`, `GET /v3`, `COM_QUERY SELECT`, `echo` … */
  readonly operation: string;
  readonly fields: Readonly<Record<string, Json>>;
  readonly outcome: { readonly isOk: boolean; readonly text: string };
}
