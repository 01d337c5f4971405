#!/usr/bin/perl
# Tries to connect, looks itself up in the kernel's table before anybody has answered, and tries to bind to its own port again.
use strict;
use warnings;
use Errno qw(EADDRINUSE);
use Fcntl qw(F_SETFL O_NONBLOCK);
use Socket qw(:DEFAULT getaddrinfo getnameinfo NI_NUMERICHOST NI_NUMERICSERV);

$| = 1;
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;

socket(my $socket, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
fcntl($socket, F_SETFL, O_NONBLOCK) or die "fcntl: $!\n";
connect($socket, $at->{addr});
my $own = getsockname($socket);
my (undef, undef, $from) = getnameinfo($own, NI_NUMERICHOST | NI_NUMERICSERV);

<STDIN>;    # told to look
my $inode = (stat $socket)[1];
my $table = $at->{family} == AF_INET ? 'tcp' : 'tcp6';
open(my $rows, '<', "/proc/self/net/$table") or die "$table: $!\n";
my ($row) = grep { (split)[1] =~ sprintf('^[0-9A-F]+:%04X$', $from) } <$rows>;
my ($state, $listed) = (split ' ', $row // '')[3, 9];
print "state $state, ", $listed == $inode ? 'with an inode' : 'without an inode', "\n";

sub bound {
    socket(my $other, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
    return bind($other, $own) ? 'done' : $! == EADDRINUSE ? 'EADDRINUSE' : "$!";
}
print 'bind: ', bound(), "\n";
close $socket;
print 'bind after close: ', bound(), "\n";
<STDIN>;
