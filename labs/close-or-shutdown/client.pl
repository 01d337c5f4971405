#!/usr/bin/perl
# Has two descriptors for one socket, closes one and goes on writing with the other. In Perl, for Node has no dup().
use strict;
use warnings;
use Socket qw(:DEFAULT getaddrinfo);

$| = 1;
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;
socket(my $socket, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
connect($socket, $at->{addr}) or die "connect: $!\n";
open my $copy, '>&', $socket or die "dup: $!\n";
print "connected\n";
<STDIN>;    # told to close
close $socket;
print "closed one\n";
<STDIN>;    # told to write
syswrite $copy, 'hello';
<STDIN>;    # told to close the other
close $copy;
print "closed both\n";
<STDIN>;
