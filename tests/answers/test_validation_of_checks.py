"""Kept kinds of uncertainty and kept forecasts of the end in the validation report, from numbers that are made by hand."""

from __future__ import annotations

from pathlib import Path

from tests.outcome.validation.kept import keep_ends, keep_kinds, with_view
from tests.support.scored import scored
from torgau.answers.terminations import brier_rows, chance_rows, happened
from torgau.answers.uncertainties import cells, sd_in_words, shown
from torgau.answers.validation_report import report
from torgau.outcome.speaking import scores_of
from torgau.outcome.validation.terminations import kept_terminations
from torgau.outcome.validation.uncertainties import Line
from torgau.outcome.validation.whatifs import kept_kinds


def test_the_report_has_one_line_a_model_and_one_between_them(tmp_path: Path) -> None:
    record = scored(tmp_path)
    assert "Four kinds of uncertainty" not in report(record)
    keep_kinds(record)
    text = report(record)
    # "sums" may speak at 6 months, the longest horizon that was scored. It has medians of 10 and 30: a standard deviation of 14.
    for words in (
        "### Four kinds of uncertainty",
        "**no-second-convoy**, 6 months on, km. Largest: model structure.",
        "| sums | +10 | 3 (+5 to +15) | no rivals | 8 (\N{MINUS SIGN}4 to +22) | under 0.1 (+10 to +10) | "
        "10 (\N{MINUS SIGN}7 to +27) |  |",
        "| between models | +20 |  |  |  |  |  | 14 (+10 to +30) |",
    ):
        assert words in text, words
    # They stand in their own section, not among the checks as well.
    assert "kinds of uncertainty**" not in text


def test_the_horizon_that_is_shown_is_the_longest_at_which_a_model_may_speak(tmp_path: Path) -> None:
    record = scored(tmp_path)
    keep_kinds(record, months=(3, 6, 12))
    kept = kept_kinds(record, record.antecedents["no-second-convoy"])
    scores = scores_of(record, "grey-sea-war")
    assert [each.months for each in kept] == [3, 6, 12]
    # Nobody was scored at 12 months.
    assert [each.months for each in (shown(kept, scores), shown(kept, None)) if each] == [6, 12]
    assert shown((), scores) is None
    assert [row[0] for row in cells(kept[0].kinds)] == ["sums", "arms", "between models"]


def test_a_spread_below_a_hundredth_of_the_whole_is_rounding() -> None:
    def line(sd: float) -> Line:
        return Line("chance", "m", sd, 0.0, 0.0, 0.0, 50)

    assert [sd_in_words(line(sd), line(200.0)) for sd in (0.0, 1.99, 2.0, 31.4)] == ["under 2", "under 2", "2", "31"]
    assert sd_in_words(line(0.0), line(0.0)) == "0"
    assert sd_in_words(line(1.5), None) == "1.5"


def test_the_report_has_what_was_said_of_the_end_and_what_happened(tmp_path: Path) -> None:
    record = with_view(scored(tmp_path))
    keep_ends(record)
    (protocol,) = record.protocols.values()
    (kept,) = kept_terminations(record, protocol)
    known = kept.forecasts["known"]
    # Two origins, 0.2 where it went on and 0.3 where it had ended: (0.04 + 0.49) / 2 = 0.265, and "it goes on" (0 + 1) / 2.
    assert brier_rows(known) == [("it goes on", "0.500", "0.500"), ("climatology", "0.265", "0.265")]
    assert happened(known) == ("1 of 2", "1 of 2")
    assert chance_rows(known, "climatology")[0][1] == "0.20 (0.10 to 0.40): went on"
    text = report(record)
    for words in (
        "### When does it end? The outside view of outside",
        "| it goes on | 0.500 | 0.500 |\n| climatology | 0.265 | 0.265 |\n| it had ended in | 1 of 2 | 1 of 2 |",
        "| 1924-05-01 | 0.30 (0.15 to 0.60): had ended |",
    ):
        assert words in text, words
    assert "Made from another state" not in text


def test_forecasts_of_another_state_say_so(tmp_path: Path) -> None:
    record = with_view(scored(tmp_path))
    keep_ends(record, lambda row: row | {"key": "another state"})
    assert "**Made from another state of the pack.**" in report(record)
