"""Records made on the spot without a network and filed later; several devices make one (R76).

A record is known by its own id, so filing it twice is filing it once. It counts as of the instant
at which it was made, and is taken only for so long afterwards.
"""

from dataclasses import replace
from datetime import datetime

from domain import visit_events as visited
from domain.actors import Actor
from domain.calendar import end_of_day, local_date
from domain.case import Case
from domain.draft import Draft
from domain.due_dates import limit_end
from domain.errors import ErrorKind, Refused
from domain.inspecting import SignedRecord, take_record
from domain.party import already_closed
from domain.site_visit import FiledRecord, Visit
from domain.statuses import VisitStatus
from domain.tasks import Finding, may_complete
from domain.visit_commands import FileVisitRecord
from domain.visit_records import check_members, check_photos, check_places, check_signers, concerned
from domain.visits import is_task_of

_RULE = "行政许可法 61"


def decide_file_record(draft: Draft, command: FileVisitRecord) -> None:
    """File one device's record; when all points are answered the visit is recorded as a whole."""
    visit = draft.case.the_visit(command.visit_id)
    if visit is not None and _was_filed(visit, command.record):
        return
    if draft.case.is_closed:
        raise already_closed(draft.case)
    if visit is None or visit.slot is None or visit.status is not VisitStatus.SCHEDULED:
        raise Refused("no_visit_scheduled", "No visit is scheduled.", rule="R76")
    _check(draft, visit, command)
    record = command.record
    merged = merged_record((*_of_this_visit(visit), record))
    is_whole = set(concerned(draft.case, visit, merged.absent_departments)) <= {
        finding.point_code for finding in merged.findings
    }
    if is_whole:
        check_signers(draft.case, visit, command.actor, merged.inspectors)
    draft.add(visited.VisitRecordFiled(visit.visit_id, record))
    task = next((task for task in draft.case.tasks if is_task_of(task, visit)), None)
    filed = draft.case.the_visit(visit.visit_id)
    if is_whole and task is not None and filed is not None:
        take_record(draft, filed, task, merged)


def merged_record(records: tuple[FiledRecord, ...]) -> SignedRecord:
    """Make one record of several devices': what failed for one has failed (assumption)."""
    findings: dict[str, Finding] = {}
    for record in sorted(records, key=lambda each: each.recorded_at):
        for finding in record.findings:
            known = findings.get(finding.point_code)
            findings[finding.point_code] = _merged(known, finding) if known else finding
    seen_by = {finding.department for finding in findings.values()}
    absent = {code for record in records for code in record.absent_departments}
    return SignedRecord(
        findings=tuple(findings.values()),
        inspectors=tuple(dict.fromkeys(who for record in records for who in record.inspectors)),
        at=max(record.recorded_at for record in records),
        absent_departments=tuple(sorted(absent - seen_by)),
        is_late=True,
    )


def record_may_be_filed_until(case: Case, visit: Visit) -> datetime | None:
    """End of the last day on which a record made during the visit is still taken."""
    period = case.slice.scheme.visits.late_record
    if period is None or visit.slot is None:
        return None
    day = local_date(visit.slot.starts_at)
    return end_of_day(limit_end(period, day, case.submission.calendar))


def _of_this_visit(visit: Visit) -> tuple[FiledRecord, ...]:
    begins = visit.slot.starts_at if visit.slot else None
    return tuple(
        record
        for record in visit.records
        if record.round == visit.round and begins is not None and record.recorded_at >= begins
    )


def _merged(known: Finding, further: Finding) -> Finding:
    stricter, other = (known, further) if not known.passed else (further, known)
    notes = " ".join(note for note in dict.fromkeys((stricter.note, other.note)) if note)
    photos = tuple(dict.fromkeys((*known.photos, *further.photos)))
    return replace(stricter, note=notes, photos=photos)


def _was_filed(visit: Visit, record: FiledRecord) -> bool:
    """Whether this very record was filed before.

    Raises:
        Refused: another record was filed under its id.
    """
    known = next((each for each in visit.records if each.record_id == record.record_id), None)
    if known is not None and known.digest != record.digest:
        raise Refused(
            "record_id_reused",
            f"Another record was filed as {record.record_id}.",
            rule=_RULE,
            field="record.record_id",
        )
    return known is not None


def _check(draft: Draft, visit: Visit, command: FileVisitRecord) -> None:
    record = command.record
    if record.round != visit.round or record.author != command.actor.subject:
        raise Refused("package_outdated", "The visit has gone on.", rule=_RULE, field="package")
    _check_task(draft.case, visit, command.actor)
    _check_time(draft, visit, record.recorded_at)
    check_members(visit, command.actor, record.inspectors)
    check_places(draft.case, visit, record.findings, record.absent_departments)
    check_photos(visit, record.findings, record.recorded_at)


def _check_task(case: Case, visit: Visit, actor: Actor) -> None:
    task = next((task for task in case.tasks if is_task_of(task, visit)), None)
    refusal = may_complete(task, actor, task.task_id if task else visit.visit_id)
    if refusal:
        raise refusal


def _check_time(draft: Draft, visit: Visit, at: datetime) -> None:
    if visit.slot is None or local_date(at) != local_date(visit.slot.starts_at):
        raise _invalid("recorded_on_another_day", "A record is made on the day of the visit.")
    if at < visit.slot.starts_at:
        begins = visit.slot.starts_at.isoformat()
        raise _invalid("recorded_before_the_visit", f"The visit begins at {begins}.")
    if at > draft.now:
        raise _invalid("recorded_in_the_future", "The record bears an instant still to come.")
    until = record_may_be_filed_until(draft.case, visit)
    if until is not None and draft.now > until:
        raise _invalid("record_too_late", f"It was taken until {local_date(until).isoformat()}.")


def _invalid(reason: str, message: str) -> Refused:
    return Refused(reason, message, rule=_RULE, field="record.recorded_at", kind=ErrorKind.INVALID)
