"""What `torgau check` prints for each bad pack.

`python -m tests.loading.expected` writes it into the `expected.txt` of each; read the difference before you commit it.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from unittest import mock

from click.testing import CliRunner, Result

from torgau.cli.main import main
from torgau.loading import checks_outcomes, files

FOLDER = Path(__file__).parents[1] / "bad_packs"
PARAMETERS = {"economy": {"speed": "of the front, where one side is far ahead (km a week)"}}
"""What the bad packs may know of structures of models, so that they stand still when a real model gets another parameter."""
PACKS = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def printed(code: str) -> Result:
    """Check one bad pack from the folder that holds them. The limit on the size of files is lowered for the one too large."""
    limit = 2000 if code == "file-too-large" else files.MAX_BYTES
    known = mock.patch.object(checks_outcomes, "PARAMETERS", PARAMETERS)
    with contextlib.chdir(FOLDER), mock.patch.object(files, "MAX_BYTES", limit), known:
        return CliRunner().invoke(main, ["check", code])


if __name__ == "__main__":
    for pack in PACKS:
        (FOLDER / pack / "expected.txt").write_text(printed(pack).output, encoding="utf-8")
