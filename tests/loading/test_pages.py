"""The generated schema and page are current, and what they show is right."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from tests.loading.small import write_pack
from torgau.cli.main import main
from torgau.loading import check_pack, load_record, pack_path
from torgau.loading.describe import SECTIONS, renewed
from torgau.loading.files import decode, read_folder
from torgau.loading.schema import pack_schema, schema_text
from torgau.loading.starting import SCHEMA, TEMPLATE, start_pack
from torgau.loading.yamltree import plain, read_json, read_yaml
from torgau.vocabulary import KINDS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "pack.md").read_text(encoding="utf-8")
HOW = "run `python -m torgau.loading.describe docs`"


def values(folder: Path) -> dict[str, Any]:
    """The plain content of every YAML and JSON file of a pack."""
    read: dict[str, Any] = {}
    for path, content in read_folder(folder).files.items():
        text = decode(content, path)
        assert isinstance(text, str)
        if not path.endswith(".csv"):
            root = (read_json if path.endswith(".json") else read_yaml)(text, path).root
            read[path] = plain(root) if root is not None else None
    return read


def test_the_schema_is_the_generated_one() -> None:
    assert (DOCS / "pack.schema.json").read_text(encoding="utf-8") == schema_text(), HOW


def test_the_page_holds_the_generated_sections() -> None:
    assert renewed(PAGE) == PAGE, HOW
    assert set(re.findall(r"<!-- generated: (\w+) -->", PAGE)) == set(SECTIONS)


def test_every_kind_and_field_stands_on_the_page() -> None:
    for kind, entry_type in KINDS.items():
        section = PAGE.split(f"#### `{kind}`\n")[1].split("\n#### ")[0]
        assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(entry_type.__struct_fields__)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(pack_schema())


@pytest.mark.parametrize("folder", [TEMPLATE, pack_path("grand-alliance")], ids=["new", "grand-alliance"])
def test_the_schema_admits_what_is_right(folder: Path) -> None:
    validator = jsonschema.Draft202012Validator(pack_schema())
    manifest = validator.evolve(schema={"$ref": "#/$defs/Manifest", "$defs": pack_schema()["$defs"]})
    for path, value in values(folder).items():
        chosen = manifest if path == "datapackage.json" else validator
        assert [f"{path}: {each.json_path}: {each.message}" for each in chosen.iter_errors(value)] == []


@pytest.mark.parametrize(
    "entry",
    [
        {"events": [{"id": "e"}]},
        {"events": [{"id": "e", "title": "E", "colour": "red"}]},
        {"events": [{"id": "e", "title": "E", "track": "milit"}]},
        {"events": [{"id": "e e", "title": "E"}]},
        {"events": [{"id": "e", "title": 5}]},
        {"events": {"id": "e", "title": "E"}},
        {"event": []},
        {"events": [{"id": "e", "title": "E", "date": 1943}]},
        {"claims": [{"id": "c", "source": "s", "asserts": "a", "statement": {"type": "nothing"}}]},
        {
            "estimates": [
                {
                    "id": "e",
                    "title": "E",
                    "scopes": [],
                    "figures": [{"id": "f", "scope": "s", "unit": "t", "source": "s", "value": "x"}],
                }
            ]
        },
    ],
)
def test_the_schema_refuses_what_is_wrong(entry: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(pack_schema()).is_valid(entry)


def test_the_examples_of_the_page_are_one_pack_without_problems(tmp_path: Path) -> None:
    blocks = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    texts = [text for language, text in blocks if language == "yaml"]
    (manifest,) = [text for language, text in blocks if language == "json"]
    (rows,) = [text for language, text in blocks if language == "csv"]
    assert len(texts) >= 6
    files = {f"{n}.yaml": text for n, text in enumerate(texts)} | {"datapackage.json": manifest, "series/landed.csv": rows}
    result = check_pack(write_pack(tmp_path, files, manifest=None))
    assert [str(each) for each in result.problems] == []


def test_the_example_in_sql_runs() -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    code = (
        code.replace('"grand-alliance"', repr(str(TEMPLATE))).replace("\nopen_compiled", "\nrows = open_compiled")
        + "\nrows = rows.fetchall()"
    )
    names: dict[str, Any] = {}
    exec(code, names)
    assert names["rows"] == []


def test_a_new_pack_passes_and_shows_every_kind(tmp_path: Path) -> None:
    files = start_pack(tmp_path / "My Pack")
    result = check_pack(tmp_path / "My Pack")
    assert result.problems == ()
    assert all(result.counts.values())
    assert set(result.counts) == {*KINDS, "points", "movements"}
    assert load_record(tmp_path / "My Pack").manifest.name == "my-pack"
    assert sorted(files) == sorted(
        each.relative_to(tmp_path / "My Pack").as_posix() for each in (tmp_path / "My Pack").rglob("*") if each.is_file()
    )
    assert json.loads((tmp_path / "My Pack" / SCHEMA).read_text(encoding="utf-8")) == json.loads(schema_text())
    assert [each.name for each in tmp_path.iterdir()] == ["My Pack"]  # no draft is left


def test_a_new_pack_may_be_started_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert CliRunner().invoke(main, ["new", "."]).exit_code == 0
    assert CliRunner().invoke(main, ["check", "."]).exit_code == 0
    assert load_record(".").manifest.name == "here"
    assert [each.name for each in tmp_path.iterdir()] == ["here"]


def test_every_yaml_file_of_a_new_pack_names_the_schema() -> None:
    for path in TEMPLATE.rglob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith(f"# yaml-language-server: $schema={SCHEMA}\n")


def test_a_new_pack_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for name in ("full", "file"):
        with pytest.raises(FileExistsError):
            start_pack(tmp_path / name)
        result = CliRunner().invoke(main, ["new", str(tmp_path / name)])
        assert result.exit_code == 2
        assert result.output.count("\n") == 1
    assert [each.name for each in (tmp_path / "full").iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    assert start_pack(tmp_path / "empty")
    assert check_pack(tmp_path / "empty").problems == ()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["empty", "file", "full"]


def test_check_as_json(tmp_path: Path) -> None:
    write_pack(tmp_path, {"a.yaml": "events:\n  - {id: e, title: E, date: NO}\n"})
    result = CliRunner().invoke(main, ["check", str(tmp_path), "--json"])
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert set(said) == {"pack", "problems", "counts"}
    assert [
        (each["code"], each["severity"], each["file"], each["line"], each["column"], each["excerpt"]) for each in said["problems"]
    ] == [("yaml-boolean", "error", "a.yaml", 2, 29, "  - {id: e, title: E, date: NO}")]


def test_check_of_no_pack_is_wrong_usage(tmp_path: Path) -> None:
    for name in (str(tmp_path / "none"), __file__):
        result = CliRunner().invoke(main, ["check", name])
        assert result.exit_code == 2
        assert result.output.count("\n") == 1


def test_the_pack_may_be_given_before_the_command() -> None:
    assert CliRunner().invoke(main, ["--pack", str(TEMPLATE), "check"]).exit_code == 0
