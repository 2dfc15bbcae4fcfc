"""Totals against an independent sum, the same bytes from the same file, and memory that does not grow with the file."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.importing.iati_files import activity, bring, fingerprint, iati, new_pack, pay

STAGES = {"2": "committed", "3": "arrived", "4": "used", "12": "pledged", "C": "committed", "D": "arrived", "E": "used"}

values = st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False, allow_infinity=False).map("{:f}".format)
transactions = st.builds(
    pay,
    values,
    st.sampled_from(["1", "2", "3", "4", "5", "11", "12", "13", "C", "D", "E", "IF", "77"]),
    st.dates().map(str),
    ref=st.sampled_from(["", "a", "b"]),
    currency=st.sampled_from(["", "", "USD", "JPY"]),
)
files = st.lists(st.lists(transactions, max_size=6), max_size=5).map(
    lambda lists: iati(
        *(activity(*each, id=f"A{number}", currency="EUR" if number % 2 else "") for number, each in enumerate(lists))
    )
)


def naive(text: str) -> dict[tuple[str, str], Fraction]:
    """Outgoing sums by stage and currency, by another parser and other arithmetic."""
    sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for each in ET.fromstring(text.encode()):
        for paid in each.findall("transaction"):
            kind, value = paid.find("transaction-type"), paid.find("value")
            assert kind is not None
            assert value is not None
            assert value.text is not None
            unit = value.get("currency") or each.get("default-currency") or "currency-not-stated"
            if kind.get("code") in STAGES:
                sums[STAGES[str(kind.get("code"))], unit] += Fraction(value.text)
    return dict(sums)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(files)
def test_totals_are_those_of_a_naive_sum(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        got = bring(Path(folder), text)
        sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        for row in got.rows:
            if "-incoming-" not in row["flow"]:
                sums[row["to"], row["unit"]] += Fraction(row["value"])
        assert dict(sums) == naive(text)
        # The totals that are told are those of the rows, and what is in no flow is told too.
        told: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        for (flow, stage, unit), each in got.done.flows.sums.items():
            if "-incoming-" not in flow:
                told[stage, unit] += Fraction(each.value) + Fraction(each.doubtful)
        assert dict(told) == naive(text)
        rows = sum(each.rows for each in got.done.flows.sums.values()) + sum(
            each.rows for each in got.done.flows.outside.values()
        )
        assert rows == text.count("<transaction ")


def test_the_same_bytes_on_every_run(tmp_path: Path) -> None:
    """In another process, with another hash seed and another time zone."""
    text = iati(*(activity(pay("1,5", str(n % 14)), pay("2"), pay("2"), id=f"A{n}", ref=f"R{n % 7}") for n in range(50)))
    (tmp_path / "aid.xml").write_text(text)
    prints = []
    for number, seed in enumerate(("1", "2")):
        pack = new_pack(tmp_path / str(number) / "pack")
        code = "import sys; from pathlib import Path; from torgau.importing.iati_import import import_iati; "
        code += "import_iati([Path(sys.argv[1])], Path(sys.argv[2]))"
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": ("Asia/Tokyo", "America/Lima")[number], "LC_ALL": "C"}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / "aid.xml"), str(pack)], check=True, env=env)
        prints.append(fingerprint(pack))
    assert prints[0] == prints[1]


def test_an_activity_with_more_transactions_than_are_held(tmp_path: Path) -> None:
    """25,000 payments of 1 to 25,000; the last equals the first and stands in another block of the temporary file."""
    paid = [pay(str(n), "3", "2020-05-06") for n in range(1, 25_001)] + [pay("1", "3", "2020-05-06")]
    got = bring(tmp_path, iati(activity(*paid)))
    assert sum(got.sums().values()) == 25_000 * 25_001 // 2
    assert sum(got.sums("doubtful").values()) == 1


def test_repeats_are_found_in_several_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    from torgau.importing import iati_repeats
    from torgau.importing.iati_activity import NO_ORG, Held, Transaction

    held = Held()
    for n in range(100):
        held.add(Transaction(n, "", "3", "2020-05-06", str(n % 60), "", "", NO_ORG, NO_ORG, ()))
    before = iati_repeats.repeated(held)
    assert list(before) == [0] * 60 + [1] * 40
    monkeypatch.setattr(iati_repeats, "MOST_KEPT", 7)
    assert iati_repeats.repeated(held) == before


PEAK = """
import sys
from pathlib import Path
from torgau.importing.iati_activity import activities
from torgau.importing.iati_xml import ALL, Reader

count = sum(each.transactions.count for each in activities(Reader(Path(sys.argv[1]), "aid.xml", ALL)))
# Not getrusage: its peak includes that of the process that started this one.
print(count, next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_reading_takes_no_more_memory_for_a_larger_file(tmp_path: Path) -> None:
    """40 MB of activities; as a tree, some 400 MB. benchmarks/iati_memory.py measures the whole import of 2 GB."""
    one = activity(*(pay(f"{n}.25", "3", ref=f"P{n}") for n in range(200)), f"<description>{'words ' * 2000}</description>")
    with (tmp_path / "aid.xml").open("w") as stream:
        stream.write('<iati-activities version="2.03">\n')
        for number in range(1100):
            stream.write(one.replace("XX-9-A", f"XX-9-{number}") + "\n")
        stream.write("</iati-activities>\n")
    assert (tmp_path / "aid.xml").stat().st_size > 40_000_000
    done = subprocess.run([sys.executable, "-c", PEAK, str(tmp_path / "aid.xml")], check=True, capture_output=True, text=True)
    count, kilobytes = map(int, done.stdout.split())
    assert count == 1100 * 200
    assert kilobytes < 100_000
