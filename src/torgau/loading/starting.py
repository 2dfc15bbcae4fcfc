"""A new pack: a copy of the template beside this module, under the name of its folder."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import tempfile
from pathlib import Path

from torgau.loading.files import MANIFEST
from torgau.loading.schema import schema_text

TEMPLATE = Path(__file__).resolve().parent / "new_pack"
"""The pack that `torgau new` copies."""
SCHEMA = ".torgau/pack.schema.json"
"""Where the files of the template look for the schema; names that begin with a dot are no part of the pack."""


def start_pack(path: str | os.PathLike[str]) -> list[str]:
    """Write the template into a new or empty folder; the paths of its files. It is there whole or not at all.

    FileExistsError where there is something already; OSError where nothing can be written.
    """
    target = Path(path).expanduser()
    if target.is_symlink() or (target.exists() and not target.is_dir()) or (target.is_dir() and any(target.iterdir())):
        raise FileExistsError(errno.EEXIST, "there is something already", str(path))
    parent = target.resolve().parent
    parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.resolve().name}.", dir=parent))
    try:
        pack = draft / "pack"
        shutil.copytree(TEMPLATE, pack, copy_function=shutil.copyfile)
        _name(pack / MANIFEST, target.resolve().name)
        (pack / SCHEMA).parent.mkdir()
        (pack / SCHEMA).write_text(schema_text(), encoding="utf-8")
        if target.is_dir():  # it may be where somebody stands, so it stays; without its manifest, moved last, it is no pack
            for each in sorted(pack.iterdir(), key=lambda each: each.name == MANIFEST):
                each.rename(target / each.name)
        else:
            pack.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return sorted(each.relative_to(target).as_posix() for each in target.rglob("*") if each.is_file())


def _name(manifest: Path, folder: str) -> None:
    """Give the pack the name of its folder: a Data Package name has small letters, digits, `.`, `_` and `-` only."""
    name = re.sub(r"[^a-z0-9._-]+", "-", folder.lower()).strip("-.") or "pack"
    data = json.loads(manifest.read_text(encoding="utf-8"))
    data["name"] = name
    manifest.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
