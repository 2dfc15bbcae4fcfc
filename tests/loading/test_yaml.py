"""Reading YAML and JSON: plain values, their places, and the traps."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from torgau.loading import yamltree
from torgau.loading.yamlscalars import Trap, bare
from torgau.loading.yamltree import MAX_DEPTH, Tree, plain, read_json, read_yaml


def codes(tree: Tree) -> list[tuple[str, int, int]]:
    return [(each.code, each.line, each.column) for each in tree.problems]


def value(text: str) -> Any:
    tree = read_yaml(text, "x.yaml")
    assert not tree.problems
    assert tree.root is not None
    return plain(tree.root)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("word", "word"),
        ("two words", "two words"),
        ("12", 12),
        ("-7", -7),
        ("0", 0),
        ("1.50", Decimal("1.50")),
        ("-0.5", Decimal("-0.5")),
        ("null", None),
        ("", None),
        ("true", True),
        ("false", False),
        ("1943-11", "1943-11"),
        ("1941/1945", "1941/1945"),
        ("2nd Front", "2nd Front"),
        ("...", "..."),
        ("-", "-"),
        ("1.2.3", "1.2.3"),
        ("12 apples", "12 apples"),
        ("nobody", "nobody"),
        ("Normandy", "Normandy"),
        ("4e", "4e"),
    ],
)
def test_a_bare_word_is_what_everybody_takes_it_for(text: str, meaning: object) -> None:
    got = bare(text)
    assert got == meaning
    assert type(got) is type(meaning)


@pytest.mark.parametrize(
    ("text", "code"),
    [(word, "yaml-boolean") for word in "NO no No yes YES on Off y N True FALSE".split()]
    + [(word, "yaml-null") for word in ("~", "Null", "NULL")]
    + [(word, "yaml-date") for word in ("1944-06-06", "1944-6-6", "1944-06-06T12:30:00Z", "1944-06-06 12:30:00")]
    + [(word, "yaml-sexagesimal") for word in ("12:30", "12:30:00", "-1:20", "190:20:30.15")]
    + [
        (word, "yaml-number")
        for word in ("007", "0380", "1_000", "0x1F", "0b11", "0o17", "1e3", "1.5E+3", ".5", "5.", "+5", ".inf", "-.INF", ".nan")
    ],
)
def test_a_bare_word_that_readers_take_differently_is_refused(text: str, code: str) -> None:
    got = bare(text)
    assert isinstance(got, Trap)
    assert got.code == code


@settings(deadline=None)
@given(st.text(alphabet="0123456789+-._:eExXoOabfnNyYtT~ ", max_size=12))
def test_what_we_read_as_text_or_number_no_other_reader_takes_for_something_else(text: str) -> None:
    """The independent reader is PyYAML's YAML 1.1 resolver: where ours gives a text, its type is a text, too."""
    got = bare(text)
    if isinstance(got, str) and text == text.strip() and text:
        loaded = yaml.SafeLoader("x").resolve(yaml.ScalarNode, text, (True, False))
        assert loaded == "tag:yaml.org,2002:str", (text, loaded)
    elif isinstance(got, int | Decimal) and not isinstance(got, bool):
        assert Decimal(str(yaml.safe_load(text))) == got


def test_quotes_make_a_text_of_anything() -> None:
    assert value('a: "NO"\nb: \'1943\'\nc: "1944-06-06"\nd: |\n  12:30\n') == {
        "a": "NO",
        "b": "1943",
        "c": "1944-06-06",
        "d": "12:30\n",
    }


def test_values_know_where_they_stand() -> None:
    root = read_yaml("events:\n- id: a\n  actors: [US, SU]\n", "x.yaml").root
    assert root is not None
    entry = root.value["events"][1].value[0]
    assert (entry.line, entry.column) == (2, 3)
    key, actors = entry.value["actors"]
    assert (key.line, key.column, actors.line, actors.column) == (3, 3, 3, 11)
    assert [(item.line, item.column) for item in actors.value] == [(3, 12), (3, 16)]


def test_columns_count_characters_not_bytes() -> None:
    root = read_yaml("{né: ü, b: c}", "x.yaml").root
    assert root is not None
    assert root.value["b"][1].column == 12


def test_all_problems_of_a_file_are_reported() -> None:
    tree = read_yaml("a: NO\nb: 1944-06-06\nb: 2\nc: !x 1\nd: &e [007]\nf: *e\n", "x.yaml")
    assert codes(tree) == [
        ("yaml-boolean", 1, 4),
        ("yaml-date", 2, 4),
        ("yaml-duplicate-key", 3, 1),
        ("yaml-tag", 4, 4),
        ("yaml-anchor", 5, 4),
        ("yaml-number", 5, 8),
        ("yaml-anchor", 6, 4),
    ]


def test_a_bomb_of_anchors_is_refused_without_growing() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]  # 10 to the 20th, if it went off
    tree = read_yaml("\n".join(lines), "x.yaml")
    assert {each.code for each in tree.problems} == {"yaml-anchor"}
    assert len(tree.problems) == 20 + 19 * 10


def test_a_tag_builds_nothing() -> None:
    assert codes(read_yaml("a: !!python/object/apply:os.abort []\n", "x.yaml")) == [("yaml-tag", 1, 4)]


@pytest.mark.parametrize("text", ["[" * 5000, "- " * 5000, "{a: " * 5000, "[" * 5000 + "]" * 5000])
def test_depth_is_bounded_and_does_not_touch_the_stack(text: str) -> None:
    assert read_yaml(text, "x.yaml").problems


def test_depth_up_to_the_limit_is_read() -> None:
    assert not read_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, "x.yaml").problems
    assert codes(read_yaml("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "x.yaml")) == [("yaml-too-deep", 1, MAX_DEPTH + 1)]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "null\n"])
def test_an_empty_file_says_nothing(text: str) -> None:
    tree = read_yaml(text, "x.yaml")
    assert not tree.problems
    assert tree.root is None or plain(tree.root) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b: c\n", 1),
        ("a:\n  - b\n c: d\n", 3),
        ('a: "open\n', 2),
        ("a: [1, 2\nb: 3\n", 2),
        ("a: %x\n", 1),
        ("\x07a: b\n", 1),
        ("a: b\n\x1f\n", 2),
    ],
)
def test_broken_yaml_has_a_line(text: str, line: int) -> None:
    (found,) = read_yaml(text, "x.yaml").problems
    assert found.code == "yaml-syntax"
    assert found.line == line
    assert found.mend


def test_the_pure_python_parser_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: NO\nb: [1, 2.50, 'x', \"1943\"]\nc: {d: ~}\ne: |\n  text\nf: *x\n"
    fast = read_yaml(text, "x.yaml")
    monkeypatch.setattr(yamltree, "_Loader", yaml.SafeLoader)
    slow = read_yaml(text, "x.yaml")
    assert fast.problems == slow.problems
    assert fast.root is not None
    assert slow.root is not None
    assert plain(fast.root) == plain(slow.root)


def test_json_is_read_strictly_with_places() -> None:
    tree = read_json('{\n\t"a": [1, 2.50, true, null, "NO"],\n\t"b": -0.5}', "x.json")
    assert not tree.problems
    assert tree.root is not None
    assert plain(tree.root) == {"a": [1, Decimal("2.50"), True, None, "NO"], "b": Decimal("-0.5")}
    assert (tree.root.value["b"][0].line, tree.root.value["b"][0].column) == (3, 2)


@pytest.mark.parametrize("text", ['{"a": 1,}', "{'a': 1}", '{"a": NaN}', '{"a": 1} x', '{"a": 1 // no\n}', "", '{"a": Infinity}'])
def test_what_is_not_json_is_refused(text: str) -> None:
    assert [each.code for each in read_json(text, "x.json").problems] == ["json-syntax"]


def test_a_key_twice_in_json_is_reported() -> None:
    assert codes(read_json('{"a": 1, "a": 2}', "x.json")) == [("yaml-duplicate-key", 1, 10)]


def test_deep_json_is_refused() -> None:
    assert read_json("[" * 100_000, "x.json").problems
    assert read_json("[" * 50 + "]" * 50, "x.json").problems
