"""Tests of `torgau.dates`."""
