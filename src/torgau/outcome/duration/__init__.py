"""The outside view: how long do such contests last? Learnt from a reference class of other contests only.

It knows no front, no battle and no side. Equations, scores and critique: docs/outcome-models/duration.md.
"""
