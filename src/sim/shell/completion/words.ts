/** Sub-commands that completion offers, in the programs' own spelling. */
const SYSTEMCTL = `add-requires add-wants bind cancel cat clean condreload condrestart condstop daemon-reexec daemon-reload default
 disable edit emergency enable exit force-reload freeze get-default halt hibernate hybrid-sleep import-environment is-active
 is-enabled is-failed is-system-running isolate kexec kill link list-dependencies list-jobs list-machines list-sockets list-timers
 list-unit-files list-units log-level log-target mask mount-image poweroff preset reboot reenable reload reload-or-restart rescue
 reset-failed restart revert service-log-level service-log-target service-watchdogs set-default set-environment set-property show
 show-environment start status stop suspend suspend-then-hibernate switch-root thaw try-reload-or-restart try-restart unmask
 unset-environment`;

const DNF = `alias autoremove builddep changelog check check-update clean config-manager copr debug-dump debug-restore debuginfo-install
 deplist distribution-synchronization distro-sync downgrade download dsync erase group groupinfo groupinstall grouplist groupremove
 groups groupupdate help history info install list localinstall makecache mark module needs-restarting offline-distrosync
 offline-upgrade provides reinstall rei remove remove-n remove-na remove-nevra repo-graph repo-packages repo-pkgs repoclosure
 repodiff repograph repoinfo repolist repomanage repoquery repoquery-n repoquery-na repoquery-nevra reposync repository-packages
 repository-pkgs rm search shell swap system-upgrade update updateinfo update-minimal upgrade upgrade-minimal whatprovides`;

const split = (text: string): readonly string[] => text.trim().split(/\s+/);

/** The first argument of these commands is one of a list. */
export const SUBCOMMANDS: Readonly<Record<string, readonly string[]>> = {
  systemctl: split(SYSTEMCTL),
  dnf: split(DNF),
  yum: split(DNF),
};

/** systemctl's sub-commands whose arguments are units. */
export const UNIT_SUBCOMMANDS: ReadonlySet<string> = new Set(split(
  `cat condreload condrestart condstop disable edit enable force-reload freeze is-active is-enabled is-failed kill list-dependencies
 mask preset reenable reload reload-or-restart reset-failed restart revert set-property show start status stop thaw
 try-reload-or-restart try-restart unmask`));

/** dnf's sub-commands whose arguments are packages that are installed, or that can be. */
export const INSTALLED_SUBCOMMANDS: ReadonlySet<string> = new Set(['remove', 'erase', 'autoremove', 'reinstall', 'update', 'upgrade', 'downgrade', 'rm']);
export const AVAILABLE_SUBCOMMANDS: ReadonlySet<string> = new Set(['install', 'info', 'list', 'search', 'download', 'repoquery', 'deplist']);
