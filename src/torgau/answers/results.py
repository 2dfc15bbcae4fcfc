"""What a step gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from torgau.answers.answer import ReadingVerdict
from torgau.vocabulary.common import Id


@dataclass(frozen=True)
class StepResult:
    """Words for the sentence, rows of figures, the entries they rest on, and what to be careful about."""

    values: Mapping[str, str]
    rows: tuple[Mapping[str, Any], ...] = ()
    ids: tuple[Id, ...] = ()
    caveats: tuple[str, ...] = ()
    readings: tuple[ReadingVerdict, ...] = field(default=())
    outcome: dict[str, Any] | None = None
