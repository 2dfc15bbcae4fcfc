"""The flow: a chain of accounts from pledge to use. Exact sums, what does not reconcile, and what had come by a day."""

from torgau.flow.postings import KEYS, Chosen, Posting, postings
from torgau.flow.totals import Total, totals

__all__ = ["KEYS", "Chosen", "Posting", "Total", "postings", "totals"]
