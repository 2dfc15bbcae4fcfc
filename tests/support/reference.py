"""The shipped reference pack as one object for all tests of a process.

What answers keep of a record (what-ifs run once for a record, and they are most of the cost of a question) is kept for this very
object. A record is immutable, so that tests may share it.
"""

from __future__ import annotations

from functools import cache

from torgau.loading import load_record
from torgau.vocabulary import Record

NAME = "grand-alliance"


@cache
def reference() -> Record:
    """The record, as a user loads it."""
    return load_record(NAME)


@cache
def reference_without(source: str) -> Record:
    """The same without a source and without every claim that is coded from it."""
    bare = reference().without("sources", source)
    return bare.with_entries("claims", {key: claim for key, claim in bare.claims.items() if claim.source != source})
