"""Requests, disputes and recusals as answers for one reader."""

from api.schemas.cases import GapAnswer
from api.schemas.people import (
    ChangeAnswer,
    DisputeAnswer,
    ExclusionAnswer,
    KnownRequestAnswer,
    RequestsAnswer,
)
from domain.actors import Actor, Role
from domain.case import Case, Exclusion, Gap, KnownRequest
from domain.dispute import Dispute
from domain.requesting import wanted_kind


def requests_answer(case: Case, item_code: str, actor: Actor) -> RequestsAnswer:
    """Show a lane's requests; officials are not named to the applicant."""
    open_one = case.the_lane(item_code).supplement
    return RequestsAnswer(
        item_code=item_code,
        objection=open_one.objection if open_one else "",
        objection_was_answered=open_one.was_upheld if open_one else False,
        open_gaps=tuple(gap_answer(case, gap) for gap in open_one.gaps) if open_one else (),
        requests=tuple(
            _request(case, request, names_people=actor.role is not Role.APPLICANT)
            for request in case.requests
            if request.item_code == item_code
        ),
    )


def gap_answer(case: Case, gap: Gap) -> GapAnswer:
    """Show a gap with what fills it."""
    wants = wanted_kind(case.item(gap.item_code), gap)
    return GapAnswer(item_code=gap.item_code, code=gap.code, reason=gap.reason, wants=wants.value)


def _request(case: Case, request: KnownRequest, *, names_people: bool) -> KnownRequestAnswer:
    before, after = dict(request.before), dict(request.after)
    item = case.item(request.item_code)
    return KnownRequestAnswer(
        number=request.number,
        status=request.status.value,
        requested_at=request.requested_at,
        requested_by=request.requested_by if names_people else "",
        due_on=request.due_on,
        ended_at=request.ended_at,
        changes=tuple(
            ChangeAnswer(
                code=gap.code,
                wants=wanted_kind(item, gap).value,
                reason=gap.reason,
                before=before.get(gap.code),
                after=after.get(gap.code),
            )
            for gap in request.gaps
        ),
    )


def dispute_answer(dispute: Dispute) -> DisputeAnswer:
    """Show a dispute; the parties are named by department, or not at all (the applicant)."""
    ruling = dispute.ruling
    return DisputeAnswer(
        dispute_id=dispute.dispute_id,
        about=dispute.about.value,
        item_code=dispute.item_code,
        reasons=dispute.reasons,
        department=dispute.department,
        raised_at=dispute.raised_at,
        is_open=dispute.is_open,
        sustained=ruling.sustained if ruling else None,
        ruling_reasons=ruling.reasons if ruling else "",
        competent_department=ruling.competent_department if ruling else "",
        decided_at=ruling.decided_at if ruling else None,
    )


def exclusion_answer(exclusion: Exclusion, actor: Actor) -> ExclusionAnswer:
    """Show who is kept away; the conflict itself is his own matter and the supervisor's."""
    is_told_why = actor.role is Role.SUPERVISOR or actor.subject == exclusion.subject
    return ExclusionAnswer(
        subject=exclusion.subject,
        item_code=exclusion.item_code,
        reasons=exclusion.reasons if is_told_why else "",
        whole_business=exclusion.whole_business,
        declared_by=exclusion.declared_by,
        declared_at=exclusion.declared_at,
    )
