"""Periods in words, with their unit, in both languages."""

from domain.clock import Limit, LimitKind, LimitUnit
from domain.labels import Label

_UNITS = {
    LimitUnit.WORKING_DAYS: Label("个工作日", "working day"),
    LimitUnit.CALENDAR_DAYS: Label("日", "calendar day"),
    LimitUnit.MONTHS: Label("个月", "month"),
    LimitUnit.YEARS: Label("年", "year"),
}
_KINDS = {
    LimitKind.STATUTORY: Label("法定", "statutory"),
    LimitKind.PROMISED: Label("承诺", "promised"),
    LimitKind.SCHEME: Label("方案", "scheme"),
    LimitKind.CAP: Label("最长", "at most"),
}


def period_words(limit: Limit) -> Label:
    """Give count and unit: 20个工作日, 20 working days."""
    unit = _UNITS[limit.unit]
    plural = "" if limit.count == 1 else "s"
    return Label(f"{limit.count}{unit.zh}", f"{limit.count} {unit.en}{plural}")


def kind_words(kind: LimitKind) -> Label:
    """Say who gives the limit: the statute, a promise, the scheme."""
    return _KINDS[kind]
