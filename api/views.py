"""Cases as answers for one reader."""

from api.cases import sees_papers
from api.review_views import gap_answer
from api.schemas.base import LabelAnswer
from api.schemas.cases import (
    ApplicationAnswer,
    BlockerAnswer,
    ConclusionAnswer,
    ConfirmedAnswer,
    CorrectionAnswer,
    DebtAnswer,
    GapAnswer,
    IssuedPermitAnswer,
    LaneAnswer,
    LicenceOfCaseAnswer,
    PointAnswer,
    ProvidedPaperAnswer,
    ReasonAnswer,
    RequestAnswer,
    SlotAnswer,
    TaskOfCaseAnswer,
    VisitAnswer,
)
from api.schemas.forms import BurdenAnswer
from api.task_views import preceding_answer
from domain.actors import Actor, Role
from domain.blockers import Blocker, decision_blockers, issuance_blockers
from domain.case import Case, Correction, Debt, Gap, Lane, Licence
from domain.places import place_reference
from domain.prefill import KnownValue
from domain.service_grade import grade_of_case
from domain.site_visit import Visit
from domain.statuses import VisitStatus
from domain.tasks import Task
from domain.visit_conclusions import conclusions
from domain.visits import is_task_of, limit_of, reschedulable_until, waiting_items


def application_answer(case: Case, actor: Actor) -> ApplicationAnswer:
    """Show the case to one reader."""
    submission = case.submission
    return ApplicationAnswer(
        case_id=case.case_id,
        case_number=submission.case_number,
        scheme=case.slice.scheme.code,
        status=case.status.value,
        ending=case.ending.value if case.ending else None,
        channel=submission.channel.value,
        business_name=submission.business.name,
        district=submission.business.district,
        uscc=case.uscc or submission.business.uscc,
        received_at=case.received_at,
        counted_from=case.counted_from or case.received_at,
        accepted_at=case.accepted_at,
        sequence=case.sequence,
        lanes=tuple(lane_answer(case, lane, actor) for lane in case.lanes),
        debts=tuple(debt_answer(debt) for debt in case.debts),
        correction=_correction(case.correction) if case.correction else None,
        visit=next(iter(_in_order(case)), None),
        visits=tuple(_visit(case, visit) for visit in case.visits),
        tasks=() if actor.role is Role.APPLICANT else tuple(_task(task) for task in case.tasks),
        licence=_licence(case.licence) if case.licence else None,
        burden=BurdenAnswer.of(submission.burden) if submission.burden else None,
        confirmed=tuple(_confirmed(each) for each in submission.confirmed if each.confirmed_at),
        service_grade=grade_of_case(case).value,
        traditional=submission.traditional,
        linked_cases=submission.linked_cases,
        scope=submission.scope,
    )


def _confirmed(known: KnownValue) -> ConfirmedAnswer:
    """Show where a confirmed value came from; the value itself is in the form."""
    return ConfirmedAnswer.model_validate(
        {
            "field": known.field,
            "source": known.origin.value,
            "date": known.as_of,
            "reference": known.reference,
            "confirmed_at": known.confirmed_at,
        }
    )


def lane_answer(case: Case, lane: Lane, actor: Actor) -> LaneAnswer:
    """Show one lane; of a sibling department's lane facts and progress, not the papers."""
    item = case.item(lane.item_code)
    sees_opinion = actor.role is Role.SUPERVISOR or actor.department == item.department.code
    undecided = not lane.status.is_decided and lane.route is not None
    return LaneAnswer(
        item_code=lane.item_code,
        label=LabelAnswer.of(item.label),
        department=item.department.code,
        department_label=LabelAnswer.of(item.department.label),
        status=lane.status.value,
        route=lane.route.value if lane.route else None,
        route_reason=lane.route_reason,
        light=lane.light.value,
        dispatch=lane.dispatch.value,
        department_reference=lane.department_reference,
        accepted_at=lane.accepted_at,
        decided_at=lane.decided_at,
        decided_by=lane.decided_by if actor.role is not Role.APPLICANT else None,
        reasons=tuple(ReasonAnswer(code=r.code, text=r.text) for r in lane.reasons),
        remedies=lane.remedies,
        supplement=RequestAnswer(
            gaps=tuple(gap_answer(case, gap) for gap in lane.supplement.gaps),
            due_on=lane.supplement.due_on,
        )
        if lane.supplement
        else None,
        place=lane.place,
        permit_number=lane.permit_number,
        permit_id=lane.permit_id,
        place_reference=place_reference(case.case_id, lane.item_code) if lane.place else None,
        recommended=lane.recommendation.outcome.value
        if lane.recommendation and sees_opinion
        else None,
        preceding=preceding_answer(case, lane.item_code),
        decision_blockers=_blockers(decision_blockers(case, lane.item_code)) if undecided else (),
        issuance_blockers=_blockers(issuance_blockers(case, lane.item_code))
        if lane.status.awaits_issue
        else (),
        papers=_papers(case, lane) if sees_papers(case, actor, lane.item_code) else None,
    )


def debt_answer(debt: Debt) -> DebtAnswer:
    return DebtAnswer(
        debt_id=debt.debt_id,
        kind=debt.kind.value,
        item_code=debt.item_code,
        wants=debt.wants,
        due_on=debt.due_on,
        status=debt.status.value,
        paid_by=debt.paid_by.value if debt.paid_by else None,
    )


def _papers(case: Case, lane: Lane) -> tuple[ProvidedPaperAnswer, ...]:
    codes = {paper.code for paper in case.item(lane.item_code).papers}
    return tuple(
        ProvidedPaperAnswer(
            paper_code=paper.paper_code,
            provenance=paper.provenance.value,
            document_id=paper.document_id,
        )
        for paper in case.papers
        if paper.paper_code in codes
    )


def _gaps(gaps: tuple[Gap, ...]) -> tuple[GapAnswer, ...]:
    return tuple(GapAnswer(item_code=g.item_code, code=g.code, reason=g.reason) for g in gaps)


def _blockers(blockers: tuple[Blocker, ...]) -> tuple[BlockerAnswer, ...]:
    return tuple(BlockerAnswer(code=b.code, concerns=b.concerns) for b in blockers)


def _correction(correction: Correction) -> CorrectionAnswer:
    return CorrectionAnswer(
        gaps=_gaps(correction.gaps),
        requested_at=correction.requested_at,
        due_on=correction.due_on,
        answered_at=correction.answered_at,
    )


def _in_order(case: Case) -> tuple[VisitAnswer, ...]:
    """Show the visits, those that are not over first."""
    over = VisitStatus.CONCLUDED
    ordered = sorted(case.visits, key=lambda visit: visit.status is over)
    return tuple(_visit(case, visit) for visit in ordered)


def _visit(case: Case, visit: Visit) -> VisitAnswer:
    slot = visit.slot
    task = next((task for task in case.tasks if is_task_of(task, visit)), None)
    return VisitAnswer(
        visit_id=visit.visit_id,
        item_codes=visit.item_codes,
        status=visit.status.value,
        round=visit.round,
        task_id=task.task_id if task else None,
        slot=SlotAnswer(
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            inspectors=tuple(member.subject for member in slot.inspectors),
        )
        if slot
        else None,
        checklist=_checklist(case, visit),
        failed_points=visit.failed_points,
        rectification_due_on=visit.rectification_due_on,
        passed_items=visit.passed_items,
        failed_items=visit.failed_items,
        limit=limit_of(case, waiting_items(case, visit)),
        reschedulable_until=reschedulable_until(case, visit),
        conclusions=tuple(
            ConclusionAnswer(department=c.department, item_codes=c.item_codes, passed=c.passed)
            for c in conclusions(case, visit)
        ),
        records=tuple(record.record_id for record in visit.records),
    )


def _checklist(case: Case, visit: Visit) -> tuple[PointAnswer, ...]:
    """One merged checklist: a point that several items share is asked once (R76)."""
    latest = {finding.point_code: finding.passed for finding in visit.findings}
    items = [case.item(code) for code in visit.item_codes]
    labels = {point.code: point.label for item in items for point in item.checklist}
    return tuple(
        PointAnswer(
            code=code,
            label=LabelAnswer.of(labels[code]),
            departments=tuple(
                dict.fromkeys(
                    item.department.code
                    for item in items
                    if code in {point.code for point in item.checklist}
                )
            ),
            passed=latest.get(code),
        )
        for code in visit.points
    )


def _task(task: Task) -> TaskOfCaseAnswer:
    return TaskOfCaseAnswer(
        task_id=task.task_id,
        kind=task.kind.value,
        item_codes=task.item_codes,
        departments=task.departments,
        status=task.status.value,
        assignee=task.assignee,
        outcome=task.outcome.value if task.outcome else None,
        decided_by=task.decided_by,
        decided_at=task.decided_at,
    )


def _licence(licence: Licence) -> LicenceOfCaseAnswer:
    return LicenceOfCaseAnswer(
        licence_code=licence.licence_code,
        version=licence.version,
        issued_at=licence.issued_at,
        permits=tuple(
            IssuedPermitAnswer(
                item_code=permit.item_code,
                permit_id=permit.permit_id,
                number=permit.number,
                valid_from=permit.valid_from,
                valid_until=permit.valid_until,
                verification_due_on=permit.verification_due_on,
            )
            for permit in licence.permits
        ),
    )
