#!/usr/bin/perl
# Has three connections, and looks after each in another way: not at all, by SO_KEEPALIVE, and by TCP_USER_TIMEOUT with a write.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__);
use Socket qw(SOL_SOCKET SO_KEEPALIVE IPPROTO_TCP TCP_KEEPIDLE TCP_KEEPINTVL TCP_KEEPCNT TCP_USER_TIMEOUT);
use Three;

my ($left, $kept, $timed) = accept_three();
<STDIN>;    # told to look after them

setsockopt($kept, SOL_SOCKET, SO_KEEPALIVE, 1);
setsockopt($kept, IPPROTO_TCP, TCP_KEEPIDLE, 2);     # seconds of silence before the first probe
setsockopt($kept, IPPROTO_TCP, TCP_KEEPINTVL, 1);    # seconds from one probe to the next
setsockopt($kept, IPPROTO_TCP, TCP_KEEPCNT, 2);      # so many may go unanswered
setsockopt($timed, IPPROTO_TCP, TCP_USER_TIMEOUT, 2000);    # milliseconds that bytes may go unacknowledged
syswrite($timed, 'hello');

tell_of($left, $kept, $timed);
