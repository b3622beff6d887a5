// What the kernel and PID 1 say while the machine starts: CentOS Stream 9 on a KVM guest with two CPUs.
import type { Journal } from '../journal.ts';

export const KERNEL_RELEASE = '5.14.0-467.el9.x86_64';
const KERNEL_BUILD = '#1 SMP PREEMPT_DYNAMIC Tue Jun 10 14:12:38 UTC 2025';

/** /proc/version. */
export const KERNEL_VERSION = `Linux version ${KERNEL_RELEASE} (mockbuild@x86-05.stream.rdu2.redhat.com) `
  + `(gcc (GCC) 11.5.0 20240719 (Red Hat 11.5.0-5), GNU ld version 2.35.2-63.el9) ${KERNEL_BUILD}`;
/** `uname -v`. */
export const KERNEL_BUILD_VERSION = KERNEL_BUILD;

/** /proc/cmdline. */
export const kernelCommandLine = `BOOT_IMAGE=(hd0,gpt3)/boot/vmlinuz-${KERNEL_RELEASE} root=UUID=5b3d4d1e-2f6c-4f19-9d5e-6c2d3a9f8e71 ro `
  + 'console=ttyS0,115200n8 no_timer_check net.ifnames=0 crashkernel=1G-4G:192M,4G-64G:256M,64G-:512M';

const KERNEL_LINES: readonly (readonly [number, string])[] = [
  [5, KERNEL_VERSION],
  [5, 'The list of certified hardware and cloud instances for Red Hat Enterprise Linux 9 can be viewed at the Red Hat Ecosystem Catalog, https://catalog.redhat.com.'],
  [6, `Command line: ${kernelCommandLine}`],
  [6, 'BIOS-provided physical RAM map:'],
  [6, 'BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable'],
  [6, 'BIOS-e820: [mem 0x000000000009fc00-0x000000000009ffff] reserved'],
  [6, 'BIOS-e820: [mem 0x00000000000f0000-0x00000000000fffff] reserved'],
  [6, 'BIOS-e820: [mem 0x0000000000100000-0x00000000bffdbfff] usable'],
  [6, 'BIOS-e820: [mem 0x00000000bffdc000-0x00000000bfffffff] reserved'],
  [6, 'BIOS-e820: [mem 0x0000000100000000-0x000000023fffffff] usable'],
  [6, 'NX (Execute Disable) protection: active'],
  [6, 'SMBIOS 2.8 present.'],
  [6, 'DMI: Red Hat KVM/RHEL, BIOS 1.16.3-2.el9 04/01/2014'],
  [6, 'Hypervisor detected: KVM'],
  [6, 'kvm-clock: Using msrs 4b564d01 and 4b564d00'],
  [6, 'tsc: Detected 2593.906 MHz processor'],
  [6, 'last_pfn = 0x240000 max_arch_pfn = 0x400000000'],
  [6, 'ACPI: Early table checksum verification disabled'],
  [6, 'smpboot: Allowing 2 CPUs, 0 hotplug CPUs'],
  [6, 'Booting paravirtualized kernel on KVM'],
  [6, 'Memory: 8018344K/8388076K available (16384K kernel code, 5602K rwdata, 11748K rodata, 3968K init, 5844K bss, 369472K reserved, 0K cma-reserved)'],
  [6, 'SELinux:  Initializing.'],
  [6, 'smp: Bringing up secondary CPUs ...'],
  [6, 'smp: Brought up 1 node, 2 CPUs'],
  [6, 'NET: Registered PF_INET protocol family'],
  [6, 'virtio_blk virtio1: [vda] 83886080 512-byte logical blocks (42.9 GB/40.0 GiB)'],
  [6, 'XFS (vda4): Mounting V5 Filesystem'],
  [6, 'XFS (vda4): Ending clean mount'],
];

const FEATURES = '+PAM +AUDIT +SELINUX -APPARMOR +IMA +SMACK +SECCOMP +GCRYPT +GNUTLS +OPENSSL +ACL +BLKID +CURL +ELFUTILS +FIDO2 +IDN2 '
  + '-IDN -IPTC +KMOD +LIBCRYPTSETUP +LIBFDISK +PCRE2 -PWQUALITY +P11KIT -QRENCODE +TPM2 +BZIP2 +LZ4 +XZ +ZLIB +ZSTD -BPF_FRAMEWORK '
  + '+XKBCOMMON +UTMP +SYSVINIT default-hierarchy=unified';

/** The second line of `systemctl --version`. */
export const SYSTEMD_FEATURES = FEATURES;
export const SYSTEMD_VERSION = '252-37.el9';

/** Writes the first part of a boot's journal. */
export function bootLines(journal: Journal, hostname: string, bootId: string): void {
  for (const [priority, message] of KERNEL_LINES) {
    journal.append({
      priority, identifier: 'kernel', pid: 0, uid: 0, message, unit: null, about: null,
      fields: { _TRANSPORT: 'kernel', ...(message === KERNEL_VERSION ? { _BOOT_ID: bootId } : {}) },
    });
  }
  const say = (message: string): void => journal.append({ priority: 6, identifier: 'systemd', pid: 1, uid: 0, message, unit: 'init.scope', about: null });
  say(`systemd ${SYSTEMD_VERSION} running in system mode (${FEATURES})`);
  say('Detected virtualization kvm.');
  say('Detected architecture x86-64.');
  say(`Hostname set to <${hostname}>.`);
}
