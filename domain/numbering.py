"""What a permit is issued with: its term and, after a commitment, the day of verification."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.calendar import local_date
from domain.case import Case
from domain.catalogue import Label
from domain.commitments import check_owed
from domain.due_dates import limit_end, plus


@dataclass(frozen=True, slots=True)
class PermitTerms:
    """A permit that is to be numbered; ``valid_until`` is the last day, None without a term.

    ``verification_due_on`` counts the item's own unit from the day of issuance (R94).
    """

    item_code: str
    permit_id: str
    prefix: str
    label: Label
    department: str
    department_label: Label
    valid_from: date
    valid_until: date | None
    verification_due_on: date | None


def is_permit_id(stream: str) -> bool:
    """Whether a stream is a permit's: its id is that of its case with the item's."""
    return "." in stream


def terms_of(case: Case, item_codes: tuple[str, ...], now: datetime) -> tuple[PermitTerms, ...]:
    """Give the terms of the permits that are issued at this instant."""
    return tuple(_terms(case, code, local_date(now)) for code in item_codes)


def _terms(case: Case, item_code: str, today: date) -> PermitTerms:
    item = case.item(item_code)
    return PermitTerms(
        item_code=item_code,
        permit_id=f"{case.case_id}.{item_code}",
        prefix=item.permit_prefix,
        label=item.label,
        department=item.department.code,
        department_label=item.department.label,
        valid_from=today,
        valid_until=_last_day(case, item_code, today),
        verification_due_on=_verification_due(case, item_code, today),
    )


def _last_day(case: Case, item_code: str, today: date) -> date | None:
    term = case.item(item_code).validity.term
    return plus(today, term) - timedelta(days=1) if term else None


def _verification_due(case: Case, item_code: str, today: date) -> date | None:
    """Give the day by which a commitment is checked, to the whole item or to a part (R94)."""
    check = check_owed(case, item_code)
    return limit_end(check.due, today, case.submission.calendar) if check else None
