#!/usr/bin/perl
# Has three connections, and looks after each in another way: not at all, by SO_KEEPALIVE, and by TCP_USER_TIMEOUT with a write.
use strict;
use warnings;
use Errno;
use IO::Select;
use Socket qw(:DEFAULT getaddrinfo SO_KEEPALIVE IPPROTO_TCP TCP_KEEPIDLE TCP_KEEPINTVL TCP_KEEPCNT TCP_USER_TIMEOUT);

$| = 1;
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;
socket(my $listener, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
bind($listener, $at->{addr}) && listen($listener, 5) or die "listen: $!\n";
print "listening\n";

my @connections;
for my $number (1 .. 3) {
    accept($connections[$number], $listener) or die "accept: $!\n";
}
print "accepted 3\n";
<STDIN>;    # told to look after them

my (undef, undef, $kept, $timed) = @connections;
setsockopt($kept, SOL_SOCKET, SO_KEEPALIVE, 1);
setsockopt($kept, IPPROTO_TCP, TCP_KEEPIDLE, 2);     # seconds of silence before the first probe
setsockopt($kept, IPPROTO_TCP, TCP_KEEPINTVL, 1);    # seconds from one probe to the next
setsockopt($kept, IPPROTO_TCP, TCP_KEEPCNT, 2);      # so many may go unanswered
setsockopt($timed, IPPROTO_TCP, TCP_USER_TIMEOUT, 2000);    # milliseconds that bytes may go unacknowledged
syswrite($timed, 'hello');

my $waiting = IO::Select->new(@connections[1 .. 3]);
while (my @ready = $waiting->can_read) {
    for my $socket (@ready) {
        my ($number) = grep { defined $connections[$_] && $connections[$_] == $socket } 1 .. 3;
        my $read = sysread($socket, my $bytes, 4096);
        my ($failure) = defined $read ? () : grep { $!{$_} } keys %!;
        print "$number: ", $failure // ($read ? "received $read" : 'eof'), "\n";
        $waiting->remove($socket) if $failure || !$read;
    }
}
