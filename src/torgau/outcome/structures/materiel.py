"""Materiel: the front moves with the ratio of the munitions that both sides have made and received, less what has worn out.

The same mechanics as the structure of economies (`economy`), but what counts is munitions and not incomes: a rival account of
what wins ground, with other figures behind it (Goldsmith 1946, "The power of victory: munitions output in World War II",
Military Affairs 10). Equations and critique: docs/outcome-models/materiel.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torgau.outcome.structures.economy import Economy


@dataclass(frozen=True)
class Materiel(Economy):
    """The structure for one setting."""

    def effort(self, at: Mapping[str, Any]) -> Any:
        """Munitions made, by the year: (powers,)."""
        return at["output"]
