#!/usr/bin/perl
# Closes first and stops listening; then binds again, without SO_REUSEADDR and with it. In Perl, for Node always sets it.
use strict;
use warnings;
use Errno qw(EADDRINUSE);
use Socket qw(:DEFAULT getaddrinfo SO_REUSEADDR);

$| = 1;
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;

sub bound {
    my (%with) = @_;
    socket(my $socket, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
    setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1) if $with{reuseaddr};
    return $socket if bind($socket, $at->{addr});
    die "bind: $!\n" if $! != EADDRINUSE;
    print "bind: EADDRINUSE\n";
    return;
}

# Who binds again later needs the option, and so did who bound before.
my $listener = bound(reuseaddr => 1) or exit 1;
listen($listener, 5) or die "listen: $!\n";
print "listening\n";
accept(my $connection, $listener) or die "accept: $!\n";
close $listener;
<STDIN>;    # told to close
close $connection;
<STDIN>;    # told to bind again
bound();
print "bound with SO_REUSEADDR\n" if bound(reuseaddr => 1);
