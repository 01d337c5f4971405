#!/usr/bin/perl
# Has three connections, and looks after none of them, nor writes to any.
use strict;
use warnings;
use Errno;
use IO::Select;
use Socket qw(:DEFAULT getaddrinfo);

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
