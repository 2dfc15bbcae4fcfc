"""Validation of the outcome models: what they say before and after they have seen the record, and how far that may be believed.

Each module is one step of the Bayesian workflow (Gelman and others 2020, "Bayesian workflow", arXiv:2011.01808) as pure
functions: a case in, an immutable result out. Nothing here changes a fit.
"""
