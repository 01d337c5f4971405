#!/usr/bin/perl
# Listens, then tries what RFC 9293 allows in LISTEN and no socket does: to send, and to connect. In Perl, for Node has no way to ask.
use strict;
use warnings;
use Errno;
use Socket qw(:DEFAULT getaddrinfo);

$| = 1;
$SIG{PIPE} = 'IGNORE';
my ($host, $port) = @ARGV;
my ($error, $at) = getaddrinfo($host, $port, { socktype => SOCK_STREAM });
die "$error\n" if $error;

sub answer {
    my ($call, $done) = @_;
    my ($name) = $done ? 'done' : grep { $!{$_} } keys %!;
    print "$call: $name\n";
}

socket(my $listener, $at->{family}, SOCK_STREAM, 0) or die "socket: $!\n";
setsockopt($listener, SOL_SOCKET, SO_REUSEADDR, 1) or die "setsockopt: $!\n";
bind($listener, $at->{addr}) or die "bind: $!\n";
listen($listener, 5) or die "listen: $!\n";
print "listening\n";

<STDIN>;    # told to send
answer('send', send($listener, 'hello', 0));
answer('connect', connect($listener, $at->{addr}));
accept(my $connection, $listener) or die "accept: $!\n";
print "accepted\n";
<STDIN>;
