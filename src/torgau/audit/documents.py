"""A local text or HTML file as the paragraphs that are fingerprinted. The text goes no further than this module's callers."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from torgau.audit.passages import WORDS_IN_A_SHINGLE, fingerprint
from torgau.vocabulary.sources import Passage

LARGEST = 5_000_000
"""Bytes. The longest book is shorter; what is longer is no document that anybody codes claim by claim."""

LEAST_WORDS = 2 * WORDS_IN_A_SHINGLE
"""Shorter passages (headings, captions, bylines) have too few word groups to say anything about copying."""

_NOT_TEXT = (b"%PDF-", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0")
"""How files begin that people take for texts: PDF, Word and other zipped formats, RTF, old Word."""

_MARKUP = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_BLOCKS = ("p", "item", "cell", "quote", "code")
"""What the extractor calls the parts that hold running text. Its `head` is left out: a heading is no passage."""


class DocumentError(Exception):
    """A file that cannot be read as a document. `problem` says what is wrong, `mend` what to do; neither quotes the file."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(f"{problem}; {mend}")
        self.problem = problem
        self.mend = mend


def paragraphs_of(path: Path, encoding: str = "utf-8") -> tuple[str, ...]:
    """The paragraphs of a local file, in order. Of an HTML file only the main text: no menus, footers or comments.

    In a plain text an empty line ends a paragraph. DocumentError for whatever is no readable text.
    """
    text = _decoded(path, _bytes_of(path), encoding)
    if path.suffix.casefold() in (".html", ".htm", ".xhtml") or _MARKUP.match(text):
        found = tuple(_main_text(path, text))
    else:
        found = tuple(part.strip() for part in re.split(r"\n[^\S\n]*\n", text) if part.strip())
    if not found:
        raise DocumentError(f"{path}: no running text was found in it", "give a page with paragraphs, or save its text as .txt")
    return found


def passages_of(
    paragraphs: tuple[str, ...], prefix: str = "", *, alone: bool = False, least_words: int = LEAST_WORDS
) -> tuple[Passage, ...]:
    """The fingerprints of the paragraphs with at least so many words. Places count every paragraph: p1, p2 ..., or `prefix.p1`.

    `alone` says of each that nothing stands before it (answers, snippets): see `passages.fingerprint`.
    """
    start = f"{prefix}." if prefix else ""
    made = (fingerprint(f"{start}p{number}", text, alone=alone) for number, text in enumerate(paragraphs, 1))
    return tuple(passage for passage in made if passage.words >= least_words)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise DocumentError(f"{path}: is a folder", "give one file")
        if path.exists() and not path.is_file():
            raise DocumentError(f"{path}: is no ordinary file", "save the text in a file first")
        size = path.stat().st_size
        if size > LARGEST:
            raise DocumentError(
                f"{path}: {size:,} bytes are more than the {LARGEST:,} that a document may have",
                "cut out the part that you want to compare",
            )
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: {error.strerror or 'cannot be read'}", "check the name and that you may read it") from None
    except ValueError:  # a null byte in the name
        raise DocumentError("the name of the file is no path", "check the name") from None


def _decoded(path: Path, data: bytes, encoding: str) -> str:
    if not data.strip():
        raise DocumentError(f"{path}: is empty", "give a file with text")
    if data.startswith(_NOT_TEXT):
        raise DocumentError(f"{path}: is no text file (PDF, Word or RTF)", "save its text as .txt or .html first")
    try:
        text = data.decode("utf-8-sig" if encoding.casefold().replace("_", "-") in ("utf-8", "utf8") else encoding)
    except LookupError:
        raise DocumentError(f"no text encoding {encoding!r} is known", "name one such as utf-8, windows-1252 or koi8-r") from None
    except UnicodeError as error:
        at = f" (byte {error.start + 1:,})" if isinstance(error, UnicodeDecodeError) else ""
        raise DocumentError(f"{path}: is not {encoding}{at}", "name the encoding of the file with --encoding") from None
    if "\x00" in text:
        raise DocumentError(f"{path}: is no text file (it holds null bytes)", "save its text as .txt or .html first")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _main_text(path: Path, html: str) -> Iterator[str]:
    """The paragraphs of the main text of a page, as the extractor finds them."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # our own message says what is wrong, once
    # An encoding declared inside the text is no longer true once the text is decoded, and the parser refuses it.
    html = re.sub(r"^\s*<\?xml[^>]*>", "", html)
    try:
        document = bare_extraction(html, include_comments=False, include_tables=True)
    except (RecursionError, ValueError):
        raise DocumentError(f"{path}: its markup cannot be read", "save its text as .txt first") from None
    body: Any = getattr(document, "body", None)
    if body is None:
        return
    for part in body.iter(*_BLOCKS):
        if next(part.iterdescendants(*_BLOCKS), None) is None:
            text = " ".join("".join(part.itertext()).split())
            if text:
                yield text
