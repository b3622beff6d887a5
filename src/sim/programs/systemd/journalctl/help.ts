/** journalctl --help in our own words. */
export const JOURNALCTL_HELP = `journalctl [OPTIONS...] [MATCHES...]

Query the journal.

What to show:
  -u --unit=UNIT          Entries of a unit (patterns allowed, may be repeated)
  -t --identifier=NAME    Entries of a syslog identifier
  -p --priority=RANGE     Entries of this priority or more urgent
  -g --grep=PATTERN       Entries whose message matches
  -b --boot[=ID]          Entries of a boot, by default this one
  -k --dmesg              The kernel's messages of this boot
  -S --since=TIME  -U --until=TIME
How:
  -o --output=FORMAT      short short-full short-iso short-precise short-monotonic short-unix verbose cat json json-pretty export with-unit
  -n --lines[=N]  -r --reverse  -e --pager-end  -f --follow  -x --catalog  -q --quiet  --no-pager  --no-hostname
Other:
  --list-boots  --disk-usage  --vacuum-size=BYTES  --vacuum-time=TIME  --flush  --rotate  --sync  -F --field=FIELD  -N --fields
`;
