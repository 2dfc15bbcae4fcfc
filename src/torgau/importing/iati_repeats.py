"""Transactions of one activity that are alike in everything, found in bounded memory however many there are."""

from __future__ import annotations

import hashlib

from torgau.importing.iati_activity import Held, Transaction

MOST_KEPT = 500_000
"""So many fingerprints are held at once; an activity with more transactions is gone through several times."""


def repeated(held: Held) -> bytes:
    """One byte for each transaction: 1 where an earlier one of the activity is alike in everything but its line."""
    flags = bytearray(held.count)
    if held.count < 2:
        return bytes(flags)
    rounds = held.count // MOST_KEPT + 1
    for number in range(rounds):
        seen: set[bytes] = set()
        for place, transaction in enumerate(held):
            mark = _fingerprint(transaction)
            if rounds == 1 or mark[0] % rounds == number:
                flags[place] = mark in seen
                seen.add(mark)
    return bytes(flags)


def _fingerprint(transaction: Transaction) -> bytes:
    return hashlib.blake2b(repr(transaction[1:]).encode("utf-8", "surrogatepass"), digest_size=16).digest()
