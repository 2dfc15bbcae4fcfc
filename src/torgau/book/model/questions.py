"""The first page, and a page for each question with its answer, its data and its evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from torgau.answers.answer import Answer
from torgau.book.model.context import Context
from torgau.book.page import Page
from torgau.book.words import VERDICTS
from torgau.record.show import SourceLine
from torgau.vocabulary import KINDS, Id

RELATED = 6
"""How many related questions a page offers."""


def question_pages(context: Context) -> Iterator[Page]:
    """The first page and a page for each question of the pack."""
    from torgau.answers.ask import answer_question

    answers = {question_id: answer_question(context.record, question_id) for question_id in context.record.questions}
    yield index_page(context, answers)
    for question_id, answer in answers.items():
        yield question_page(context, question_id, answer, related(answers, question_id))


def index_page(context: Context, answers: Mapping[Id, Answer]) -> Page:
    """What the book is, its questions, its counts, its licence and how to cite it."""
    record = context.record
    groups: dict[str, list[dict[str, Any]]] = {}
    for question in record.questions.values():
        answer = answers[question.id]
        item = {
            "id": question.id,
            "question": question.question,
            "layer": question.layer,
            "answer": answer.answer,
            "wordings": question.wordings,
        }
        groups.setdefault(question.group, []).append(item)
    ordered = sorted(groups.items(), key=lambda item: not item[0])  # questions without a group come last
    verdicts = Counter(view.verdict for view in context.verdicts.values())
    return Page(
        path="index.html",
        template="index.html.j2",
        title=record.manifest.title,
        layer="all",
        as_of=context.as_of,
        section="index",
        about="every answer and entry names its own",
        data={
            "groups": dict(ordered),
            "count": len(record.questions),
            "kinds": {kind: len(getattr(record, kind)) for kind in KINDS},
            "points": sum(len(points) for points in record.points.values()),
            "verdicts": [(verdict, verdicts[verdict]) for verdict in VERDICTS if verdict in verdicts],
            "most": max(verdicts.values(), default=1),
            "total": sum(verdicts.values()),
        },
    )


def related(answers: Mapping[Id, Answer], question_id: Id) -> list[Id]:
    """The questions whose answers share most evidence with this one, the pack's order deciding between equals."""
    own = {item.id for item in answers[question_id].evidence}
    shared = {
        other: len(own & {item.id for item in answer.evidence}) for other, answer in answers.items() if other != question_id
    }
    return [other for other, number in sorted(shared.items(), key=lambda item: -item[1])[:RELATED] if number]


def question_page(context: Context, question_id: Id, answer: Answer, others: list[Id]) -> Page:
    """One answer with everything behind it."""
    alternatives = [(each.question_id, each.question) for each in answer.alternatives]
    return Page(
        path=context.homes[question_id],
        template="question.html.j2",
        title=answer.question,
        layer=answer.layer,
        as_of=answer.as_of,
        section="index",
        sources=answer_sources(context, answer),
        data={
            "answer": answer,
            "tables": tables(context, answer),
            "evidence": evidence(context, answer),
            "alternatives": alternatives or [(other, context.title(other)) for other in others],
        },
    )


def audit_pages(context: Context) -> Iterator[Page]:
    """The audit of each document that claims something, and of each that carries such a document."""
    from torgau.answers.audits import audit_answer
    from torgau.audit.findings import ORDER

    for source_id in audited(context):
        answer = audit_answer(context.record, source_id)
        kinds = Counter(str(row["kind"]) for row in answer.data)
        yield Page(
            path=f"audits/{source_id}.html",
            template="audit.html.j2",
            title=f"Audit: {context.title(source_id)}",
            layer="audit",
            as_of=answer.as_of,
            section="claims",
            sources=answer_sources(context, answer),
            data={
                "answer": answer,
                "source": source_id,
                "kinds": [(kind, kinds[kind]) for kind in ORDER if kinds[kind]],
                "rows": sorted(answer.data, key=lambda row: in_document(str(row["place"]))),
            },
        )


def in_document(place: str) -> tuple[bool, list[tuple[int, str]]]:
    """Sorts places as a reader meets them: numbers by size (`b.p2` before `b.p10`), what has no place last."""
    parts = re.findall(r"\d+|\D+", place)
    return not place, [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def audited(context: Context) -> tuple[Id, ...]:
    """The sources that have claims, and those that carry them."""
    speaking = {claim.source for claim in context.record.claims.values()}
    carriers = {source.part_of for source in context.record.sources.values() if source.id in speaking}
    return tuple(source_id for source_id in context.record.sources if source_id in speaking | carriers)


def answer_sources(context: Context, answer: Answer) -> tuple[SourceLine, ...]:
    """The places in sources that an answer's evidence names."""
    lines = []
    for item in dict.fromkeys((each.source, each.locator, each.verified) for each in answer.evidence):
        source = context.record.sources.get(item[0])
        if source is not None:
            lines.append(
                SourceLine(
                    source=source.id,
                    title=source.title,
                    grade=source.grade,
                    house=source.witness,
                    locator=item[1],
                    verified=item[2],
                )
            )
    return tuple(lines)


HIDDEN = frozenset({"step", "source", "locator", "verified", "house"})
"""Keys of a row that its last column, the places in sources, says better."""

_NUMBER = re.compile(r"[-−+]?[\d,]*\.?\d*( days)?")


def _is_number(value: Any) -> bool:
    return value in (None, "") or bool(_NUMBER.fullmatch(str(value)))


def tables(context: Context, answer: Answer) -> list[dict[str, Any]]:
    """The data of an answer as tables: rows of one step with the same keys share one."""
    found: dict[tuple[str, tuple[str, ...]], list[Mapping[str, Any]]] = {}
    for row in answer.data:
        if isinstance(row, Mapping):
            keys = tuple(key for key in row if key not in HIDDEN and not (key == "scope" and "means" in row))
            found.setdefault((str(row.get("step", "data")), keys), []).append(row)
    made = []
    for (step, keys), rows in found.items():
        used = [key for key in keys if any(row[key] not in (None, "", [], (), {}) for row in rows)]
        made.append(
            {
                "step": step.replace("_", " ").replace("-", " "),
                "headings": [key.replace("_", " ") for key in used],
                "numeric": [all(_is_number(row[key]) for row in rows) for key in used],
                "rows": [
                    {"cells": [_cell(context, row[key]) for key in used], "sources": _row_sources(context, row)} for row in rows
                ],
            }
        )
    return made


def _cell(context: Context, value: Any) -> list[dict[str, str]]:
    """The parts of a cell: words, and links where a part is the id of an entry."""
    if value is None or value == "":
        return []
    if isinstance(value, Mapping):
        parts = []
        for key, item in value.items():
            inner = _cell(context, item)
            if inner:
                parts += [{"text": f"{str(key).replace('_', ' ')}:", "id": ""}, *inner]
        return parts
    if isinstance(value, list | tuple):
        return [part for item in value for part in _cell(context, item)]
    if isinstance(value, bool):
        return [{"text": "yes" if value else "no", "id": ""}]
    if isinstance(value, Decimal):
        return [{"text": f"{value:,f}", "id": ""}]
    text = str(value)
    if text in context.homes:
        return [{"text": context.title(text), "id": text}]
    return [{"text": text, "id": ""}]


def _row_sources(context: Context, row: Mapping[str, Any]) -> tuple[SourceLine, ...]:
    """The sources of a row: those of every entry that it names, actors and places apart."""
    ids = list(dict.fromkeys(_ids(context, row)))
    sources = [each for each in ids if each in context.record.sources]
    entries = [each for each in ids if context.record.kind_of(each) not in ("actors", "places", "sources", "questions")]
    lines = list(context.cited_by_id(entries))
    cited = {line.source for line in lines}
    for source_id in sources:
        if source_id not in cited:
            source = context.record.sources[source_id]
            locator = str(row.get("locator") or "")
            lines.append(
                SourceLine(
                    source=source_id,
                    title=source.title,
                    grade=source.grade,
                    house=source.witness,
                    locator=locator,
                    verified=bool(row.get("verified", source.read)),
                )
            )
    return tuple(lines)


def _ids(context: Context, value: Any) -> Iterator[Id]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _ids(context, item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _ids(context, item)
    elif isinstance(value, str) and context.record.kind_of(value) is not None:
        yield value


def evidence(context: Context, answer: Answer) -> list[dict[str, Any]]:
    """The entries behind an answer, each with its places in sources."""
    found: dict[Id, list[Any]] = {}
    for item in answer.evidence:
        found.setdefault(item.id, []).append(item)
    return [
        {
            "id": entry_id,
            "title": context.title(entry_id),
            "kind": context.record.kind_of(entry_id) or "",
            "sources": context.cited_by_id([entry_id]),
        }
        for entry_id in found
    ]
