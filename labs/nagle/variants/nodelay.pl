#!/usr/bin/perl
# Has turned off Nagle's algorithm: what is written leaves.
use strict;
use warnings;
use Socket qw(:DEFAULT getaddrinfo IPPROTO_TCP TCP_NODELAY);

$| = 1;
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;
socket(my $socket, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
connect($socket, $at->{addr}) or die "connect: $!\n";
print "connected\n";
<STDIN>;    # told to write
setsockopt($socket, IPPROTO_TCP, TCP_NODELAY, 1) or die "setsockopt: $!\n";
syswrite($socket, 'a');
syswrite($socket, 'b');
print "wrote 2\n";
<STDIN>;
