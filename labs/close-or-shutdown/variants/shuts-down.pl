#!/usr/bin/perl
# Has two descriptors for one socket, and shuts its sending side down by one of them; then tries to write with either.
use strict;
use warnings;
use Errno qw(EPIPE);
use Socket qw(:DEFAULT getaddrinfo);

$| = 1;
$SIG{PIPE} = 'IGNORE';
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;
socket(my $socket, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
connect($socket, $at->{addr}) or die "connect: $!\n";
open my $copy, '>&', $socket or die "dup: $!\n";
print "connected\n";
<STDIN>;    # told to close
shutdown $socket, 1;
print "shut down\n";
<STDIN>;    # told to write
for my $each ($socket, $copy) {
    print defined syswrite($each, 'hello') ? "written\n" : $! == EPIPE ? "write: EPIPE\n" : "write: $!\n";
}
<STDIN>;
