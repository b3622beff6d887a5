// The hardware that every lab host has: two processors, 8 GiB of memory, one disk.

/** What free(1) calls total, in KiB. */
export const MEMORY_TOTAL_KB = 7_832_180;
export const CPU_COUNT = 2;

/** Memory of the machine at this moment, in KiB: what runs, what the kernel keeps, what the page cache holds. */
export function memoryUse(processesMb: number): { totalKb: number; usedKb: number; freeKb: number; sharedKb: number; cacheKb: number; availableKb: number } {
  const usedKb = Math.round(213_000 + processesMb * 1024 * 0.6);
  const cacheKb = 641_876;
  const freeKb = MEMORY_TOTAL_KB - usedKb - cacheKb;
  return { totalKb: MEMORY_TOTAL_KB, usedKb, freeKb, sharedKb: 8_924, cacheKb, availableKb: freeKb + Math.round(cacheKb * 0.83) };
}

/** A processor as /proc/cpuinfo describes it; flags without vmx: nested virtualisation is off. */
export const CPU_FLAGS = 'fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 ss ht syscall nx pdpe1gb rdtscp lm '
  + 'constant_tsc arch_perfmon rep_good nopl xtopology cpuid tsc_known_freq pni pclmulqdq ssse3 fma cx16 pcid sse4_1 sse4_2 x2apic movbe popcnt '
  + 'tsc_deadline_timer aes xsave avx f16c rdrand hypervisor lahf_lm abm 3dnowprefetch cpuid_fault fsgsbase tsc_adjust bmi1 avx2 smep bmi2 erms invpcid '
  + 'mpx avx512f avx512dq rdseed adx smap clflushopt clwb avx512cd avx512bw avx512vl xsaveopt xsavec xgetbv1 arat umip pku ospke avx512_vnni md_clear arch_capabilities';
