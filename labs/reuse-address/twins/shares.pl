#!/usr/bin/perl
# Says SO_REUSEPORT from the start, so that nobody stands alone in the way.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . "/..";
use Listening;
use Socket qw(SO_REUSEADDR SO_REUSEPORT);

try_all(sub { listening(SO_REUSEPORT) }, sub { listening(SO_REUSEADDR) }, sub { listening(SO_REUSEPORT) });
