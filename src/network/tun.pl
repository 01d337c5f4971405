#!/usr/bin/perl
# Makes a tun device in each of two network namespaces and carries every packet from one to the other: a link without Ethernet.
# In Perl, for a read of such a device that waits would hold up a Node.
use strict;
use warnings;
use Fcntl;
use POSIX ();

$| = 1;
# setns(2) has no name in Perl; its number is the machine's.
my %setns = (x86_64 => 308, aarch64 => 268);
my $number = $setns{ (POSIX::uname())[4] } or die "setns: no number known for this machine\n";
my ($TUNSETIFF, $IFF_TUN_NO_PI, $CLONE_NEWNET) = (0x400454ca, 0x1001, 0x40000000);

sub device {
    my ($place, $name) = @_;
    open(my $net, '<', $place) or die "$place: $!\n";
    syscall($number, fileno($net), $CLONE_NEWNET) == 0 or die "setns: $!\n";
    sysopen(my $tun, '/dev/net/tun', O_RDWR) or die "/dev/net/tun: $!\n";
    ioctl($tun, $TUNSETIFF, pack('a16 S x22', $name, $IFF_TUN_NO_PI)) or die "TUNSETIFF: $!\n";
    return $tun;
}

my ($one, $other) = (device(@ARGV[0, 1]), device(@ARGV[2, 3]));
print "joined\n";
for (;;) {
    my $ready = '';
    vec($ready, fileno($_), 1) = 1 for $one, $other, \*STDIN;
    select($ready, undef, undef, undef);
    exit 0 if vec($ready, fileno(STDIN), 1);    # nobody is there any more
    for my $way ([$one, $other], [$other, $one]) {
        my ($from, $to) = @$way;
        next unless vec($ready, fileno($from), 1);
        # A link that is down takes nothing, and what it does not take is lost.
        my $length = sysread($from, my $bytes, 65535);
        syswrite($to, $bytes, $length) if $length;
    }
}
