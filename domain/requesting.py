"""Requests to the applicant in review (补充材料): itemised, one at a time, bound by the notice."""

from datetime import datetime

from domain import events as happened
from domain.actors import Actor
from domain.calendar import end_of_day
from domain.case import Case, Gap, Lane, Wanted
from domain.catalogue import Item
from domain.commands import ProvideSupplement
from domain.dispute import DisputeAbout
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.notice_bounds import check_gaps
from domain.party import already_closed, may_speak_for_applicant, not_open_yet
from domain.statuses import CaseStatus, LaneStatus


def wanted_kind(item: Item, gap: Gap) -> Wanted:
    """Say what fills a gap: as the reviewer said, or as the notice knows the code."""
    if gap.wants is not None:
        return gap.wants
    if item.paper(gap.code) is not None:
        return Wanted.PAPER
    is_field = any(field.code == gap.code for field in item.fields)
    return Wanted.FIELD if is_field else Wanted.EXPLANATION


def request_additions(draft: Draft, item_code: str, gaps: tuple[Gap, ...]) -> None:
    """Ask the applicant for what the notice named, each thing by its kind, with a due date."""
    check_nothing_requested(draft.case.the_lane(item_code))
    check_gaps(draft.case, (item_code,), gaps)
    for gap in gaps:
        _check_kind(draft.case.item(item_code), gap)
    due_on = draft.after(draft.case.slice.scheme.times.supplement)
    draft.add(happened.SupplementRequested(item_code, gaps, due_on))


def check_nothing_requested(lane: Lane) -> None:
    """Refuse a second request, and a decision, while one is open."""
    if lane.status is LaneStatus.SUPPLEMENTING:
        raise Refused(
            "supplement_open",
            f"A supplement for {lane.item_code} is still awaited; one is open at a time.",
            rule="assumption: one request at a time",
            field="outcome",
        )


def may_supplement(case: Case, actor: Actor, item_code: str) -> Refused | None:
    """Say why a supplement cannot be handed in now, or None."""
    if case.is_closed:
        return already_closed(case)
    refusal = may_speak_for_applicant(case, actor)
    if refusal:
        return refusal
    if case.status is not CaseStatus.ACCEPTED:
        return not_open_yet(case)
    lane = case.lane(item_code)
    if lane is None or lane.supplement is None:
        return nothing_requested(item_code)
    return None


def nothing_requested(item_code: str) -> Refused:
    """Say that the item has no open request."""
    return Refused(
        "nothing_requested",
        f"No supplement is requested for {item_code}.",
        rule="design §6",
        field="item_code",
    )


def decide_supplement(draft: Draft, command: ProvideSupplement) -> None:
    """Take the applicant's answer to a reviewer's request; only what was asked for unlocks."""
    refusal = may_supplement(draft.case, command.actor, command.item_code)
    if refusal:
        raise refusal
    supplement = draft.case.the_lane(command.item_code).supplement
    item = draft.case.item(command.item_code)
    wanted = {gap.code: wanted_kind(item, gap) for gap in supplement.gaps} if supplement else {}
    _check_only_wanted(command, wanted)
    draft.add(
        happened.SupplementProvided(
            command.item_code, command.papers, command.form, command.explanations
        )
    )


def supplement_alarms(case: Case) -> tuple[datetime, ...]:
    """When open requests lapse; one that is disputed does not until somebody has ruled."""
    return tuple(
        end_of_day(lane.supplement.due_on)
        for lane in case.lanes
        if lane.supplement is not None and not _awaits_ruling(case, lane)
    )


def ring_supplements(draft: Draft) -> None:
    """A request nobody answered lapses; the reviewer decides on what there is."""
    for lane in draft.case.lanes:
        if lane.supplement is None or _awaits_ruling(draft.case, lane):
            continue
        if draft.now >= end_of_day(lane.supplement.due_on):
            draft.add(happened.SupplementLapsed(lane.item_code))


def _awaits_ruling(case: Case, lane: Lane) -> bool:
    disputed = any(
        dispute.is_open
        and (dispute.about, dispute.item_code) == (DisputeAbout.REQUEST, lane.item_code)
        for dispute in case.disputes
    )
    return disputed or (lane.supplement is not None and bool(lane.supplement.objection))


def _check_kind(item: Item, gap: Gap) -> None:
    """Refuse a paper or a field that the item does not have; an explanation fits any code."""
    natural = wanted_kind(item, Gap(gap.item_code, gap.code, gap.reason))
    if gap.wants not in {None, natural, Wanted.EXPLANATION}:
        raise Refused(
            "kind_does_not_fit",
            f"{gap.code} is no {gap.wants} of {gap.item_code}.",
            rule="R40",
            field="gaps",
            kind=ErrorKind.INVALID,
        )


_FILLED_BY = {
    "papers": frozenset({Wanted.PAPER, Wanted.EXPLANATION}),
    "form": frozenset({Wanted.FIELD}),
    "explanations": frozenset({Wanted.EXPLANATION}),
}
"""By what a request is filled; an explanation may come with a paper under its code."""


def _check_only_wanted(command: ProvideSupplement, wanted: dict[str, Wanted]) -> None:
    given = {
        "papers": [paper.paper_code for paper in command.papers],
        "form": [code for code, _ in command.form],
        "explanations": [code for code, _ in command.explanations],
    }
    for part, codes in given.items():
        for code in codes:
            if wanted.get(code) not in _FILLED_BY[part]:
                raise _not_asked_for(f"{part}.{code}", wanted)
    if not any(given.values()):
        raise _not_asked_for("papers", wanted)


def _not_asked_for(field: str, wanted: dict[str, Wanted]) -> Refused:
    asked = ", ".join(f"{code} ({kind})" for code, kind in sorted(wanted.items()))
    return Refused(
        "not_asked_for",
        f"Only this is open for change: {asked}.",
        rule="R40",
        field=field,
        kind=ErrorKind.INVALID,
    )
