#!/usr/bin/perl
# Closes its side when told to and keeps its socket, so that it can be told how the close went. Node would let go of it.
use strict;
use warnings;
use Errno qw(ECONNRESET);
use Socket qw(:DEFAULT getaddrinfo SO_ERROR SO_REUSEADDR);

$| = 1;
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;
socket(my $listener, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
setsockopt($listener, SOL_SOCKET, SO_REUSEADDR, 1);
bind($listener, $at->{addr}) && listen($listener, 5) or die "bind: $!\n";
print "listening\n";
accept(my $connection, $listener) or die "accept: $!\n";
1 while sysread $connection, my $bytes, 4096;
print "eof\n";
<STDIN>;    # told to close
shutdown $connection, 1;
<STDIN>;    # told to look
$! = unpack 'i', getsockopt($connection, SOL_SOCKET, SO_ERROR);
print $! == 0 ? "closed well\n" : $! == ECONNRESET ? "failed: ECONNRESET\n" : "failed: $!\n";
<STDIN>;
