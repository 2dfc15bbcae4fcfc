"""The kinds of uncertainty of what-ifs on the invented pack: against the what-if itself, kept, read again, and stale."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner

from tests.outcome.support import STRUCTURES, antecedent, entries, keep_invented_draws, keep_invented_scores, load, write_pack
from torgau.answers.outcomes import whatif_answer
from torgau.cli.main import main
from torgau.outcome.fitting import case_of
from torgau.outcome.results import folder_of, keep_checks, read_draws
from torgau.outcome.sampling import Effort
from torgau.outcome.validation.checks import Size
from torgau.outcome.validation.running import silent
from torgau.outcome.validation.whatifs import CHECK, kept_kinds, uncertainties
from torgau.outcome.whatif import run_whatif
from torgau.vocabulary import Record

DRAWS = 40
"""As many as are kept of each model, so that a what-if with as many draws takes the same ones in the same order."""

SCORES = dict.fromkeys(STRUCTURES, 10.0) | {"persistence": 20.0}


@pytest.fixture(scope="module", autouse=True)
def _numpy() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TORGAU_BACKEND", "numpy")
        yield


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Record]:
    """A function that writes the invented pack with draws and scores, and loads it."""

    def made(*more: dict[str, object]) -> Record:
        held = entries()
        held["antecedents"] += list(more)
        record = load(write_pack(tmp_path, held))
        keep_invented_draws(record, draws=DRAWS)
        keep_invented_scores(record, SCORES)
        return record

    return made


def keep(record: Record, *models: str, quick: bool = False) -> None:
    """Make and keep the kinds of uncertainty of some models, and nothing else."""
    (protocol,) = record.protocols.values()
    folder = folder_of(record)
    assert folder is not None
    for name in models or STRUCTURES:
        case = case_of(record, name)
        draws = read_draws(case)
        assert draws is not None
        made = uncertainties(case, draws, protocol, draws=DRAWS, sources=4, told=silent, backend="numpy")
        keep_checks(name, [{"model": name, "check": CHECK, "key": "", **made}], folder, quick=quick)


@pytest.fixture(scope="module")
def kept_record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """The invented pack with the kinds of uncertainty of all models. Do not write into its folder."""
    record = load(write_pack(tmp_path_factory.mktemp("kept")))
    keep_invented_draws(record, draws=DRAWS)
    keep_invented_scores(record, SCORES)
    keep(record)
    return record


def test_all_in_one_model_is_the_what_if_itself(kept_record: Record) -> None:
    """The same draws and the seed of the protocol: the spread is that of the paired difference, though the runs are shorter."""
    record = kept_record
    asked = record.antecedents["no-aid"]
    kept = kept_kinds(record, asked)
    assert [each.months for each in kept] == [2, 4]
    found = run_whatif(record, asked, draws=DRAWS, seed=record.protocols["quarterly"].seeds[0], backend="numpy")
    for each in kept:
        lines = {(line.model, line.kind): line for line in each.kinds.lines}
        medians = []
        for told in found.told:
            difference = told.by_id[f"front-{each.months}"].difference.astype(float)
            line = lines[told.model, "all in one model"]
            assert line.sd == pytest.approx(np.std(difference, ddof=1), rel=1e-4)
            assert (line.low, line.high) == pytest.approx(np.quantile(difference, (0.05, 0.95)), rel=1e-4, abs=1e-4)
            assert line.count == DRAWS
            assert lines[told.model, "sources: errors"].count == 4
            medians.append(np.median(difference))
        between = lines["", "model structure"]
        assert between.sd == pytest.approx(np.std(medians, ddof=1), rel=1e-4)
        assert (between.low, between.high, between.count) == (pytest.approx(min(medians)), pytest.approx(max(medians)), 3)


def test_what_changes_nothing_is_not_unsure(kept_record: Record) -> None:
    for each in kept_kinds(kept_record, kept_record.antecedents["nothing-yet"]):
        assert {(line.sd, line.low, line.high) for line in each.kinds.lines} == {(0.0, 0.0, 0.0)}
        assert each.kinds.largest == "none: no draw differs from another"


def test_a_model_that_lacks_a_mechanism_has_no_lines(written: Callable[..., Record]) -> None:
    record = written(antecedent("ships", {"kind": "aid", "factor": 0}) | {"needs": ["ships"]})
    keep(record, "economy")
    assert kept_kinds(record, record.antecedents["no-aid"])
    assert kept_kinds(record, record.antecedents["ships"]) == ()


def test_each_thing_that_it_was_made_from_makes_it_stale_and_nothing_else(kept_record: Record) -> None:
    record = kept_record
    asked, other = record.antecedents["no-aid"], record.antecedents["coast-sooner"]

    def models(record: Record, name: str = "no-aid") -> set[str]:
        kept = kept_kinds(record, record.antecedents[name])
        return {line.model for each in kept for line in each.kinds.lines if line.model}

    assert models(record) == set(STRUCTURES)
    told = msgspec.structs.replace(asked, title="In other words?", mechanism="The same.", cannot_tell="Much.")
    assert models(record.with_entry("antecedents", told)) == set(STRUCTURES)
    half = msgspec.structs.replace(asked, changes=(msgspec.structs.replace(asked.changes[0], factor=Decimal("0.5")),))
    changed = record.with_entry("antecedents", half)
    assert models(changed) == set()
    assert models(changed, other.id) == set(STRUCTURES)
    economy = record.models["economy"]
    first = msgspec.structs.replace(economy.priors[0], centre=economy.priors[0].centre * 2)
    moved = record.with_entry("models", msgspec.structs.replace(economy, priors=(first, *economy.priors[1:])))
    assert models(moved) == {"attrition", "materiel"}
    # Two are left, and what is between them is counted from them alone.
    assert {line.count for line in kept_kinds(moved, asked)[0].kinds.lines if not line.model} == {2}
    figures = {**record.points, "front-road": record.points["front-road"][:-1]}
    assert models(replace(record, points=figures)) == set()


def test_the_answer_has_them_where_they_are_kept(written: Callable[..., Record]) -> None:
    record = written()
    asked = record.antecedents["no-aid"]
    found = run_whatif(record, asked, draws=DRAWS, backend="numpy")
    bare = whatif_answer(record, found).outcome
    assert bare is not None
    assert "uncertainty" not in bare
    keep(record, "economy", "materiel", quick=True)
    full = whatif_answer(record, found).outcome
    assert full is not None
    told = full.pop("uncertainty")
    assert full == bare
    assert list(told) == ["2", "4"]
    assert (told["2"]["unit"], told["2"]["quick"]) == ("km", True)
    keys = {"kind", "model", "sd", "low", "middle", "high", "values", "whole_range"}
    assert all(set(line) == keys for line in told["2"]["lines"])
    assert {line["model"] for line in told["2"]["lines"]} == {"economy", "materiel", None}
    assert {line["whole_range"] for line in told["2"]["lines"] if line["values"] < 20} == {True}
    assert all(line["sd"] == float(f"{line['sd']:.2g}") for line in told["2"]["lines"])
    # A day between the horizons leaves the later one out. The antecedent is of February.
    until = found.antecedent.date.start.lo
    assert until is not None
    early = whatif_answer(record, replace(found, until=until + 70)).outcome
    assert early is not None
    assert list(early["uncertainty"]) == ["2"]


def test_validate_keeps_them_beside_the_other_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command, as small as it goes, without the calibration, which fits: what it wrote is found again."""
    pytest.importorskip("SALib", reason="checks need the extra torgau[outcome]")
    uncalibrated = SimpleNamespace(as_dict=dict)
    monkeypatch.setattr("torgau.outcome.validation.checks.calibrate_case", lambda *_, **__: uncalibrated)
    small = Size(draws=20, replicates=2, trajectories=2, base=4, members=20, sources=2, effort=Effort(64, 2))
    monkeypatch.setattr("torgau.outcome.validation.checks.QUICK", small)
    record = load(write_pack(tmp_path / "pack"))
    keep_invented_draws(record, "materiel", draws=DRAWS)
    folder = folder_of(record)
    arguments = ["--pack", record.folder, "validate", "materiel", "--quick", "--out", str(folder), "--json"]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    (row,) = [row for row in rows if row["check"] == CHECK]
    assert [each["antecedent"] for each in row["antecedents"]] == list(record.antecedents)
    (first, *_) = kept_kinds(record, record.antecedents["no-aid"])
    assert first.quick
    assert {line.model for line in first.kinds.lines} == {"materiel"}
