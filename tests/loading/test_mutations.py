"""Whatever is done to a pack: loading gives a whole record, or a `PackError` that lists problems, and nothing else."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from torgau.loading import PackError, check_pack, load_record
from torgau.loading.codes import CODES
from torgau.loading.starting import TEMPLATE

Mutation = Callable[[random.Random, bytes], bytes]


def flip(chance: random.Random, content: bytes) -> bytes:
    broken = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def delete_lines(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    for _ in range(chance.randint(1, 3)):
        if lines:
            del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


def double_a_line(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))
    return b"\n".join(lines)


def cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def put_in(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    junk = chance.choice(
        [
            b"\0",
            b"\xff",
            b"\t",
            b": ",
            b"- ",
            b"{",
            b"[",
            b'"',
            b"'",
            b"&a ",
            b"*a ",
            b"!!x ",
            b"NO",
            b"~",
            b"\n---\n",
            b"#",
            b"1e9",
            b"..",
            "\u2028é".encode(),
            b"<<: ",
        ]
    )
    return content[:at] + junk + content[at:]


def swap_values(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    pairs = [n for n, line in enumerate(lines) if b": " in line]
    if len(pairs) > 1:
        a, b = chance.sample(pairs, 2)
        (key_a, value_a), (key_b, value_b) = lines[a].split(b": ", 1), lines[b].split(b": ", 1)
        lines[a], lines[b] = key_a + b": " + value_b, key_b + b": " + value_a
    return b"\n".join(lines)


MUTATIONS: tuple[Mutation, ...] = (flip, delete_lines, double_a_line, cut, put_in, swap_values)
FILES = sorted(path.relative_to(TEMPLATE) for path in TEMPLATE.rglob("*") if path.suffix in (".yaml", ".json", ".csv"))


@pytest.mark.parametrize("seed", range(240))
def test_a_mutated_pack_loads_whole_or_not_at_all(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    pack = tmp_path / "pack"
    shutil.copytree(TEMPLATE, pack)
    mutate = MUTATIONS[seed % len(MUTATIONS)]
    for _ in range(chance.randint(1, 2)):
        path = pack / chance.choice(FILES)
        content = path.read_bytes()
        if content:
            path.write_bytes(mutate(chance, content))
    result = check_pack(pack)
    for problem in result.problems:
        assert problem.code in CODES
        assert problem.message
        assert max(len(line) for line in str(problem).splitlines()[1:] or [""]) <= 80
    if any(each.severity == "error" for each in result.problems):
        assert result.record is None
        with pytest.raises(PackError) as raised:
            load_record(pack, cache=False)
        assert raised.value.problems == result.problems
        return
    record = load_record(pack, cache=False)
    assert record == result.record
    assert {kind: count for kind, count in result.counts.items() if kind != "points"} == {
        kind: len(getattr(record, kind)) for kind in result.counts if kind != "points"
    }
