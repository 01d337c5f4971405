#!/usr/bin/perl
# Has one descriptor for its socket, and closes that.
use strict;
use warnings;
use Socket qw(:DEFAULT getaddrinfo);

$| = 1;
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;
socket(my $socket, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
connect($socket, $at->{addr}) or die "connect: $!\n";
print "connected\n";
<STDIN>;    # told to close
close $socket;
print "closed one\n";
1 while <STDIN>;
