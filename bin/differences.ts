/** Differences between simulator and real guest that are as they must be: by command and line, with the reason. */
export const REASONS: readonly { readonly command: RegExp; readonly line: RegExp; readonly reason: string }[] = [
  { command: /^ip /, line: /qdisc|link\/|inet6|valid_lft|altname|permaddr/, reason: 'another network card and kernel' },
  { command: /^(dnf|yum) /, line: /^(Last metadata|\(?N\/N\)?|.* N\/N|.*\| N|Total|Downloading|Transaction|Running|Preparing)/, reason: 'sizes, order and speed of the packages' },
  { command: /^systemctl .*status/, line: /Main PID|Tasks|Memory|CPU|CGroup|Process|Docs|Drop-In|├|└|─|systemd\[N\]|mariadbd\[N\]/, reason: 'numbers of processes and the text of the journal' },
];
