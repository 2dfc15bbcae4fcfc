"""The same verdicts by other means: an answer set program and SQL. They share no code with `torgau.ledger`."""
