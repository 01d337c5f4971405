# What the programs of this lab have in common: three connections, and what becomes of each.
package Three;
use strict;
use warnings;
use Errno;
use Exporter qw(import);
use IO::Select;
use Socket qw(:DEFAULT getaddrinfo);

our @EXPORT = qw(accept_three tell_of);

$| = 1;
my $listener;    # stays open as long as the program runs

sub accept_three {
    my ($host, $port) = @ARGV;
    my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
    die "$error\n" if $error;
    socket($listener, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
    bind($listener, $at->{addr}) && listen($listener, 5) or die "listen: $!\n";
    print "listening\n";

    my @connections = map { accept(my $socket, $listener) or die "accept: $!\n"; $socket } 1 .. 3;
    print "accepted 3\n";
    return @connections;
}

# Says of each what it has received, or how it ended.
sub tell_of {
    my @connections = @_;
    my $waiting = IO::Select->new(@connections);
    while (my @ready = $waiting->can_read) {
        for my $socket (@ready) {
            my ($number) = grep { $connections[$_ - 1] == $socket } 1 .. @connections;
            my $read = sysread($socket, my $bytes, 4096);
            my ($failure) = defined $read ? () : grep { $!{$_} } keys %!;
            print "$number: ", $failure // ($read ? "received $read" : 'eof'), "\n";
            $waiting->remove($socket) if $failure || !$read;
        }
    }
}

1;
