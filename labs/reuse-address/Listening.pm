# What the programs of this lab do again and again: listen at the address of the command line, with options or without.
package Listening;
use strict;
use warnings;
use Errno qw(EADDRINUSE);
use Exporter qw(import);
use Socket qw(:DEFAULT getaddrinfo);

our @EXPORT = qw(bound listening try);

$| = 1;
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;

# A socket with the address, or nothing where that is in use.
sub bound {
    my (@options) = @_;
    socket(my $socket, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
    setsockopt($socket, SOL_SOCKET, $_, 1) or die "setsockopt: $!\n" for @options;
    return $socket if bind($socket, $at->{addr});
    die "bind: $!\n" if $! != EADDRINUSE;
    return;
}

sub listening {
    my $socket = bound(@_) or return;
    return $socket if listen($socket, 5);
    die "listen: $!\n" if $! != EADDRINUSE;
    return;
}

# Says what becomes of one that would listen beside what is there.
sub try {
    my ($name, @options) = @_;
    print "$name: ", (listening(@options) ? "ok" : "EADDRINUSE"), "\n";
}

1;
