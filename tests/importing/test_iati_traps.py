"""Every trap of IATI files, each in a file of a few lines with sums worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.importing.iati_files import activity, bring, iati, new_pack, pay
from torgau.importing.errors import ImportStopped
from torgau.loading import load_record

OUT = "aid-org-XX-9"
IN = "aid-incoming-org-XX-9"


def test_the_chain_of_one_activity(tmp_path: Path) -> None:
    got = bring(
        tmp_path,
        iati(
            activity(
                pay("1000", "12", "2020-01-02"),
                pay("900.50", "2", "2020-02-03", ref="C1"),
                pay("300.25", "3", "2020-03-04"),
                pay("300.25", "3", "2020-04-04"),
                pay("99.99", "4", "2020-05-05"),
            )
        ),
    )
    assert got.sums() == {
        (OUT, "pledged", "EUR"): Decimal("1000"),
        (OUT, "committed", "EUR"): Decimal("900.50"),
        (OUT, "arrived", "EUR"): Decimal("600.50"),  # 300.25 + 300.25
        (OUT, "used", "EUR"): Decimal("99.99"),
    }
    # Spending does not come out of what was passed on: both come out of the commitment.
    assert [(row["to"], row["from"]) for row in got.rows] == [
        ("pledged", ""),
        ("committed", ""),
        ("arrived", "committed"),
        ("arrived", "committed"),
        ("used", "committed"),
    ]
    second = got.rows[1]
    assert second["id"] == "C1"
    assert second["activity"] == "XX-9-A"
    assert second["recipient"] == "MD"
    line = next(
        number for number, text in enumerate((tmp_path / "aid.xml").read_text().splitlines(), 1) if 'transaction ref="C1"' in text
    )
    assert second["locator"] == f"XX-9-A, line {line}"
    assert got.kinds == set()


def test_the_pack_can_be_used_afterwards(tmp_path: Path) -> None:
    got = bring(tmp_path, iati(activity(pay("5", "2"), pay("2", "3")), root='generated-datetime="2021-06-07T08:09:10Z"'))
    record = load_record(got.pack)
    assert record.actors["org-XX-9"].name == "River Agency"
    assert record.actors["MD"].kind == "state"
    source = record.sources["iati-aid"]
    assert (source.kind, source.grade, source.publisher, str(source.content_date)) == (
        "dataset",
        "F",
        "River Agency",
        "2021-06-07",
    )
    assert source.capture_date is None
    assert record.flows[OUT].files == ("imports/aid/aid-org-XX-9-001.movements.csv",)
    assert record.flows[OUT].donor == "org-XX-9"


def test_expenditure_may_be_a_purchase(tmp_path: Path) -> None:
    got = bring(tmp_path, iati(activity(pay("7", "4"))), spending="available")
    assert got.sums() == {(OUT, "available", "EUR"): Decimal(7)}
    assert got.rows[0]["from"] == "outside"  # this reporter names neither pledge nor commitment


def test_incoming_is_a_flow_of_its_own_and_funds_received_are_in_none(tmp_path: Path) -> None:
    got = bring(
        tmp_path,
        iati(
            activity(
                pay("100", "11", "2020-01-02", '<provider-org ref="DD-1"><narrative>Donor</narrative></provider-org>'),
                pay("40", "13"),
                pay("60", "1"),
                pay("30", "1"),
                pay("100", "2"),
                pay("5", "7", currency="USD"),
            )
        ),
    )
    assert got.sums() == {
        (IN, "committed", "EUR"): Decimal(100),
        (IN, "pledged", "EUR"): Decimal(40),
        (OUT, "committed", "EUR"): Decimal(100),
    }
    assert got.sums_of("incoming-apart") == {"EUR": Decimal(140)}
    assert got.sums_of("not-a-stage") == {"EUR": Decimal(90), "USD": Decimal(5)}
    assert next(row for row in got.rows if row["flow"] == IN)["donor"] == "org-DD-1"
    assert "| 1 incoming funds | EUR | 2 | 90 | 0 |" in got.report
    assert "| 7 reimbursement | USD | 1 | 5 | 0 |" in got.report


def test_letters_in_a_file_that_declares_version_2(tmp_path: Path) -> None:
    got = bring(tmp_path, iati(activity(pay("10", "D"), pay("20", "C"), pay("3", "IF")), version="2.03"))
    assert got.sums() == {(OUT, "arrived", "EUR"): Decimal(10), (OUT, "committed", "EUR"): Decimal(20)}
    assert got.findings["version-codes"].count == 3
    assert got.sums_of("not-a-stage") == {"EUR": Decimal(3)}


def test_numbers_and_narratives_in_a_file_that_declares_version_1(tmp_path: Path) -> None:
    got = bring(tmp_path, iati(activity(pay("10", "3")), version="1.04"))
    assert got.sums() == {(OUT, "arrived", "EUR"): Decimal(10)}
    assert got.findings["version-codes"].count == 1
    assert got.findings["version-names"].count == 1


@pytest.mark.parametrize("version", ["1.04", "1.05"])
def test_version_1_as_it_should_be(tmp_path: Path, version: str) -> None:
    text = f"""<iati-activities version="{version}">
    <iati-activity default-currency="GBP">
      <reporting-org ref="XX-9" type="10">River Agency</reporting-org>
      <transaction>
        <value value-date="2011-02-03">12.50</value>
        <transaction-type code="E">Expenditure</transaction-type>
        <provider-org ref="XX-9">River Agency</provider-org>
        <receiver-org>Well Builders</receiver-org>
        <transaction-date iso-date="2011-02-03">3 February</transaction-date>
      </transaction>
      <recipient-country code="MD" percentage="100">Moldova</recipient-country>
      <iati-identifier>XX-9-A</iati-identifier>
    </iati-activity>
    </iati-activities>"""
    got = bring(tmp_path, text)
    assert got.sums() == {(OUT, "used", "GBP"): Decimal("12.50")}
    assert (got.rows[0]["activity"], got.rows[0]["recipient"], got.rows[0]["donor"]) == ("XX-9-A", "MD", "")
    actors = load_record(got.pack).actors
    assert actors["MD"].name == "Moldova"
    assert actors[got.rows[0]["route"]].name == "Well Builders"
    assert got.kinds == set()


def test_no_version_at_all(tmp_path: Path) -> None:
    text = "<iati-activities>" + activity(pay("1", "D")) + "</iati-activities>"
    got = bring(tmp_path, text)
    assert got.sums() == {(OUT, "arrived", "EUR"): Decimal(1)}
    assert got.kinds == {"version-missing"}


def test_negative_amounts_are_subtracted(tmp_path: Path) -> None:
    got = bring(tmp_path, iati(activity(pay("100", "2"), pay("-30.5", "2"))))
    assert got.sums() == {(OUT, "committed", "EUR"): Decimal("69.5")}
    assert got.sums_of("negative-amount") == {"EUR": Decimal("-30.5")}


def test_exact_duplicates_are_kept_apart(tmp_path: Path) -> None:
    same = pay("50", "3", "2020-05-06", ref="P1")
    file = iati(activity(same, same, pay("50", "3", "2020-05-07", ref="P1"), same))
    got = bring(tmp_path, file)
    assert got.sums() == {(OUT, "arrived", "EUR"): Decimal(100)}  # the first of the three, and the one of the next day
    assert got.sums("doubtful") == {(OUT, "arrived", "EUR"): Decimal(100)}
    assert got.findings["repeated-transaction"].count == 2


@pytest.mark.parametrize(("repeats", "mark"), [("copies", "no"), ("real", "")])
def test_duplicates_settled_by_the_user(tmp_path: Path, repeats: str, mark: str) -> None:
    got = bring(tmp_path, iati(activity(pay("50"), pay("50"))), repeats=repeats)
    assert [row["counted"] for row in got.rows] == ["", mark]


def test_the_same_payment_in_two_activities_is_no_duplicate(tmp_path: Path) -> None:
    got = bring(tmp_path, iati(activity(pay("50"), id="XX-9-A"), activity(pay("50"), id="XX-9-B")))
    assert got.sums() == {(OUT, "arrived", "EUR"): Decimal(100)}
    assert got.kinds == set()


def test_an_activity_that_stands_in_two_files(tmp_path: Path) -> None:
    got = bring(tmp_path, iati(activity(pay("50"), pay("8"))), iati(activity(pay("50"))), name="aid")
    assert got.sums() == {(OUT, "arrived", "EUR"): Decimal(58)}
    assert got.sums("doubtful") == {(OUT, "arrived", "EUR"): Decimal(50)}
    assert got.findings["repeated-activity"].places == ("aid-2.xml:3: XX-9-A",)
    assert [row["source"] for row in got.rows] == ["", "", "iati-aid-2"]
    assert [row["verified"] for row in got.rows] == ["", "", "true"]


def test_the_same_file_twice_is_refused(tmp_path: Path) -> None:
    text = iati(activity(pay("50")))
    with pytest.raises(ImportStopped, match="byte for byte"):
        bring(tmp_path, text, text)


def test_a_value_date_on_another_day(tmp_path: Path) -> None:
    got = bring(
        tmp_path, iati(activity(pay("50", "3", "2020-05-06", on="2020-05-01"), pay("60", "3", "2020-05-06", on="2020-05-06Z")))
    )
    assert [row["date"] for row in got.rows] == ["2020-05-06", "2020-05-06"]
    assert [row["note"] for row in got.rows] == ["value date 2020-05-01", ""]
    assert got.sums_of("value-date-differs") == {"EUR": Decimal(50)}


def test_dates_that_cannot_be_read(tmp_path: Path) -> None:
    got = bring(
        tmp_path,
        iati(activity(pay("1", "3", "0000-05-06"), pay("2", "3", "31/12/2019", on="2019-12-31"), pay("4", "3", "2020-02"))),
    )
    assert [row["date"] for row in got.rows] == ["XXXX", "2019-12-31", "2020-02"]
    assert got.sums() == {(OUT, "arrived", "EUR"): Decimal(7)}  # nothing is lost
    assert got.kinds == {"date-missing", "date-from-value-date", "date-part"}
    load_record(got.pack)


def test_currencies(tmp_path: Path) -> None:
    got = bring(
        tmp_path,
        iati(
            activity(pay("1", currency="USD"), pay("2"), pay("4", currency="chf"), id="A"),
            activity(pay("8"), pay("16", currency="Euro"), currency="", id="B"),
        ),
    )
    assert got.sums() == {
        (OUT, "arrived", "USD"): Decimal(1),
        (OUT, "arrived", "EUR"): Decimal(2),
        (OUT, "arrived", "CHF"): Decimal(4),
        (OUT, "arrived", "currency-not-stated"): Decimal(24),  # 8 + 16
    }
    assert got.sums_of("currency-missing") == {"currency-not-stated": Decimal(24)}
    assert got.rows[-1]["note"] == "currency as written: Euro"


def test_amounts_that_are_no_plain_numbers(tmp_path: Path) -> None:
    got = bring(tmp_path, iati(activity(pay("1,234"), pay("1,234,567.5"), pay("n/a"), pay("2E3"), pay("0.12345678901"))))
    assert [(row["value"], row["low"], row["high"]) for row in got.rows] == [
        ("", "1.234", "1234"),
        ("1234567.5", "", ""),
        ("", "", ""),
        ("2000", "", ""),
        ("", "0.1234567890", "0.1234567891"),
    ]
    assert got.kinds == {"amount-ambiguous", "amount-separators", "amount-unreadable", "amount-exponent", "amount-long"}
    assert got.rows[2]["note"] == "amount as written: n/a"
    load_record(got.pack)


COUNTRIES = '<recipient-country code="MD" percentage="60"/><recipient-country code="GE" percentage="40"/>'


def test_several_recipients_are_never_split(tmp_path: Path) -> None:
    own = '<recipient-country code="GE"/>'
    got = bring(tmp_path, iati(activity(COUNTRIES, pay("100", "3", "2020-05-06"), pay("7", "3", "2020-05-07", own))))
    assert [(row["recipient"], row["value"]) for row in got.rows] == [("", "100"), ("GE", "7")]
    assert got.rows[0]["note"] == "recipients: MD 60 %, GE 40 %"
    assert got.sums_of("several-recipients") == {"EUR": Decimal(100)}
    assert got.sums() == {(OUT, "arrived", "EUR"): Decimal(107)}


@pytest.mark.parametrize(
    ("parts", "recipient", "finding"),
    [
        ('<recipient-country code="MD" percentage="100"/><recipient-region code="89"/>', "MD", ""),
        ('<recipient-country code="MD" percentage="100.0"/><recipient-country code="GE" percentage="0"/>', "MD", ""),
        ('<recipient-country code="MD"/><recipient-region code="89"/>', "", "several-recipients"),
        ('<recipient-country code="MD" percentage="30"/>', "", "partial-recipient"),
        ('<recipient-region code="89"><narrative>Europe</narrative></recipient-region>', "region-89", ""),
        ('<recipient-region code="R1" vocabulary="99"/>', "region-99-R1", ""),
        ('<recipient-country code=""/>', "", "no-recipient"),
        ('<recipient-country code="MD" percentage="sNaN"/>', "", "partial-recipient"),
    ],
)
def test_who_the_recipient_is(tmp_path: Path, parts: str, recipient: str, finding: str) -> None:
    got = bring(tmp_path, iati(activity(parts, pay("100"))))
    assert got.rows[0]["recipient"] == recipient
    assert got.kinds == ({finding} if finding else set())


def related(ref: str, kind: int) -> str:
    return f'<related-activity ref="{ref}" type="{kind}"/>'


@pytest.mark.parametrize("said_by", ["child", "parent", "parent first", "both"])
def test_parents_and_children(tmp_path: Path, said_by: str) -> None:
    """The parent's 100 may be the children's 60 + 40."""
    down = related("XX-9-K1", 2) + related("XX-9-K2", 2) if said_by != "child" else ""
    up = related("XX-9-P", 1) if said_by in ("child", "both") else ""
    parent = activity(pay("100", "2"), down, id="XX-9-P", attrs='hierarchy="1"')
    children = [activity(pay(value, "2"), up, id=f"XX-9-K{n}", attrs='hierarchy="2"') for n, value in ((1, "60"), (2, "40"))]
    got = bring(tmp_path, iati(parent, *children) if said_by == "parent first" else iati(*children, parent))
    assert {row["activity"]: row["parent"] for row in got.rows} == {"XX-9-P": "", "XX-9-K1": "XX-9-P", "XX-9-K2": "XX-9-P"}
    assert got.sums_of("parent-and-child") == {"EUR": Decimal(100)}
    assert got.done.files[0].levels == {"1": 1, "2": 2}


def test_parent_and_child_that_report_different_stages_do_not_overlap(tmp_path: Path) -> None:
    got = bring(tmp_path, iati(activity(pay("9", "2"), id="P"), activity(pay("9", "3"), related("P", 1), id="K")))
    assert got.kinds == set()


def test_links_that_lead_nowhere_or_in_circles(tmp_path: Path) -> None:
    got = bring(
        tmp_path,
        iati(
            activity(pay("1"), related("A", 1), id="A"),
            activity(pay("2"), related("C", 1), id="B"),
            activity(pay("3"), related("B", 1), id="C"),
            activity(pay("4"), related("Y", 1), related("X", 1), id="D"),
            activity(pay("5"), related("D", 3), id="E"),  # a sibling is no parent
        ),
    )
    parents = {row["activity"]: row["parent"] for row in got.rows}
    assert parents["A"] == ""
    assert sorted([parents["B"], parents["C"]]) in (["", "B"], ["", "C"])  # one of the two links is cut
    assert parents["D"] == "X"
    assert parents["E"] == ""
    assert got.findings["parent-cycle"].count == 2
    assert got.findings["several-parents"].count == 1


def test_budgets_and_plans_are_no_movements(tmp_path: Path) -> None:
    budget = '<budget><period-start iso-date="2020-01-01"/><value currency="EUR">500</value></budget>'
    plan = '<planned-disbursement><value currency="EUR">70</value></planned-disbursement>'
    got = bring(tmp_path, iati(activity(budget, budget, plan, pay("1"))))
    assert got.sums() == {(OUT, "arrived", "EUR"): Decimal(1)}
    assert (got.findings["budget-no-movement"].count, got.findings["planned-no-movement"].count) == (2, 1)


def test_each_reporter_has_a_flow(tmp_path: Path) -> None:
    text = iati(
        activity(pay("1"), id="A"),
        activity(pay("2"), id="B", ref="YY 1/2", name="Other"),
        activity(pay("4"), id="C", ref="", name="Nameless ref"),
        activity(pay("8"), id="D", ref="", name=""),
    )
    got = bring(tmp_path, text)
    flows = {row["activity"]: row["flow"] for row in got.rows}
    assert flows["A"] == OUT
    assert flows["B"].startswith("aid-org-YY-1-2-")  # what had to be changed for an id is marked by a hash
    assert flows["C"].startswith("aid-org-Nameless-ref-")
    assert flows["D"] == "aid-reporter-not-stated"
    assert got.kinds == {"no-reporter"}
    assert len(set(flows.values())) == 4
    load_record(got.pack)


def test_ids_do_not_depend_on_the_order_of_activities(tmp_path: Path) -> None:
    one, two = activity(pay("1"), id="A", ref="Q/1", name="Q"), activity(pay("2"), id="B", ref="Q-1", name="Q")
    first = {row["activity"]: row["flow"] for row in bring(tmp_path / "a", iati(one, two)).rows}
    second = {row["activity"]: row["flow"] for row in bring(tmp_path / "b", iati(two, one)).rows}
    assert first == second
    assert first["A"] != first["B"]


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()


def test_actors_of_the_pack_are_used(tmp_path: Path) -> None:
    pack = new_pack(tmp_path / "pack")
    (pack / "own.yaml").write_text(
        "actors:\n  - {id: MOLD, name: Moldova}\n  - {id: org-XX-9, name: The Agency}\n"
        "events:\n  - {id: GE, title: Not a country, date: '1945'}\n"
    )
    text = iati(
        activity(pay("1"), '<recipient-country code="MD"/>'), activity(pay("2"), '<recipient-country code="GE"/>', id="B")
    )
    got = bring(tmp_path, text, actors={"MD": "MOLD"})
    assert [row["recipient"] for row in got.rows] == ["MOLD", "GE-actor"]
    assert load_record(pack).actors["org-XX-9"].name == "The Agency"
    with pytest.raises(ImportStopped, match="there is no actor 'NOBODY'"):
        bring(tmp_path, text, name="b", actors={"MD": "NOBODY"})


def test_secondary_reporters_and_missing_identifiers(tmp_path: Path) -> None:
    text = iati(activity(pay("1"), id="")).replace('ref="XX-9">', 'ref="XX-9" secondary-reporter="1">')
    got = bring(tmp_path, text)
    assert got.rows[0]["activity"] == "line-3"
    assert got.kinds == {"no-identifier", "secondary-reporter"}


def test_types_that_are_in_no_list(tmp_path: Path) -> None:
    got = bring(tmp_path, iati(activity(pay("1", "99"), pay("2", ""), pay("4", "3"))))
    assert got.sums() == {(OUT, "arrived", "EUR"): Decimal(4)}
    assert got.sums_of("type-unknown") == {"EUR": Decimal(3)}
    assert "not-a-stage" not in got.kinds


def test_first_of_january(tmp_path: Path) -> None:
    got = bring(tmp_path, iati(activity(pay("1", "3", "2020-01-01"), pay("2", "3", "2020-01-02"))))
    assert got.rows[0]["date"] == "2020-01-01"
    assert got.sums_of("first-of-january") == {"EUR": Decimal(1)}
