#!/usr/bin/perl
# Reads, answers nothing, and delays its ACKs from the start, as a kernel does once a connection goes back and forth.
use strict;
use warnings;
use Socket qw(:DEFAULT getaddrinfo IPPROTO_TCP TCP_QUICKACK);

$| = 1;
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;
socket(my $listener, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
bind($listener, $at->{addr}) && listen($listener, 5) or die "listen: $!\n";
print "listening\n";
accept(my $socket, $listener) or die "accept: $!\n";
setsockopt($socket, IPPROTO_TCP, TCP_QUICKACK, 0) or die "setsockopt: $!\n";
print "accepted\n";
my $received = 0;
while (my $read = sysread($socket, my $bytes, 4096)) {
    $received += $read;
    print "received $received in all\n";
}
