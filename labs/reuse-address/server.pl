#!/usr/bin/perl
# Listens, and tries to listen a second time at the same address: with which options is it let? In Perl, for Node sets its own.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__);
use Listening;
use Socket qw(SO_REUSEADDR SO_REUSEPORT);

try_all(sub { listening() }, sub { listening(SO_REUSEADDR) }, sub { listening(SO_REUSEPORT) });
