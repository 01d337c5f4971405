#!/usr/bin/perl
# Has three connections, and looks after none of them, nor writes to any.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . "/..";
use Three;

my @connections = accept_three();
<STDIN>;    # told to look after them
tell_of(@connections);
