"""The outcome layer: what difference did it make? Rival models, scored before they may speak. The only place with randomness.

Start with docs/outcome.md. A record, a ledger or a flow never needs anything from here.
"""
