"""Disputes about a request or a competence, which the supervisor decides with reasons."""

from domain import review_events as reviewed
from domain.actors import Actor, Role
from domain.case import Case
from domain.conflicts import may_handle
from domain.dispute import Dispute, DisputeAbout
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.objecting import check_reasoned
from domain.party import already_closed, may_speak_for_applicant, not_open_yet
from domain.requesting import nothing_requested
from domain.review_commands import DecideDispute, RaiseDispute
from domain.statuses import CaseStatus

RULE = "R147"


def may_raise_dispute(
    case: Case, actor: Actor, about: DisputeAbout, item_code: str
) -> Refused | None:
    """Say why the actor cannot raise a dispute about the item, or None."""
    if case.is_closed:
        return already_closed(case)
    if case.status is not CaseStatus.ACCEPTED:
        return not_open_yet(case)
    if not _is_of_this_case(case, actor):
        return may_speak_for_applicant(case, actor)
    lane = case.lane(item_code)
    if lane is None or lane.status.is_decided:
        return _nothing_to_dispute(item_code)
    if about is DisputeAbout.REQUEST and lane.supplement is None:
        return nothing_requested(item_code)
    if any(d.is_open and (d.about, d.item_code) == (about, item_code) for d in case.disputes):
        return Refused(
            "dispute_open", f"A dispute about {item_code} waits for the supervisor.", rule=RULE
        )
    return None


def decide_raise(draft: Draft, command: RaiseDispute) -> None:
    """Bring the dispute before the supervisor; a disputed request does not lapse meanwhile."""
    refusal = may_raise_dispute(draft.case, command.actor, command.about, command.item_code)
    if refusal:
        raise refusal
    check_reasoned(command.reasons)
    dispute = Dispute(
        dispute_id=draft.next_id("d", len(draft.case.disputes)),
        about=command.about,
        item_code=command.item_code,
        reasons=command.reasons,
        raised_by=command.actor.subject,
        raised_at=draft.now,
        department=command.actor.department,
    )
    draft.add(reviewed.DisputeRaised(dispute))


def may_decide_dispute(case: Case, actor: Actor, dispute_id: str) -> Refused | None:
    """Say why the actor cannot decide the dispute, or None."""
    if case.is_closed:
        return already_closed(case)
    if actor.role is not Role.SUPERVISOR:
        return Refused(
            "supervisors_only",
            "Only a supervisor may do this.",
            rule=RULE,
            kind=ErrorKind.FORBIDDEN,
        )
    dispute = case.dispute(dispute_id)
    if dispute is None:
        return Refused(
            "dispute_unknown",
            f"There is no dispute {dispute_id} in this case.",
            rule=RULE,
            field="dispute_id",
            kind=ErrorKind.NOT_FOUND,
        )
    if dispute.ruling is not None:
        return Refused(
            "dispute_decided", f"It was decided by {dispute.ruling.decided_by}.", rule=RULE
        )
    return may_handle(case, actor.subject, (dispute.item_code,))


def decide_rule(draft: Draft, command: DecideDispute) -> None:
    """Rule with reasons; a request that stands is due after a period of its own again."""
    refusal = may_decide_dispute(draft.case, command.actor, command.dispute_id)
    dispute = draft.case.dispute(command.dispute_id)
    if refusal:
        raise refusal
    if dispute is None:
        return
    check_reasoned(command.reasons)
    _check_competent(draft.case, dispute, command)
    lane = draft.case.the_lane(dispute.item_code)
    stands = lane.supplement is not None and not command.sustained
    draft.add(
        reviewed.DisputeDecided(
            dispute.dispute_id,
            dispute.about,
            dispute.item_code,
            command.sustained,
            command.reasons,
            command.competent_department,
            due_on=draft.after(draft.case.slice.scheme.times.supplement)
            if stands and dispute.about is DisputeAbout.REQUEST
            else None,
        )
    )


def _check_competent(case: Case, dispute: Dispute, command: DecideDispute) -> None:
    """A ruling on competence names a department of the case; another ruling names none."""
    departments = {item.department.code for item in case.slice.items}
    names_one = command.competent_department in departments
    if dispute.about is DisputeAbout.COMPETENCE and not names_one:
        message = f"Name the competent department: {', '.join(sorted(departments))}."
    elif dispute.about is DisputeAbout.REQUEST and command.competent_department:
        message = "A dispute about a request is not about who is competent."
    else:
        return
    raise Refused(
        "competent_department_invalid",
        message,
        rule=RULE,
        field="competent_department",
        kind=ErrorKind.INVALID,
    )


def _is_of_this_case(case: Case, actor: Actor) -> bool:
    if may_speak_for_applicant(case, actor) is None:
        return True
    departments = {item.department.code for item in case.slice.items}
    return actor.role is Role.REVIEWER and actor.department in departments


def _nothing_to_dispute(item_code: str) -> Refused:
    return Refused(
        "nothing_to_dispute",
        f"{item_code} is not in this application, or decided.",
        rule=RULE,
        field="item_code",
    )
