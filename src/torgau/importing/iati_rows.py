"""From a transaction to a row: a pure function, and what has to be said about the row. Actors and flows come later."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from torgau.importing.iati_activity import Activity, Org, Share, Transaction
from torgau.importing.iati_codes import Spending, TypeCode, name_of, read_type, stage_of
from torgau.importing.iati_values import ANY_DAY, Money, amount_text, read_amount, read_currency, read_day


class Remark(NamedTuple):
    """A finding about one row: its kind, and what was written."""

    kind: str
    detail: str = ""


class Made(NamedTuple):
    """A transaction understood. `stage` is empty where its type is none; `row` holds the cells that need no actor or flow."""

    type: TypeCode
    type_name: str
    stage: str
    incoming: bool
    unit: str
    money: Money
    recipient: Share | None
    row: dict[str, str]
    remarks: tuple[Remark, ...]


def made_of(transaction: Transaction, activity: Activity, spending: Spending) -> Made:
    """What a transaction says. `activity` gives the default currency, the recipients, and the version that the file declares."""
    code = read_type(transaction.code)
    stage, incoming = stage_of(code.number, spending)
    remarks: list[Remark] = []
    notes: list[str] = []
    day = _day(transaction, remarks, notes)
    money = _money(transaction, remarks, notes)
    unit = _unit(transaction, activity, remarks, notes)
    recipient = _recipient(transaction.recipients or activity.recipients, remarks, notes)
    if not code.number:
        remarks.append(Remark("type-unknown", name_of("", transaction.code)))
    _versions(transaction, activity, code, remarks)
    return Made(
        code,
        name_of(code.number, transaction.code),
        stage,
        incoming,
        unit,
        money,
        recipient,
        {
            "date": day,
            "to": stage,
            "value": amount_text(money.value),
            "low": amount_text(money.low),
            "high": amount_text(money.high),
            "unit": unit,
            "activity": activity.identifier,
            "id": transaction.ref,
            "locator": f"{activity.identifier}, line {transaction.line}",
            "note": "; ".join(notes),
        },
        tuple(remarks),
    )


def _day(transaction: Transaction, remarks: list[Remark], notes: list[str]) -> str:
    day, value_day = read_day(transaction.date), read_day(transaction.value_date)
    if day.remark == "unreadable":
        if transaction.date:
            notes.append(f"transaction date as written: {transaction.date}")
        if value_day.edtf == ANY_DAY:
            remarks.append(Remark("date-missing", transaction.date or "no date"))
            return ANY_DAY
        remarks.append(Remark("date-from-value-date", f"{transaction.date or 'no date'}; value date {value_day.edtf}"))
        return value_day.edtf
    if day.remark in ("zone", "time"):
        remarks.append(Remark("date-with-time", transaction.date))
    elif day.remark == "part":
        remarks.append(Remark("date-part", transaction.date))
    if day.edtf.endswith("-01-01"):
        remarks.append(Remark("first-of-january", day.edtf))
    if transaction.value_date and value_day.edtf not in (day.edtf, ANY_DAY):
        remarks.append(Remark("value-date-differs", f"{day.edtf}, value date {value_day.edtf}"))
        notes.append(f"value date {value_day.edtf}")
    return day.edtf


def _money(transaction: Transaction, remarks: list[Remark], notes: list[str]) -> Money:
    money = read_amount(transaction.value)
    if money.remark:
        remarks.append(Remark(f"amount-{money.remark}", transaction.value[:60] or "no amount"))
        notes.append(f"amount as written: {transaction.value[:60]}")
    if any(each is not None and each < 0 for each in (money.value, money.high)):
        remarks.append(Remark("negative-amount", amount_text(money.value)))
    return money


def _unit(transaction: Transaction, activity: Activity, remarks: list[Remark], notes: list[str]) -> str:
    written = transaction.currency or activity.currency
    currency = read_currency(written)
    if currency.remark == "letters":
        remarks.append(Remark("currency-letters", written))
    elif currency.remark:
        remarks.append(Remark("currency-missing", written or "no currency"))
        if written:
            notes.append(f"currency as written: {written[:60]}")
    return currency.unit


def _recipient(shares: Sequence[Share], remarks: list[Remark], notes: list[str]) -> Share | None:
    """The one recipient of the whole amount, if there is one."""
    shares = [each for each in shares if (each.code or each.name) and _percentage(each) != 0]
    if not shares:
        remarks.append(Remark("no-recipient"))
        return None
    whole = [each for each in shares if _percentage(each) == 100]
    if len(whole) == 1:
        return whole[0]
    if len(shares) == 1 and not shares[0].percentage:
        return shares[0]
    told = ", ".join(
        f"{each.code or each.name} {each.percentage}".rstrip() + " %" * bool(each.percentage) for each in shares[:50]
    )
    remarks.append(Remark("several-recipients" if len(shares) > 1 else "partial-recipient", told))
    notes.append(f"recipients: {told}")
    return None


def _percentage(share: Share) -> Decimal | None:
    try:
        value = Decimal(share.percentage.rstrip("% "))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _versions(transaction: Transaction, activity: Activity, code: TypeCode, remarks: list[Remark]) -> None:
    declared = activity.version[:1]
    if declared not in ("1", "2"):
        return
    if code.version and code.version != declared:
        remarks.append(Remark("version-codes", f"code {transaction.code}, version {activity.version}"))
    orgs: tuple[Org, ...] = (transaction.provider, transaction.receiver)
    if any(each.shape and each.shape != declared for each in orgs):
        remarks.append(Remark("version-names", f"version {activity.version}"))
