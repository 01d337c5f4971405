#!/usr/bin/perl
# Closes its socket while a child has it too, which goes on writing.
use strict;
use warnings;
use IO::Handle;
use Socket qw(:DEFAULT getaddrinfo);

$| = 1;
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;
socket(my $socket, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
connect($socket, $at->{addr}) or die "connect: $!\n";
pipe(my $told, my $tell) or die "pipe: $!\n";
my $child = fork // die "fork: $!\n";
if ($child == 0) {
    close $tell;
    <$told>;    # told to write
    syswrite $socket, 'hello';
    <$told>;    # told to end, and with it goes its socket
    exit;
}
close $told;
$tell->autoflush(1);
print "connected\n";
<STDIN>;    # told to close
close $socket;
print "closed one\n";
print $tell scalar <STDIN>;
print $tell scalar <STDIN>;
waitpid $child, 0;
print "closed both\n";
<STDIN>;
