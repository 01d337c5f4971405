#!/usr/bin/perl
# Its socket with SO_REUSEADDR has the address and does not listen: then another with the option may.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . "/..";
use Listening;
use Socket qw(SO_REUSEADDR SO_REUSEPORT);

try_all(sub { listening() }, sub { bound(SO_REUSEADDR) }, sub { listening(SO_REUSEPORT) });
