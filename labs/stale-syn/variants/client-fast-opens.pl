#!/usr/bin/perl
# Says its five bytes with its SYN, by sendto() with MSG_FASTOPEN, and closes when told to. In Perl, for Node has no such flag.
use strict;
use warnings;
use Socket qw(:DEFAULT getaddrinfo);

use constant MSG_FASTOPEN => 0x2000_0000;

$| = 1;
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;

socket(my $socket, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
defined send($socket, 'hello', MSG_FASTOPEN, $at->{addr}) or die "sendto: $!\n";
print "connected\n";
<STDIN>;    # told to close
shutdown($socket, SHUT_WR);
print "eof\n" if 0 == sysread $socket, my $bytes, 4096;
