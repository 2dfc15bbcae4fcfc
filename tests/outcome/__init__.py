"""Tests of `torgau.outcome`."""
