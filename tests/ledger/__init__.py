"""Tests of the ledger: worked examples, an independent oracle, properties."""
