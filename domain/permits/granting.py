"""What a permit takes with it from the case that issued it, and how its own life begins."""

from dataclasses import replace
from datetime import datetime

from domain.case import Case
from domain.catalogue import Item
from domain.chain import GENESIS
from domain.commitments import check_owed
from domain.permits.commands import Begin
from domain.permits.decide import decide
from domain.permits.events import PermitEvent
from domain.permits.permit import Permit, PermitGrant
from domain.record import Proposal
from domain.routes import Route

BEGINNING = "begin"
"""Cause of a permit's first turn."""


def beginning_of(permit: Permit, now: datetime) -> Proposal[PermitEvent]:
    """Give the first turn of a permit: it is taken in the turn that issues it."""
    command = Begin()
    return Proposal(
        stream=permit.permit_id,
        base_sequence=0,
        base_hash=GENESIS,
        cause=BEGINNING,
        at=now,
        actor=command.actor,
        events=decide(permit, command, now),
    )


def grant_of(case: Case, permit_id: str) -> PermitGrant:
    """Give the grant of an issued permit of the case.

    Raises:
        KeyError: the case has issued no such permit; a programming error, never an input's.
    """
    permits = case.licence.permits if case.licence else ()
    issued = next((permit for permit in permits if permit.permit_id == permit_id), None)
    if issued is None or case.licence is None:
        raise KeyError(permit_id)
    business = case.submission.business
    carries_doorstep = permits[0].permit_id == permit_id
    return PermitGrant(
        permit_id=permit_id,
        number=issued.number,
        case_id=case.case_id,
        licence_code=case.licence.licence_code,
        business_id=business.business_id,
        district=business.district,
        uscc=case.uscc or business.uscc,
        item=_with_check(case, issued.item_code),
        scheme=case.slice.scheme,
        applicant=case.submission.applicant,
        route=case.the_lane(issued.item_code).route or Route.REVIEW,
        issued_at=case.licence.issued_at,
        valid_from=issued.valid_from,
        valid_until=issued.valid_until,
        verification_due_on=issued.verification_due_on,
        calendar=case.submission.calendar,
        doorstep_visit=case.slice.scheme.times.doorstep_visit if carries_doorstep else None,
    )


def _with_check(case: Case, item_code: str) -> Item:
    """Give the item as it stood in force, with the check that its commitment owes (R94)."""
    item, check = case.item(item_code), check_owed(case, item_code)
    return replace(item, verification=check) if check else item
