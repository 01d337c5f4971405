#!/usr/bin/perl
# Puts in a cork while it writes: nothing that is not full leaves before it is pulled.
use strict;
use warnings;
use Socket qw(:DEFAULT getaddrinfo IPPROTO_TCP TCP_CORK);

$| = 1;
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;
socket(my $socket, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
connect($socket, $at->{addr}) or die "connect: $!\n";
print "connected\n";
<STDIN>;    # told to write
setsockopt($socket, IPPROTO_TCP, TCP_CORK, 1) or die "setsockopt: $!\n";
syswrite($socket, 'a');
syswrite($socket, 'b');
setsockopt($socket, IPPROTO_TCP, TCP_CORK, 0) or die "setsockopt: $!\n";
print "wrote 2\n";
<STDIN>;
