"""Reading IATI XML as a stream: what an import needs of each activity, and nothing else, with the line where it stands.

The parser is defusedxml's over expat. A document type declaration is refused outright, and without one no entity can be declared,
so there is nothing to expand and nothing outside the file to fetch. Elements that the import does not use are never built.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple, cast
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DTDForbidden
from defusedxml.expatreader import DefusedExpatParser

from torgau.importing.errors import ImportStopped

Wanted = Mapping[str, Any]
"""Elements that are read: each with those of its children that are read."""
CHUNK = 1 << 16
LONGEST_TAG = 4 << 20
"""Bytes of one tag or comment that are read before the file is refused: expat must hold a tag in memory whole."""
LONGEST_TEXT = 2_000
"""Characters of a text that are kept: names and amounts are shorter, and a hostile one may be as long as the file."""
MOST_PARTS = 100_000
"""Parts of one activity (recipients, related activities) that are held, transactions apart."""

_ORGANISATION: Wanted = {"narrative": {}}
_NAMED: Wanted = {"narrative": {}}
_TRANSACTION: Wanted = {
    "transaction-type": {},
    "transaction-date": {},
    "value": {},
    "provider-org": _ORGANISATION,
    "receiver-org": _ORGANISATION,
    "recipient-country": _NAMED,
    "recipient-region": _NAMED,
}
ALL: Wanted = {
    "iati-identifier": {},
    "reporting-org": _ORGANISATION,
    "recipient-country": _NAMED,
    "recipient-region": _NAMED,
    "related-activity": {},
    "budget": {},
    "planned-disbursement": {},
    "transaction": _TRANSACTION,
}
"""The elements of an activity that an import reads, each with those of its children that it reads."""
SURVEY: Wanted = {
    "iati-identifier": {},
    "reporting-org": _ORGANISATION,
    "related-activity": {},
    "transaction": {"transaction-type": {}},
}
"""The elements that the first pass over a file reads."""


@dataclass(slots=True)
class Element:
    """An element with the line of its tag, its attributes, its own text and those of its children that are read."""

    name: str
    line: int
    attributes: Mapping[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def child(self, name: str) -> Element | None:
        """The first child of this name."""
        return next((each for each in self.children if each.name == name), None)

    def get(self, name: str) -> str:
        """An attribute without spaces around it; empty where it is missing."""
        return self.attributes.get(name, "").strip()


class Event(NamedTuple):
    """A step of the reading: the file (`iati-activities`), an activity opened, one part of it read, the activity closed."""

    step: str
    element: Element


class Reader:
    """One file, read once. After the last event `digest` is the SHA-256 of the file and `done` its bytes."""

    def __init__(self, path: Path, shown: str, wanted: Wanted, progress: Callable[[int], None] | None = None) -> None:
        self.path = path
        self.shown = shown
        self.done = 0
        self.digest = ""
        self._wanted = wanted
        self._progress = progress

    def __iter__(self) -> Iterator[Event]:
        """The events in the order of the file. ImportStopped where it cannot be read to its end, or is no IATI activity file."""
        try:
            with self.path.open("rb") as raw:
                yield from self._events(raw)
        except OSError as error:  # zlib and gzip raise their own kinds of it, told by `_chunks`
            raise ImportStopped(f"{self.shown}: {error.strerror or error}", "give the path of a file that may be read") from error

    def _events(self, raw: IO[bytes]) -> Iterator[Event]:
        handler = _Handler(self.shown, self._wanted)
        parser = DefusedExpatParser(forbid_dtd=True)
        parser.setContentHandler(handler)
        handler.setDocumentLocator(parser)  # a parser that is fed does not do it
        # The parser's own callbacks wrap the attributes and hand everything on; without that step a large file takes less time.
        parser.start_element = handler.started  # type: ignore[method-assign]
        parser.end_element = handler.closed  # type: ignore[method-assign]
        place, waiting, size, tail = (-1, -1), 0, 0, b""
        try:
            for chunk in self._chunks(raw):
                parser.feed(chunk)
                size += len(chunk)
                tail = (tail + chunk)[-200:]
                yield from handler.drain()
                now = (parser.getLineNumber() or 0, parser.getColumnNumber() or 0)
                waiting = waiting + len(chunk) if now == place else 0
                place = now
                if waiting > LONGEST_TAG:
                    raise ImportStopped(
                        f"{self.shown}:{now[0]}: one tag or comment has more than {LONGEST_TAG:,} bytes",
                        "no IATI file needs that; look at the line",
                    )
            if not size:
                raise ImportStopped(f"{self.shown}: the file is empty", "download it again")
            parser.close()
        except DTDForbidden as error:
            if str(error.name).lower() == "html":
                raise _html(self.shown, parser.getLineNumber()) from None
            raise ImportStopped(
                f"{self.shown}:{parser.getLineNumber()}: a document type declaration (<!DOCTYPE ...>); with one a file can "
                "grow without end or fetch others, and IATI has none",
                "remove it if you trust the file",
            ) from None
        except SAXParseException as error:
            raise _unreadable(self.shown, error, tail) from None
        except (LookupError, ValueError) as error:
            raise ImportStopped(
                f"{self.shown}:1: the encoding that the file declares cannot be read: {error}", "save it as UTF-8"
            ) from None
        yield from handler.drain()
        handler.ended()

    def _chunks(self, raw: IO[bytes]) -> Iterator[bytes]:
        digest = hashlib.sha256()
        head = raw.read(4)
        raw.seek(0)
        if head.startswith(b"PK\x03\x04"):
            raise ImportStopped(f"{self.shown}: this is a ZIP archive", "unpack it and import the XML files in it")
        packed = head.startswith(b"\x1f\x8b")
        stream = _Counted(raw, digest.update)
        source = gzip.GzipFile(fileobj=cast(IO[bytes], stream)) if packed else stream
        try:
            while chunk := source.read(CHUNK):
                yield chunk
                self.done = stream.count
                if self._progress:
                    self._progress(self.done)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ImportStopped(f"{self.shown}: the gzip file is damaged or cut off: {error}", "download it again") from error
        self.done = stream.count
        self.digest = digest.hexdigest()


class _Counted:
    """A stream that counts and passes on what is read from it."""

    def __init__(self, stream: IO[bytes], tell: Callable[[bytes], None]) -> None:
        self._stream = stream
        self._tell = tell
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        content = self._stream.read(size)
        self.count += len(content)
        self._tell(content)
        return content


class _Handler(ContentHandler):
    """Builds the wanted elements and skips the rest. It holds what was not drained yet: at most what one chunk completes."""

    def __init__(self, shown: str, wanted: Wanted) -> None:
        super().__init__()
        self._shown = shown
        self._activity = wanted
        self._events: list[Event] = []
        self._skipping = 0
        self._depth = 0
        self._opened: Element | None = None
        self._parts = 0
        self._stack: list[tuple[Element, Wanted]] = []
        self._root = ""
        self._found = False
        self._text: list[str] = []
        self._length = 0

    def drain(self) -> Iterator[Event]:
        events, self._events = self._events, []
        yield from events

    def ended(self) -> None:
        """Nothing follows. ImportStopped where there was no IATI in the file."""
        if not self._found:
            raise ImportStopped(f"{self._shown}:1: no IATI activity file; its first element is <{self._root}>", _MEND_KIND)

    def started(self, name: str, attrs: Mapping[str, str]) -> None:
        """A tag opens."""
        if self._skipping:
            self._skipping += 1
            return
        if self._opened is None:
            self._outside(name, self._line(), attrs)
            return
        wanted = self._stack[-1][1] if self._stack else self._activity
        if name not in wanted:
            self._skipping = 1
            return
        if self._text:
            self._take_text()
        self._stack.append((Element(name, self._line(), attrs), wanted[name]))

    def _line(self) -> int:
        return self._locator.getLineNumber() or 0  # type: ignore[attr-defined]

    def _outside(self, name: str, line: int, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self._root = name
            if name.lower() == "html":
                raise _html(self._shown, line)
            if name == "iati-organisations":
                raise ImportStopped(
                    f"{self._shown}:{line}: this is an IATI organisation file; it has no transactions", _MEND_KIND
                )
        if name == "iati-activities":
            self._found = True
            self._events.append(Event("file", Element(name, line, attributes)))
        elif name == "iati-activity":
            self._found = True
            self._opened = Element(name, line, attributes)
            self._parts = 0
            self._events.append(Event("open", self._opened))

    def closed(self, name: str) -> None:
        """A tag closes."""
        if self._skipping:
            self._skipping -= 1
        elif self._stack:
            if self._text:
                self._take_text()
            element, _ = self._stack.pop()
            element.text = element.text.strip()
            if self._stack:
                self._hold(self._stack[-1][0].children, element)
            else:
                self._part(element)
        elif self._opened is not None:
            self._events.append(Event("close", self._opened))
            self._opened = None
            self._depth -= 1
        else:
            self._depth -= 1

    def _hold(self, children: list[Element], element: Element) -> None:
        if len(children) > MOST_PARTS:
            raise ImportStopped(f"{self._shown}:{element.line}: more than {MOST_PARTS:,} elements in one", "look at the line")
        children.append(element)

    def _part(self, element: Element) -> None:
        if element.name not in ("transaction", "budget", "planned-disbursement"):  # these are passed on one by one, not held
            self._parts += 1
            if self._parts > MOST_PARTS:
                raise ImportStopped(
                    f"{self._shown}:{element.line}: more than {MOST_PARTS:,} parts in one activity", "look at the line"
                )
        self._events.append(Event("part", element))

    def characters(self, content: str) -> None:
        if self._skipping or not self._stack:
            return
        if self._length < LONGEST_TEXT:
            self._text.append(content)
            self._length += len(content)

    def _take_text(self) -> None:
        """What was read since the last tag belongs to the innermost open element."""
        element = self._stack[-1][0]
        element.text = (element.text + "".join(self._text))[:LONGEST_TEXT]
        self._text.clear()
        self._length = 0


_MEND_KIND = "give an IATI activity file (<iati-activities>)"


def _html(shown: str, line: int) -> ImportStopped:
    return ImportStopped(
        f"{shown}:{line}: this is an HTML page, most likely the error page of a download", "download the XML file again"
    )


def _unreadable(shown: str, error: SAXParseException, tail: bytes) -> ImportStopped:
    line, what = error.getLineNumber() or 1, error.getMessage()
    if line == 1 and b"<" not in tail:
        return ImportStopped(f"{shown}:{line}: this is no XML ({what})", _MEND_KIND)
    if what in ("no element found", "unclosed token", "unclosed CDATA section", "partial character"):
        return ImportStopped(f"{shown}:{line}: the file ends in the middle ({what})", "it was cut off; download it again")
    if "encoding" in what:
        return ImportStopped(f"{shown}:{line}: the encoding that the file declares cannot be read ({what})", "save it as UTF-8")
    return ImportStopped(
        f"{shown}:{line}: the XML is broken ({what}, column {(error.getColumnNumber() or 0) + 1})",
        "mend that line; often it is a bare & (write &amp;), or a byte that is not in the encoding that the file declares",
    )
