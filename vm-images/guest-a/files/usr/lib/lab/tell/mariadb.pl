# sql WHERE USER PASSWORD DATABASE STATEMENT…: logs in and runs statements, whatever the one before came to. WHERE is a socket's path or
# a host's name. Lines: `columns` and names, `row` and values (NULL is `\N`) for each result, `error`, number and words. It speaks
# MariaDB's protocol, as little of it as this takes (mariadb.com/kb/en/clientserver-protocol): each packet has its length and a number
# before it, and texts in it their length.
package mariadb;
use strict;
use Digest::SHA ();
my $port = 3306;
# CLIENT_LONG_PASSWORD, LONG_FLAG, PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION, MULTI_RESULTS, PLUGIN_AUTH; CONNECT_WITH_DB.
my ($can, $names) = (1 | 4 | 1 << 9 | 1 << 13 | 1 << 15 | 1 << 17 | 1 << 19, 1 << 3);
my $isMore = 8;
my ($socket, $number);

sub failed { die join("\t", 'error', $_[0], main::field($_[1])) . "\n" }

sub packet {
  my $all = '';
  while (1) {
    (read($socket, my $head, 4) // 0) == 4 or failed(2013, 'Lost connection to server during query');
    my ($low, $high, $at) = unpack 'vCC', $head;
    $number = $at + 1;
    my $length = $low | $high << 16;
    read($socket, my $body, $length) == $length or failed(2013, 'Lost connection to server during query') if $length;
    $all .= $body if $length;
    last if $length < 0xffffff;
  }
  failed(unpack('xv', $all), substr($all, 3) =~ s/^#.{5}//r) if $all =~ /^\xff/;
  return $all;
}

sub put { print $socket pack('vCC', length($_[0]) & 0xffff, length($_[0]) >> 16, $number++ & 0xff), $_[0] }

# Takes a number, or a text, from the front of a packet; undef for NULL.
sub count {
  my $first = unpack 'C', substr($_[0], 0, 1, '');
  return undef if $first == 0xfb;
  my $bytes = { 0xfc => 2, 0xfd => 3, 0xfe => 8 }->{$first} or return $first;
  return unpack 'V', substr($_[0], 0, $bytes, '') . "\0\0";
}
sub text {
  my $length = count($_[0]) // return undef;
  return substr($_[0], 0, $length, '');
}

# mysql_native_password: SHA1(password) XOR SHA1(what the server drew, SHA1(SHA1(password))).
sub proof {
  my ($password, $drawn) = @_;
  return '' if $password eq '';
  my $once = Digest::SHA::sha1($password);
  return $once ^ Digest::SHA::sha1(substr($drawn, 0, 20) . Digest::SHA::sha1($once));
}

sub connected {
  my ($where) = @_;
  if ($where =~ m{^/}) {
    # Another path is in the client's settings.
    ($where) = (`my_print_defaults mysql client client-server client-mariadb` =~ /^--socket=(.*)$/m, $where) if !-S $where && grep { -x "$_/my_print_defaults" } split /:/, $ENV{PATH};
    socket($socket, 1, 1, 0) && connect($socket, pack('Sa108', 1, $where))
      or failed(2002, "Can't connect to local server through socket '$where' (" . ($! + 0) . ')');
  } else {
    my $to = gethostbyname $where or failed(2005, "Unknown server host '$where' (-2)");
    $socket = eval { network::connected(network::address($to), $port) } or failed(2003, $@ =~ s/\n//r);
  }
  binmode $socket;
  select((select($socket), $| = 1)[0]);
}

sub logIn {
  my ($user, $password, $database) = @_;
  my $greeting = packet();
  my ($drawn, $rest) = $greeting =~ /^\x0a[^\0]*\0.{4}(.{8})\0.{18}(.{12})/s or failed(2007, 'Protocol mismatch');
  put(pack('VVCx23', $can | ($database eq '' ? 0 : $names), 1 << 24, 45) . "$user\0" . pack('C/a*', proof($password, $drawn . $rest))
    . ($database eq '' ? '' : "$database\0") . "mysql_native_password\0");
  while ((my $said = packet()) !~ /^\0/) {
    my ($plugin, $draw) = $said =~ /^\xfe([^\0]+)\0(.*)/s;
    $plugin eq 'mysql_native_password' or failed(2059, "Authentication plugin '$plugin' cannot be loaded");
    put(proof($password, $draw));
  }
}

# The name of a column: the fifth text that describes it.
sub column {
  my ($described) = @_;
  text($described) for 1 .. 4;
  return main::field(text($described));
}

sub results {
  my ($statement) = @_;
  my $lines = '';
  $number = 0;
  put("\x03$statement");
  while (1) {
    my $head = packet();
    my $status;
    if ($head =~ /^\0/) {
      substr($head, 0, 1, '');
      count($head), count($head);
      $status = unpack 'v', $head;
    } else {
      $lines .= join("\t", 'columns', map { column(packet()) } 1 .. count($head)) . "\n";
      packet();
      while (1) {
        my $row = packet();
        if ($row =~ /^\xfe/ && length $row < 9) {
          $status = unpack 'x3v', $row;
          last;
        }
        my @values;
        push @values, text($row) while length $row;
        $lines .= join("\t", 'row', map { defined $_ ? main::field($_) : '\N' } @values) . "\n";
      }
    }
    return $lines unless $status & $isMore;
  }
}

$main::answers{sql} = sub {
  my ($where, $user, $password, $database, @statements) = @_;
  my $said = '';
  eval {
    connected($where);
    logIn($user, $password, $database);
    for my $statement (@statements) {
      eval { $said .= results($statement); 1 } or $said .= $@;
    }
    $number = 0;
    put("\x01");
    1;
  } or $said .= $@ =~ /^error\t/ ? $@ : "error\t2013\t$@";
  undef $socket;
  return $said;
};
1;
