#!/usr/bin/perl
# Writes two bytes, one after the other, and reads nothing. In Perl, for Node would write both in one.
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
<STDIN>;    # told to write
syswrite($socket, 'a');
syswrite($socket, 'b');
print "wrote 2\n";
<STDIN>;
