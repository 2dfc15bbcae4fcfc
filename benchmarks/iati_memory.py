"""Import of a large IATI file: time and peak memory, with the totals checked against those that the generator kept.

    python benchmarks/iati_memory.py [MEGABYTES]        # default 2000

The file is made in a temporary folder and removed afterwards. Two peaks are told: that of reading the file and writing the rows,
and that of the whole import with the check of the pack as it would be (which loads all rows into the embedded database).
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

MANIFEST = {"name": "large", "title": "Large", "torgau": {"format": "torgau/pack@1", "period": "2000/2030"}}
STAGES = {"2": "committed", "3": "arrived", "4": "used"}
TEXT = "What is done, by whom, where and for whose benefit, as publishers describe it at some length. "

CHILD = """
import json, sys, time
from pathlib import Path
from torgau.importing.batch import Batch
from torgau.importing.iati_import import import_iati

def peak():
    status = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in status if line.startswith("VmHWM"))) / 1000

told = {"start_MB": peak()}
began = time.monotonic()
check = Batch._check
def checked(self, target):
    told["rows_MB"], told["rows_s"] = peak(), time.monotonic() - began
    check(self, target)
Batch._check = checked
done = import_iati([Path(sys.argv[1])], Path(sys.argv[2]))
told |= {"all_MB": peak(), "all_s": time.monotonic() - began, "rows": done.committed.rows}
told["totals"] = {stage: f"{each.value:f}" for (_, stage, _), each in done.flows.ordered()}
told["csv_MB"] = sum(each.stat().st_size for each in Path(sys.argv[2]).rglob("*.csv")) / 1e6
Path(sys.argv[3]).write_text(json.dumps(told))
"""


def generate(path: Path, size: int) -> tuple[int, dict[str, Decimal]]:
    """Write activities until the file has `size` bytes. Returns how many there are, and the exact totals by stage."""
    chance = random.Random(1)
    totals: dict[str, Decimal] = defaultdict(Decimal)
    number = written = 0
    with path.open("w", encoding="utf-8") as stream:
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n')
        while written < size:
            number += 1
            written += stream.write(_activity(number, chance, totals))
        stream.write("</iati-activities>\n")
    return number, dict(totals)


def _activity(number: int, chance: random.Random, totals: dict[str, Decimal]) -> str:
    parts = [
        f'<iati-activity default-currency="EUR" hierarchy="{1 + number % 2}">\n'
        f"  <iati-identifier>XX-1-{number}</iati-identifier>\n"
        '  <reporting-org ref="XX-1" type="10"><narrative>Reporting Agency</narrative></reporting-org>\n'
        f"  <title><narrative>Undertaking {number}</narrative></title>\n"
        f'  <description type="1"><narrative>{TEXT * 6}</narrative></description>\n'
        '  <recipient-country code="MD" percentage="100"/>\n  <sector vocabulary="1" code="14030" percentage="100"/>\n'
    ]
    for place in range(chance.randrange(12)):
        code = "234"[place % 3]
        value = Decimal(chance.randrange(10**9)) / 100
        totals[STAGES[code]] += value
        day = f"20{place + 10}-0{1 + number % 9}-1{number % 10}"
        parts.append(
            f'  <transaction ref="T{place}">\n    <transaction-type code="{code}"/>\n    <transaction-date iso-date="{day}"/>\n'
            f'    <value currency="EUR" value-date="{day}">{value:f}</value>\n'
            f"    <description><narrative>Payment {place}</narrative></description>\n"
            '    <provider-org ref="XX-1"><narrative>Reporting Agency</narrative></provider-org>\n'
            f'    <receiver-org ref="YY-{number % 5000}"><narrative>Partner {number % 5000}</narrative></receiver-org>\n'
            "  </transaction>\n"
        )
    if number % 2 == 0:
        parts.append(f'  <related-activity ref="XX-1-{number - 1}" type="1"/>\n')
    return "".join([*parts, "</iati-activity>\n"])


def main() -> None:
    """Generate, import, compare, tell."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        file, pack = Path(folder) / "large.xml", Path(folder) / "pack"
        pack.mkdir()
        (pack / "datapackage.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
        began = time.monotonic()
        activities, totals = generate(file, megabytes * 1_000_000)
        print(
            f"{file.stat().st_size / 1e6:,.0f} MB, {activities:,} activities, made in {time.monotonic() - began:.0f} s",
            flush=True,
        )
        env = {**os.environ, "TORGAU_CACHE_DIR": str(Path(folder) / "cache")}
        figures = Path(folder) / "figures.json"
        child = [sys.executable, "-c", CHILD, str(file), str(pack), str(figures)]
        said = subprocess.run(child, check=True, stdout=subprocess.PIPE, env=env).stdout
        if said:
            print(f"on stdout, where nothing should be: {said[:200]!r}")
        told = json.loads(figures.read_text(encoding="utf-8"))
        assert {stage: Decimal(value) for stage, value in told.pop("totals").items()} == totals, "the totals differ"
        print("; ".join(f"{name} {value:,.0f}" for name, value in told.items()), "; totals exact")


if __name__ == "__main__":
    main()
