"""Published tables, computed again: what others found must come out here before anything of our own may speak.

Nothing here is fitted to a pack. Ratios of forces and incomes are declared in a pack; tables of somebody else's data sets are
read from wherever the user keeps them. docs/published-tables.md says what was reproduced, and how well it does.
"""
