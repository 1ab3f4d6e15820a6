"""What makes the record of a visit whole: two who sign, and every point answered once."""

from datetime import datetime

from domain.actors import Actor
from domain.case import Case
from domain.errors import ErrorKind, Refused
from domain.site_visit import Visit
from domain.tasks import Finding
from domain.visits import departments_of, waiting_items


def check_signers(case: Case, visit: Visit, author: Actor, inspectors: tuple[str, ...]) -> None:
    """Refuse a record that fewer than two sign, or anybody who was not sent (Art. 34)."""
    signed = set(inspectors)
    minimum = case.slice.scheme.minimum_inspectors
    if len(signed) < minimum:
        raise _invalid(
            "too_few_inspectors", f"At least {minimum} inspectors sign.", "行政许可法 34"
        )
    check_members(visit, author, inspectors)


def check_members(visit: Visit, author: Actor, inspectors: tuple[str, ...]) -> None:
    """Refuse signatures of anybody who was not sent, or without the author's own."""
    named = {inspector.subject for inspector in visit.slot.inspectors} if visit.slot else set()
    signed = set(inspectors)
    if not signed <= named or author.subject not in signed:
        raise _invalid(
            "inspector_not_of_this_visit",
            "The record is signed by inspectors named for the visit, its author among them.",
            "行政许可法 34",
        )


def check_findings(
    case: Case, visit: Visit, findings: tuple[Finding, ...], absent: tuple[str, ...] = ()
) -> None:
    """Every point of the merged checklist is answered once, by a department it concerns.

    Points that concern none but departments that did not come are left for another visit.
    """
    check_places(case, visit, findings, absent)
    answered = {finding.point_code for finding in findings}
    missing = sorted(set(concerned(case, visit, absent)) - answered)
    if missing:
        raise _invalid(
            "findings_missing", f"Not answered: {', '.join(missing)}.", "行政许可法 61", "findings"
        )


def check_places(
    case: Case, visit: Visit, findings: tuple[Finding, ...], absent: tuple[str, ...] = ()
) -> None:
    """Refuse a point that is answered twice, or by a department it does not concern."""
    _check_absent(case, visit, absent)
    of_departments = concerned(case, visit, absent)
    answered = [finding.point_code for finding in findings]
    if len(answered) != len(set(answered)):
        raise _invalid("finding_twice", "A point is answered twice.", "R76", "findings")
    for finding in findings:
        if finding.department not in of_departments.get(finding.point_code, set()):
            raise _invalid(
                "finding_out_of_place",
                f"{finding.point_code} is not a point of {finding.department} in this visit.",
                "R76",
                "findings",
            )


def check_photos(visit: Visit, findings: tuple[Finding, ...], recorded_at: datetime) -> None:
    """Refuse a photograph that was not taken during the visit."""
    begins = visit.slot.starts_at if visit.slot else recorded_at
    for finding in findings:
        if any(not begins <= photo.taken_at <= recorded_at for photo in finding.photos):
            raise _invalid(
                "photo_not_of_this_visit",
                f"A photograph of {finding.point_code} was not taken during the visit.",
                "行政许可法 61",
                "findings.photos",
            )


def concerned(case: Case, visit: Visit, absent: tuple[str, ...] = ()) -> dict[str, set[str]]:
    """Give the departments that came, by the points of the visit that concern them."""
    of_departments: dict[str, set[str]] = {}
    for code in waiting_items(case, visit):
        item = case.item(code)
        if item.department.code not in absent:
            for point in item.checklist:
                if point.code in visit.points:
                    of_departments.setdefault(point.code, set()).add(item.department.code)
    return of_departments


def _check_absent(case: Case, visit: Visit, absent: tuple[str, ...]) -> None:
    taking_part = set(departments_of(case, waiting_items(case, visit)))
    if not set(absent) <= taking_part or (absent and set(absent) == taking_part):
        raise _invalid(
            "absent_departments_wrong",
            "Name departments of this visit that did not come, not all of them.",
            "R76",
            "absent_departments",
        )


def _invalid(reason: str, message: str, rule: str, field: str = "inspectors") -> Refused:
    return Refused(reason, message, rule=rule, field=field, kind=ErrorKind.INVALID)
