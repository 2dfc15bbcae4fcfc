"""Tests of `torgau.record`."""
