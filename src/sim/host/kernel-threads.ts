import type { ProcessInfo } from './process.ts';

// Threads of the kernel, as `ps` shows them on a host with two CPUs: table of names by pid, `<` after those with nice -20.
const NAMES: readonly (readonly [number, string])[] = [
  [2, 'kthreadd'], [3, 'pool_workqueue_'], [4, 'kworker/R-rcu_g<'], [5, 'kworker/R-sync_<'], [6, 'kworker/R-slub_<'], [7, 'kworker/R-netns<'],
  [9, 'kworker/0:0H-events_highpri<'], [11, 'kworker/u8:0-events_unbound'], [12, 'kworker/R-mm_pe<'], [13, 'rcu_tasks_kthre'], [14, 'rcu_tasks_rude_'],
  [15, 'rcu_tasks_trace'], [16, 'ksoftirqd/0'], [17, 'rcu_preempt'], [18, 'rcu_exp_par_gp_'], [19, 'rcu_exp_gp_kthr'], [20, 'migration/0'],
  [21, 'idle_inject/0'], [23, 'cpuhp/0'], [24, 'cpuhp/1'], [25, 'idle_inject/1'], [26, 'migration/1'], [27, 'ksoftirqd/1'],
  [29, 'kworker/1:0H-events_highpri<'], [32, 'kdevtmpfs'], [33, 'kworker/R-inet_<'], [34, 'kauditd'], [35, 'khungtaskd'], [36, 'oom_reaper'],
  [38, 'kworker/R-write<'], [39, 'kcompactd0'], [40, 'ksmd'], [41, 'khugepaged'], [42, 'kworker/R-crypt<'], [43, 'kworker/R-kinte<'], [44, 'kworker/R-kbloc<'],
  [45, 'kworker/R-blkcg<'], [46, 'kworker/R-tpm_d<'], [47, 'kworker/R-md<'], [48, 'kworker/R-edac-<'], [49, 'watchdogd'], [51, 'kswapd0'], [58, 'kworker/R-kthro<'],
  [64, 'kworker/R-acpi_<'], [66, 'kworker/R-kmpat<'], [67, 'kworker/R-kaluad<'], [70, 'kworker/R-mld<'], [71, 'kworker/R-ipv6_<'], [80, 'kworker/R-kstrp<'],
  [214, 'kworker/R-ata_s<'], [216, 'scsi_eh_0'], [217, 'kworker/R-scsi_<'], [218, 'scsi_eh_1'], [455, 'kworker/R-xfsal<'], [456, 'kworker/R-xfs_m<'],
  [457, 'kworker/R-xfs-b<'], [463, 'xfsaild/vda4'],
];

/** The kernel's threads since `bootMs`: children of kthreadd, without memory or command line. */
export function kernelThreads(bootMs: number): readonly ProcessInfo[] {
  return NAMES.map(([pid, name]) => ({
    pid, ppid: pid === 2 ? 0 : 2, group: 0, session: 0, uid: 0, gid: 0, argv: [], name: name.replace(/<$/, ''), path: '', env: {}, cwd: '/',
    status: /^kworker|^rcu|^pool/.test(name) ? 'I' : 'S', startMs: bootMs, cpuMs: 0, tty: null, isForeground: false, memoryMb: 0, threads: 1,
    unit: null, nice: name.endsWith('<') ? -20 : name === 'khugepaged' ? 19 : name === 'ksmd' ? 5 : 0,
  }));
}
