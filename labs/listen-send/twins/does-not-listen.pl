#!/usr/bin/perl
# Binds, and connects to itself without ever listening.
use strict;
use warnings;
use Errno;
use Socket qw(:DEFAULT getaddrinfo);

$| = 1;
$SIG{PIPE} = 'IGNORE';
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;

socket(my $socket, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
bind($socket, $at->{addr}) or die "bind: $!\n";
print "bound\n";

<STDIN>;    # told to send
print 'connect: ', connect($socket, $at->{addr}) ? 'done' : 'refused', "\n";
<STDIN>;
