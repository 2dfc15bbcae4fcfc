"""From the events of the XML to activities: what is said of an activity as a whole, and its transactions, in any order."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, NamedTuple

import msgspec

from torgau.importing.iati_xml import Element, Event
from torgau.importing.texts import one_line


class Org(NamedTuple):
    """An organisation as one element names it. `shape` is the major version that writes names so: "1", "2", or "" (no name)."""

    ref: str = ""
    name: str = ""
    shape: str = ""

    def __bool__(self) -> bool:
        return bool(self.ref or self.name)


NO_ORG = Org()


class Share(NamedTuple):
    """A recipient country or region, with its percentage as written (empty: not given)."""

    kind: str
    code: str
    name: str
    percentage: str


class Transaction(NamedTuple):
    """A transaction as written, by the line of its tag."""

    line: int
    ref: str
    code: str
    date: str
    value: str
    currency: str
    value_date: str
    provider: Org
    receiver: Org
    recipients: tuple[Share, ...]


@dataclass
class Activity:
    """An activity: what is said of it as a whole, and its transactions (in the first pass, only the codes of their types)."""

    line: int
    version: str
    currency: str
    hierarchy: str
    identifier: str = ""
    reporter: Org = NO_ORG
    secondary: bool = False
    recipients: list[Share] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    children: list[str] = field(default_factory=list)
    budgets: int = 0
    planned: int = 0
    types: set[str] = field(default_factory=set)
    transactions: Held = field(default_factory=lambda: Held())


class Held:
    """Transactions of one activity: a few in memory, many in a temporary file. An activity may be as large as the file."""

    BLOCK = 10_000

    def __init__(self) -> None:
        self.count = 0
        self._block: list[Transaction] = []
        self._file: IO[bytes] | None = None

    def add(self, transaction: Transaction) -> None:
        self.count += 1
        self._block.append(transaction)
        if len(self._block) >= self.BLOCK:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the activity
            block = msgspec.msgpack.encode(self._block)
            self._file.write(len(block).to_bytes(8, "big") + block)
            self._block.clear()

    def __iter__(self) -> Iterator[Transaction]:
        """All of them, in the order of the file; as often as needed."""
        if self._file is not None:
            self._file.seek(0)
            while size := self._file.read(8):
                yield from msgspec.msgpack.decode(self._file.read(int.from_bytes(size, "big")), type=list[Transaction])
        yield from self._block


def activities(events: Iterable[Event], *, first_pass: bool = False) -> Iterator[Activity]:
    """The activities of a file, one at a time."""
    version = ""
    activity: Activity | None = None
    for step, element in events:
        if step == "file":
            version = element.get("version")
        elif step == "open":
            activity = Activity(element.line, version, element.get("default-currency"), element.get("hierarchy"))
        elif activity is not None and step == "part":
            if first_pass and element.name == "transaction":
                code = element.child("transaction-type")
                activity.types.add(code.get("code") if code else "")
            else:
                _add(activity, element)
        elif activity is not None:
            yield activity
            activity = None


def _add(activity: Activity, part: Element) -> None:
    if part.name == "transaction":
        activity.transactions.add(_transaction(part))
    elif part.name == "iati-identifier":
        activity.identifier = activity.identifier or one_line(part.text)
    elif part.name == "reporting-org":
        activity.reporter = activity.reporter or _org(part)
        activity.secondary = activity.secondary or part.get("secondary-reporter").lower() in ("1", "true")
    elif part.name == "related-activity":
        ref = one_line(part.get("ref"))
        if ref and part.get("type") in ("1", "2"):
            (activity.parents if part.get("type") == "1" else activity.children).append(ref)
    elif part.name == "budget":
        activity.budgets += 1
    elif part.name == "planned-disbursement":
        activity.planned += 1
    else:
        activity.recipients.append(_share(part))


def _transaction(element: Element) -> Transaction:
    parts: dict[str, Element] = {}
    recipients = []
    for each in element.children:
        if each.name in ("recipient-country", "recipient-region"):
            recipients.append(_share(each))
        else:
            parts.setdefault(each.name, each)
    nothing = Element("", element.line, {})
    value, date = parts.get("value", nothing), parts.get("transaction-date", nothing)
    return Transaction(
        element.line,
        one_line(element.get("ref")),
        parts.get("transaction-type", nothing).get("code"),
        date.get("iso-date") or date.text,
        value.text,
        value.get("currency"),
        value.get("value-date"),
        _org(parts.get("provider-org", nothing)),
        _org(parts.get("receiver-org", nothing)),
        tuple(recipients),
    )


def _name(element: Element) -> tuple[str, str]:
    """The first name that is not empty, and the version that writes it so."""
    for each in element.children:
        if each.text:
            return one_line(each.text), "2"
    return (one_line(element.text), "1") if element.text else ("", "")


def _org(element: Element) -> Org:
    name, shape = _name(element)
    return Org(one_line(element.get("ref")), name, shape)


def _share(element: Element) -> Share:
    kind = element.name.removeprefix("recipient-")
    vocabulary = element.get("vocabulary") if kind == "region" else ""
    code = one_line(element.get("code"))
    return Share(
        kind, f"{vocabulary}-{code}" if vocabulary not in ("", "1") else code, _name(element)[0], element.get("percentage")
    )
