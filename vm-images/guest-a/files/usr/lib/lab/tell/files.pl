# Files, their owners, and what rpm and dnf read.
package files;
use strict;
use MIME::Base64 'encode_base64';
use Time::HiRes ();

# Files up to this size travel with what is said of them, in bytes.
my $small = 6000;

# The file types of stat(2).
my %types = (0010000 => 'fifo', 0020000 => 'character', 0040000 => 'directory', 0060000 => 'block', 0100000 => 'file', 0120000 => 'symlink', 0140000 => 'socket');
sub type { $types{$_[0] & 0170000} }

sub content {
  my ($path) = @_;
  open(my $file, '<:raw', $path) or return '';
  local $/;
  return <$file> // '';
}

# file PATH: a line of type, mode, owner, group, size, a mark that changes with its content, and of a link what it says and what is
# there. Nothing: there is none. Then its text in base64, if it is short; a link's is that of the file it leads to.
$main::answers{file} = sub {
  my ($path) = @_;
  my @stat = Time::HiRes::lstat($path) or return '';
  my $type = type($stat[2]);
  my ($mode, $owner, $group) = (sprintf('%04o', $stat[2] & 07777), scalar getpwuid($stat[4]) // 'UNKNOWN', scalar getgrgid($stat[5]) // 'UNKNOWN');
  my ($target, $there) = ('', '');
  if ($type eq 'symlink') {
    $target = readlink $path;
    @stat = Time::HiRes::stat($path);
    $there = type($stat[2]) if @stat;
  }
  my $isText = ($there || $type) eq 'file';
  my $mark = $isText ? sprintf('%d %.9f %.9f', @stat[1, 9, 10]) : '';
  my $line = join "\t", $type, $mode, $owner, $group, $isText ? $stat[7] : 0, $mark, map { main::field($_) } $target, $there;
  return $isText && $stat[7] <= $small ? "$line\n" . encode_base64(content($path)) : "$line\n";
};

# changed PATH: when a file was changed last, in seconds; nothing: there is none.
$main::answers{changed} = sub {
  my @stat = Time::HiRes::stat($_[0]) or return '';
  return sprintf '%.9f', $stat[9];
};

# software: a mark of rpm's database, then dnf's files with their texts in base64, a line each. sqlite's helper files come and go with
# readers; what is written and not yet in the database has a size.
$main::answers{software} = sub {
  my ($mark, $files) = ('', '');
  for my $path (glob '/var/lib/rpm/rpmdb.sqlite*') {
    my @stat = Time::HiRes::stat($path) or next;
    $mark .= "$path $stat[7]" . ($path =~ /-wal$/ ? ' ' : sprintf(' %d %.9f ', @stat[1, 9])) unless $path =~ /-shm$/;
  }
  for my $path (glob '/etc/yum.repos.d/* /etc/dnf/vars/* /etc/yum/vars/*') {
    $files .= main::field($path) . "\t" . encode_base64(content($path), '') . "\n" if -f $path;
  }
  return "$mark\n$files";
};
1;
