"""Tests of `torgau.outcome.published`."""
