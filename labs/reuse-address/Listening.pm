# What the programs of this lab do again and again: listen at the address of the command line, with options or without.
package Listening;
use strict;
use warnings;
use Errno qw(EADDRINUSE);
use Exporter qw(import);
use Socket qw(:DEFAULT getaddrinfo SO_REUSEADDR SO_REUSEPORT);

our @EXPORT = qw(bound listening try try_all try_beside_time_wait);

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

# All that is tried beside a plain listener, one with SO_REUSEADDR and one with SO_REUSEPORT; each is made by the sub given for it.
sub try_all {
    my ($plain, $reusing_address, $reusing_port) = @_;
    my $first = $plain->() or die "somebody listens here already\n";
    print "listening\n";
    <STDIN>;    # told to try
    try("beside a plain listener, plain");
    try("beside a plain listener, SO_REUSEADDR", SO_REUSEADDR);
    try("beside a plain listener, SO_REUSEPORT", SO_REUSEPORT);
    close $first;

    $first = $reusing_address->();
    try("beside SO_REUSEADDR, SO_REUSEADDR", SO_REUSEADDR);
    close $first;

    $first = $reusing_port->();
    try("beside SO_REUSEPORT, SO_REUSEADDR", SO_REUSEADDR);
    try("beside SO_REUSEPORT, SO_REUSEPORT", SO_REUSEPORT);
    # Only root can become somebody else, and show that the option is its user's own.
    if (eval { $> = 65534; $> == 65534 }) {
        print "there is another user\n";
        try("beside SO_REUSEPORT, SO_REUSEPORT of another user", SO_REUSEPORT);
        $> = 0;
    }
    print "tried\n";
    <STDIN>;
}

# All that is tried beside the TIME-WAIT that a connection of a listener with these options leaves.
sub try_beside_time_wait {
    my ($name, @options) = @_;
    my $listener = listening(@options) or die "somebody listens here already\n";
    print "listening\n";
    accept(my $connection, $listener) or die "accept: $!\n";
    close $listener;
    <STDIN>;    # told to close
    close $connection;
    <STDIN>;    # told to try
    try("beside $name, plain");
    try("beside $name, SO_REUSEPORT", SO_REUSEPORT);
    try("beside $name, SO_REUSEADDR", SO_REUSEADDR);
    print "tried\n";
    <STDIN>;
}

1;
