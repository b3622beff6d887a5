// probes: which processes a unit has.
import type { Host } from '../host/host.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { lookUp, unitName } from './machine.ts';
import { unitWhy } from './service.ts';

export function answerProcesses(host: Host, { unit, files = [] }: Asked<'processes'>): AnswerTo<'processes'> {
  const name = unitName(unit);
  const processes = [...host.kernel.processes.values()].filter((each) => each.unit === name && each.ended === null).map((each) => ({
    pid: each.pid, ppid: each.ppid, user: host.accounts.byUid(each.as.uid)?.name ?? String(each.as.uid), title: each.title ?? each.argv.join(' '), startMs: each.startMs,
  }));
  const why = processes.length > 0 ? '' : unitWhy(host, name);
  const changes = files.flatMap((path) => {
    const node = lookUp(host, path);
    return node === null ? [] : [{ path, changedMs: node.mtimeMs }];
  });
  return { kind: 'processes', processes, files: changes, ...(why === '' ? {} : { why }) };
}
