# Names, ports and connections.
package network;
use strict;

sub address { join '.', unpack 'C4', $_[0] }

# name NAME: the address that this host knows for it, IPv4; nothing: none.
$main::answers{name} = sub {
  my $found = gethostbyname $_[0];
  return defined $found ? address($found) : '';
};

# A connection to an address and a port. Dies with the system's word for why there is none.
sub connected {
  my ($to, $port) = @_;
  my $socket;
  socket($socket, 2, 1, 6) && connect($socket, pack('Sna4x8', 2, $port, pack('C4', split /\./, $to))) or die "$!\n";
  binmode $socket;
  return $socket;
}

# connect ADDRESS PORT: nothing when a connection can be made, else why not.
$main::answers{connect} = sub { return eval { connected(@_); 1 } ? '' : $@ };

# An address of /proc/net: words of 32 bits, each by its lowest byte first.
sub shown {
  my @bytes = map { reverse unpack 'C4', pack 'H8', $_ } $_[0] =~ /.{8}/g;
  return join '.', @bytes if @bytes == 4;
  return '::' unless grep { $_ } @bytes;
  require Socket;
  return Socket::inet_ntop(10, pack 'C*', @bytes);
}

# listeners: protocol, address, port and program of each socket that waits for others: TCP in state 0A, UDP in 07.
$main::answers{listeners} = sub {
  my @sockets;
  for my $protocol ('tcp', 'tcp6', 'udp', 'udp6') {
    open(my $table, '<', "/proc/net/$protocol") or next;
    while (<$table>) {
      my (undef, $local, undef, $state, undef, undef, undef, undef, undef, $inode) = split;
      next unless $state eq ($protocol =~ /^t/ ? '0A' : '07');
      my ($at, $port) = split /:/, $local;
      push @sockets, [substr($protocol, 0, 3), shown($at), hex $port, $inode];
    }
  }
  my %programs = map { $$_[3] => '?' } @sockets;
  for my $link (glob '/proc/[0-9]*/fd/*') {
    my ($inode) = (readlink($link) // '') =~ /^socket:\[(\d+)\]/ or next;
    next unless exists $programs{$inode} && $programs{$inode} eq '?';
    open(my $file, '<', $link =~ s{/fd/.*}{/comm}r) or next;
    chomp($programs{$inode} = <$file>);
  }
  return join '', map { join("\t", @$_[0 .. 2], $programs{$$_[3]}) . "\n" } @sockets;
};
1;
