"""Documents of a joint visit: its one report and its one rectification notice (R77)."""

import asyncio
from datetime import date, datetime

from api.resources import Resources
from documents.notice import NoticeDocument, render_notice
from documents.visit_report import (
    ReportConclusion,
    ReportPhoto,
    ReportPoint,
    VisitReport,
    render_visit_report,
)
from domain.calendar import SHANGHAI, local_date
from domain.case import Case
from domain.catalogue import ChecklistPoint, Item, Label
from domain.site_visit import Visit
from domain.tasks import Finding
from domain.visit_conclusions import DepartmentConclusion, conclusions

REPORT = "tongxing-visit-report+jws"
RECTIFICATION = "tongxing-rectification+jws"
_SHOWN_OF_HASH = 16
_CONCLUSIONS = {
    True: ("符合许可条件", "The conditions are met"),
    False: ("不符合许可条件", "The conditions are not met"),
    None: ("待整改后复查或另行核查", "To be seen again"),
}


async def report_pdf(resources: Resources, case: Case, visit: Visit) -> bytes:
    """Give the report as the case stands; equal records give equal bytes."""
    return await asyncio.to_thread(render_visit_report, _report(resources, case, visit))


async def rectification_pdf(resources: Resources, case: Case, visit: Visit) -> bytes:
    """Give the one notice with every failed point and the day until which it is reported."""
    return await asyncio.to_thread(render_notice, _rectification(resources, case, visit))


def _report(resources: Resources, case: Case, visit: Visit) -> VisitReport:
    authority = case.slice.scheme.authority
    concluded = conclusions(case, visit)
    said = {
        "iss": authority.zh,
        "sub": visit.visit_id,
        "findings": [[f.point_code, f.department, f.passed] for f in visit.findings],
        "photos": [photo.sha256 for f in visit.findings for photo in f.photos],
        "conclusions": [[each.department, each.passed] for each in concluded],
    }
    return VisitReport(
        number=f"{case.submission.case_number}-{visit.visit_id.rpartition('.')[2]}",
        business_name=case.submission.business.name,
        address=dict(case.form).get("address", ""),
        visited=_when(visit),
        inspectors=tuple(f"{i.subject}" for i in visit.slot.inspectors) if visit.slot else (),
        issued_by_zh=authority.zh,
        issued_by_en=authority.en,
        issued_on=_visited_on(case, visit),
        points=tuple(_point(case, visit, code) for code in _points_seen(visit)),
        conclusions=tuple(_conclusion(case, each) for each in concluded),
        seal=resources.signer.sign(said, purpose=REPORT),
    )


def _rectification(resources: Resources, case: Case, visit: Visit) -> NoticeDocument:
    authority = case.slice.scheme.authority
    due_on = visit.rectification_due_on
    due = due_on.isoformat() if due_on else ""
    said = {"iss": authority.zh, "sub": visit.visit_id, "round": visit.round, "due_on": due}
    notes = {finding.point_code: finding.note for finding in visit.findings}
    points = {code: _entry(case, visit, code) for code in visit.failed_points}
    return NoticeDocument(
        title_zh="整改通知书",
        title_en="Rectification notice",
        number=f"{case.submission.case_number}-{visit.visit_id.rpartition('.')[2]}-{visit.round}",
        addressee=case.submission.business.name,
        issued_by_zh=authority.zh,
        issued_on=_visited_on(case, visit),
        paragraphs=(
            Label(
                f"经联合现场核查，下列要点不符合要求，现一次性告知。请于{due}前整改并报告，"
                "届时仅就下列要点共同复查。",
                "These points of the joint visit are not met; you are told all of them at once. "
                f"Put them right and report by {due}; only they will be seen again, together.",
            ),
        ),
        table=tuple(
            (f"{point.label.zh} {point.label.en}", notes.get(code) or point.source)
            for code, (point, _) in points.items()
        ),
        seal=resources.signer.sign({**said, "points": list(points)}, purpose=RECTIFICATION),
    )


def _visited_on(case: Case, visit: Visit) -> date:
    """The day of the visit; once another slot is looked for, the last day on record."""
    instant = visit.slot.starts_at if visit.slot else case.last_at
    return local_date(instant) if instant else case.slice.effective_on


def _when(visit: Visit) -> str:
    if visit.slot is None:
        return ""
    begins, ends = (
        each.astimezone(SHANGHAI) for each in (visit.slot.starts_at, visit.slot.ends_at)
    )
    return f"{begins:%Y-%m-%d %H:%M}–{ends:%H:%M}（第{visit.round}轮 round {visit.round}）"


def _points_seen(visit: Visit) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.point_code for finding in visit.findings))


def _entry(case: Case, visit: Visit, code: str) -> tuple[ChecklistPoint, tuple[Item, ...]]:
    """Give a point with the items it belongs to."""
    items = [case.item(item) for item in visit.item_codes]
    own = tuple(item for item in items if code in {point.code for point in item.checklist})
    point = next(point for item in own for point in item.checklist if point.code == code)
    return point, own


def _point(case: Case, visit: Visit, code: str) -> ReportPoint:
    point, items = _entry(case, visit, code)
    found = [finding for finding in visit.findings if finding.point_code == code]
    names = dict.fromkeys(item.department.label.zh for item in items)
    return ReportPoint(
        label_zh=point.label.zh,
        label_en=point.label.en,
        departments="、".join(names),
        results=tuple("passed" if finding.passed else "failed" for finding in found),
        note=" ".join(finding.note for finding in found if finding.note),
        photos=tuple(photo for finding in found for photo in _photos(finding)),
    )


def _photos(finding: Finding) -> tuple[ReportPhoto, ...]:
    return tuple(
        ReportPhoto(
            sha256=photo.sha256[:_SHOWN_OF_HASH],
            taken_at=_minute(photo.taken_at),
            place=f"{photo.latitude}, {photo.longitude}",
        )
        for photo in finding.photos
    )


def _minute(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _conclusion(case: Case, concluded: DepartmentConclusion) -> ReportConclusion:
    department = case.item(concluded.item_codes[0]).department
    zh, en = _CONCLUSIONS[concluded.passed]
    return ReportConclusion(
        department_zh=department.label.zh,
        department_en=department.label.en,
        items=" ".join(concluded.item_codes),
        conclusion_zh=zh,
        conclusion_en=en,
        passed=concluded.passed,
    )
