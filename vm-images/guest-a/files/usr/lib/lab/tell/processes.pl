# Processes, and passwords as crypt(3) has them.
package processes;
use strict;
use Time::HiRes ();

sub words {
  open(my $file, '<', $_[0]) or return '';
  local $/;
  return <$file> // '';
}

# processes GROUPS CLOCK UNIT: those of a unit's control group below the folder GROUPS. A line each: the number, who owns it, the words it was
# started with, and what /proc/PID/stat says after its name (proc(5)). First the lines of CLOCK, the lab's record of when
# it set the clock, or the clock itself.
$main::answers{processes} = sub {
  my ($groups, $clock, $unit) = @_;
  my $record = words($clock);
  $record = (split ' ', words('/proc/uptime'))[0] . ' ' . Time::HiRes::time() . "\n" if $record eq '';
  my $said = $record =~ s/^/clock\t/gmr;
  for my $pid (map { split ' ', words("$_/cgroup.procs") } "$groups/$unit", glob "$groups/*/$unit") {
    my $owner = (stat "/proc/$pid")[4] // next;
    my $title = words("/proc/$pid/cmdline") =~ s/\0+$//r =~ s/\0/ /gr;
    my ($rest) = words("/proc/$pid/stat") =~ /^.*\) (.*)$/s or next;
    chomp $rest;
    $said .= join("\t", 'process', $pid, scalar getpwuid($owner) // $owner, main::field($title), $rest) . "\n";
  }
  return $said;
};

# crypted PASSWORD HASH: `yes` when that is its password.
$main::answers{crypted} = sub {
  my ($password, $hash) = @_;
  return (crypt($password, $hash) // '') eq $hash ? 'yes' : 'no';
};
1;
