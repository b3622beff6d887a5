import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Report } from './transfer.ts';

/** `curl -w FORMAT`. */
export function* writeOut(sys: Sys, format: string, report: Report, code: number): Routine<void> {
  const seconds = (sys.nowMs() - report.startMs) / 1000;
  const headerOf = (name: string): string => report.response?.headers.find(([each]) => each.toLowerCase() === name)?.[1] ?? '';
  const status = String(report.response?.status ?? 0).padStart(3, '0');
  const values: Readonly<Record<string, string>> = {
    http_code: status, response_code: status, url_effective: report.url, url: report.url, method: report.method,
    content_type: headerOf('content-type'), redirect_url: headerOf('location'), num_redirects: String(report.redirects),
    num_connects: report.remote === null ? '0' : '1', size_download: String(report.size ?? 0), size_upload: String(report.sent),
    size_request: '78', size_header: String((report.response?.headers ?? []).reduce((sum, [name, value]) => sum + name.length + value.length + 4, 19)),
    speed_download: String(Math.floor((report.size ?? 0) / Math.max(0.001, seconds))), speed_upload: '0', http_version: report.response === null ? '0' : '1.1',
    scheme: report.url.startsWith('https') ? 'HTTPS' : 'HTTP', remote_ip: report.remote?.address ?? '', remote_port: String(report.remote?.port ?? 0),
    local_ip: report.local?.address ?? '', local_port: String(report.local?.port ?? 0), exitcode: String(code), errormsg: '', filename_effective: '',
    ssl_verify_result: '0', time_total: seconds.toFixed(6), time_namelookup: (seconds / 10).toFixed(6), time_connect: (seconds / 5).toFixed(6),
    time_appconnect: '0.000000', time_pretransfer: (seconds / 4).toFixed(6), time_starttransfer: (seconds * 0.9).toFixed(6), time_redirect: '0.000000',
    onerror: '', stdout: '', stderr: '', num_headers: String(report.response?.headers.length ?? 0),
  };
  const text = format.replace(/%%|%\{(\w*)\}|\\([nrt])/g, (whole, name: string | undefined, escape: string | undefined) => {
    if (escape !== undefined) return { n: '\n', r: '\r', t: '\t' }[escape] ?? whole;
    return name === undefined ? '%' : values[name] ?? '';
  });
  for (const [, name = ''] of format.matchAll(/%\{(\w*)\}/g)) {
    if (values[name] === undefined) yield* sys.write(2, `curl: unknown --write-out variable: '${name}'\n`);
  }
  yield* sys.write(1, text);
}
