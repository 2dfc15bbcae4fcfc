"""Results of fits and backtests, as plain text beside the pack that they belong to: `outcome/results/*.jsonl`.

A file begins with a line that says what it was made from: a key of the declarations, of the figures that were read and of the
code. Where the key no longer fits, the results are those of another pack, and a model without results of its own may not speak.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from torgau.dates import When
from torgau.outcome.fitting import Case
from torgau.outcome.sampling import Effort, Posterior
from torgau.outcome.scores import Forecast
from torgau.vocabulary.outcomes import Antecedent, Attribution, Model, Process, Protocol
from torgau.vocabulary.record import Record

FOLDER = "outcome/results"
"""Where the results of a pack lie, from the pack folder."""

DIGITS = 4
"""Digits kept of a draw, a standard normal number: far less than its own noise."""


def folder_of(record: Record) -> Path | None:
    """The folder of a pack's results, or None for a record that was not read from a folder."""
    return Path(record.folder) / FOLDER if record.folder else None


def process_key(record: Record, process: Process) -> str:
    """A key of all that the models of a process read: its declaration, the figures of its series, and the code that models it."""
    names = sorted(series_of(process))
    units = [record.series[name].unit.encode() for name in names]
    return _hash([_packed(process), *(_packed(record.points[name]) for name in names), *units, code_key()])


def case_key(case: Case) -> str:
    """The model hash: a key of the process with its figures, and of the model with its priors."""
    return _hash([process_key(case.record, case.process).encode(), _packed(case.model)])


def protocol_key(record: Record, protocol: Protocol, effort: Effort) -> str:
    """A key of a backtest: the protocol, the effort, all that its models read, and the code of fits, baselines and scores."""
    models = [_packed(record.models[name]) for name in protocol.models]
    process = process_key(record, record.processes[protocol.process]).encode()
    return _hash([_packed(protocol), repr(effort).encode(), process, scoring_key(), *models])


def left_out_key(record: Record, protocol: Protocol, effort: Effort) -> str:
    """A key of a run with each theatre left out in turn: that of the backtest, and the code that leaves one out."""
    return _hash([protocol_key(record, protocol, effort).encode(), _code([Path(__file__).parent / "left_out.py"])])


def series_of(process: Process) -> set[str]:
    """All series that a process names."""
    found = {item.series for item in process.inputs}
    for theatre in process.theatres:
        found |= {axis.series for axis in theatre.axes}
        found |= {series for item in theatre.observed for series in item.series}
    return found


@cache
def code_key() -> bytes:
    """A hash of the code that decides what a model says: the structures, the filter, the worlds, the priors, the draws.

    What only readers see, comments and docstrings, is left out: better words make no results stale.
    """
    here = Path(__file__).parent
    files = [here / f"{name}.py" for name in ("levels", "observations", "priors", "streams", "worlds")]
    return _code(files + sorted((here / "structures").glob("*.py")))


@cache
def scoring_key() -> bytes:
    """A hash of the code that decides how a model is fitted and scored, beside what it says."""
    names = ("backtest", "baselines", "fitting", "sampling", "scores", "stacking")
    return _code([Path(__file__).parent / f"{name}.py" for name in names])


def _code(files: Iterable[Path]) -> bytes:
    digest = hashlib.blake2s()
    for path in files:
        digest.update(_without_words(path.read_text(encoding="utf-8")).encode())
    return digest.digest()


def _without_words(code: str) -> str:
    """Code without comments, docstrings and blanks: by its tokens, which are the same in every version of Python."""
    kept: list[str] = []
    begins = True
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type in (tokenize.COMMENT, tokenize.NL):
            continue
        if token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            kept.append({tokenize.INDENT: "{", tokenize.DEDENT: "}"}.get(token.type, ";"))
            begins = True
            continue
        if not (begins and token.type == tokenize.STRING and token.string.startswith('"""')):
            kept.append(token.string)
        begins = False
    return "".join(kept)


@dataclass(frozen=True)
class Draws:
    """The posterior draws of a model as they were kept: `z` (parameters, draws), in the order of `parameters`."""

    model: str
    key: str
    parameters: tuple[str, ...]
    z: np.ndarray
    about: Mapping[str, Any]


def keep_draws(case: Case, posterior: Posterior, effort: Effort, draws: int, until: str, folder: Path) -> Path:
    """Write the draws of a model. The whole file is written beside and then moved into place."""
    z = np.round(posterior.thinned(draws), DIGITS)
    head = {
        "kind": "posterior",
        "model": case.model.id,
        "key": case_key(case),
        "made_with": f"torgau fit {case.model.id}",
        "until": until,
        "parameters": [prior.parameter for prior in case.priors],
        "seeds": list(posterior.seeds),
        "particles": effort.particles,
        "moves": effort.moves,
        "evidence": [round(float(value), 2) for value in posterior.evidence],
        "acceptance": [round(float(value), 3) for value in posterior.acceptance],
        "temperatures": list(posterior.temperatures),
        "disagreement": round(posterior.disagreement, 4),
    }
    return _write(folder / f"posterior-{case.model.id}.jsonl", [head, *([round(float(v), DIGITS) for v in row] for row in z.T)])


def read_draws(case: Case) -> Draws | None:
    """The kept draws of a model, or None where there are none that belong to this state of the pack."""
    folder = folder_of(case.record)
    path = folder / f"posterior-{case.model.id}.jsonl" if folder else None
    if path is None or not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8").splitlines()
    head = json.loads(lines[0])
    if head["key"] != case_key(case):
        return None
    z = np.array([json.loads(line) for line in lines[1:]], dtype=np.float32).T
    return Draws(case.model.id, head["key"], tuple(head["parameters"]), z, head)


def keep_forecasts(protocol: Protocol, key: str, by_mode: Mapping[Any, Iterable[Forecast]], folder: Path, about: Any) -> Path:
    """Write all forecasts of a scoring run: the run's record. Scores are computed from it and never kept apart."""
    head = {"kind": "forecasts", "protocol": protocol.id, "key": key, "made_with": "torgau backtest", **about}
    return _write_forecasts(folder / f"forecasts-{protocol.id}.jsonl", head, "inputs", by_mode)


def read_forecasts(protocol: Protocol, folder: Path) -> tuple[Mapping[str, Any], dict[str, list[Forecast]]] | None:
    """The head and the forecasts by mode of the scoring run that is kept in a folder, or None where there is none.

    The head says by its `key` whether it belongs to a state of the pack (`protocol_key`).
    """
    return _read_forecasts(folder / f"forecasts-{protocol.id}.jsonl", "inputs")


def keep_left_out(protocol: Protocol, key: str, by_theatre: Mapping[str, Iterable[Forecast]], folder: Path, about: Any) -> Path:
    """Write all forecasts of a run with each theatre left out in turn, by theatre."""
    head = {"kind": "left out", "protocol": protocol.id, "key": key, "made_with": "torgau backtest --left-out", **about}
    return _write_forecasts(folder / f"left-out-{protocol.id}.jsonl", head, "theatre", by_theatre)


def read_left_out(protocol: Protocol, folder: Path) -> tuple[Mapping[str, Any], dict[str, list[Forecast]]] | None:
    """The head and the forecasts by theatre of the run that is kept in a folder, or None; its `key`: see `left_out_key`."""
    return _read_forecasts(folder / f"left-out-{protocol.id}.jsonl", "theatre")


def _write_forecasts(path: Path, head: Mapping[str, Any], label: str, by: Mapping[Any, Iterable[Forecast]]) -> Path:
    fields = [label, *(field.name for field in dataclasses.fields(Forecast))]
    rows = [[name, *item.as_dict().values()] for name, found in by.items() for item in found]
    return _write(path, [{**head, "fields": fields}, *rows])


def _read_forecasts(path: Path, label: str) -> tuple[Mapping[str, Any], dict[str, list[Forecast]]] | None:
    if not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8").splitlines()
    found: dict[str, list[Forecast]] = {}
    head = json.loads(lines[0])
    for line in lines[1:]:
        row = dict(zip(head["fields"], json.loads(line), strict=True))
        found.setdefault(row.pop(label), []).append(Forecast(**row))
    return head, found


def answer_key(record: Record, process: Process, declared: Antecedent | Attribution) -> str:
    """A key of all that an answer of the models rests on: what is asked, the process with its figures, its models, the contests
    of outside views, and the results that lie beside the pack. Words count here too, since an answer repeats them."""
    models = [model for model in record.models.values() if model.process == process.id]
    views = [view_key(record, model) for model in models if model.reference_class in record.class_rows]
    protocols = [item for item in record.protocols.values() if item.process == process.id]
    folder = folder_of(record)
    kept = sorted(folder.glob("*.jsonl")) if folder else []
    state = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in kept]
    said = [msgspec.to_builtins(each, enc_hook=_plain) for each in (declared, process, *models, *protocols)]
    return _hash([process_key(record, process).encode(), repr((state, views)).encode(), msgspec.json.encode(said)])


def view_key(record: Record, model: Model) -> str:
    """A key of an outside view: the model, and the contests of its class."""
    return _hash([_packed(model), _packed(record.class_rows[model.reference_class])])


def keep_view(record: Record, model: Model, view: Mapping[str, Any], folder: Path) -> Path:
    """Write the draws and the score of an outside view."""
    head = {"kind": "outside view", "model": model.id, "key": view_key(record, model), "made_with": f"torgau fit {model.id}"}
    return _write(folder / f"outside-view-{model.id}.jsonl", [head, view])


def read_view(record: Record, model: Model) -> Mapping[str, Any] | None:
    """The kept outside view of a model, or None where there is none that belongs to this state of the pack."""
    folder = folder_of(record)
    path = folder / f"outside-view-{model.id}.jsonl" if folder else None
    if path is None or not path.is_file():
        return None
    head, view = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return view if head["key"] == view_key(record, model) else None


def antecedent_key(case: Case, antecedent: Antecedent) -> str:
    """A key of what a model says of an antecedent: the model hash, the days, and what the antecedent changes."""
    return _hash([case_key(case).encode(), _packed((antecedent.date, antecedent.horizon, antecedent.changes))])


def terminations_key(record: Record, model: Model, protocol: Protocol) -> str:
    """A key of an outside view's forecasts of the end: the view, the process with its figures, its wars, and when is asked."""
    wars = [_packed(status) for status in record.statuses.values() if status.dimension == "war"]
    process = process_key(record, record.processes[model.process]).encode()
    asked = _packed((protocol.origins, protocol.horizons, protocol.seeds))
    return _hash([view_key(record, model).encode(), process, asked, *wars])


def keep_checks(model: str, rows: Iterable[Mapping[str, Any]], folder: Path, *, quick: bool) -> Path:
    """Write the checks of a model: a head, then one row a check."""
    found = list(rows)
    head = {"kind": "checks", "model": model, "key": found[0]["key"], "made_with": f"torgau validate {model}", "quick": quick}
    return _write(_checks(folder, model), [head, *found])


def read_checks(model: str, folder: Path | None) -> tuple[Mapping[str, Any], list[dict[str, Any]]] | None:
    """The head and the rows of the kept checks of a model, or None where there are none. Their keys say what they belong to."""
    path = _checks(folder, model) if folder else None
    if path is None or not path.is_file():
        return None
    head, *rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return head, rows


def _checks(folder: Path, model: str) -> Path:
    return folder / f"validation-{model}.jsonl"


def _write(path: Path, rows: Iterable[Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows), encoding="utf-8")
    part.replace(path)
    return path


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.blake2s(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.hexdigest()


WORDS = frozenset({"title", "name", "note", "why", "sources", "source", "locator", "line", "covers", "blind"})
"""Fields that only readers see: they change no result."""


def _packed(value: Any) -> bytes:
    plain = msgspec.to_builtins(value, enc_hook=_plain, order="deterministic")
    return msgspec.json.encode(_numbers(plain), order="deterministic")


def _numbers(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _numbers(item) for name, item in value.items() if name not in WORDS}
    if isinstance(value, list | tuple):
        return [_numbers(item) for item in value]
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, When):
        return value.text
    raise NotImplementedError(f"no JSON for {type(value).__name__}")
