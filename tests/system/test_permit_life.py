"""A permit's life after issuance on the real servers: verification, revocation, lapse."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from repositories.businesses import BAR
from repositories.credit import CREDIT
from tests.system.city import City
from tests.system.journeys import Order, fresh_uscc, submitted
from tests.system.permits import HYGIENE, PermitJourney, issued_permit
from tests.system.verifying import assert_in_order

VENTILATION = "ventilation"


@pytest.fixture
async def permit(city: City) -> AsyncIterator[PermitJourney]:
    """A permit on commitment of a business nobody else knows; its record must hold."""
    living = await issued_permit(city)
    yield living
    await assert_in_order(city.database, living.case.case_id)


async def test_a_commitment_that_is_kept_is_verified_and_stands(permit: PermitJourney) -> None:
    verified = await permit.check()
    assert verified.status_code == 200, verified.text
    view = await permit.until_stage("valid")
    assert (view["status"], view["tasks"]) == ("valid", [])
    assert await permit.public_status() == "valid"
    assert await permit.listed_status() is None
    assert await _credit_facts(permit) == ["commitment_kept"]


async def test_what_fails_is_put_right_re_examined_and_passed(permit: PermitJourney) -> None:
    assert (await permit.check(VENTILATION)).status_code == 200
    view = await permit.until_stage("rectifying")
    assert view["failed_points"] == [VENTILATION]
    assert view["rectification_due_on"] is not None
    assert (await permit.ask("/rectification", {})).status_code == 200
    await permit.until_stage("reexamining")
    passed = await permit.check(points=(VENTILATION,))
    assert passed.status_code == 200, passed.text
    await permit.until_stage("valid")
    assert await permit.public_status() == "valid"
    assert await _credit_facts(permit) == ["commitment_kept_after_rectification"]


async def test_what_is_not_put_right_in_time_leads_to_proceedings(permit: PermitJourney) -> None:
    await permit.check(VENTILATION)
    view = await permit.until_stage("rectifying")
    await permit.skip_past(view["rectification_due_on"])
    proposed = await permit.until_stage("revocation_proposed")
    await permit.skip_past(proposed["hearing_until"])
    assert (await permit.decide("revoke")).status_code == 200
    revoked = await permit.until_stage("ended")
    assert revoked["cause_of_revocation"] == "commitment_unmet"
    assert revoked["bar_until"] is None
    assert revoked["compensation_owed"] is False


async def test_a_re_examination_that_fails_leads_to_proceedings(permit: PermitJourney) -> None:
    await permit.check(VENTILATION)
    await permit.until_stage("rectifying")
    await permit.ask("/rectification", {})
    await permit.until_stage("reexamining")
    failed = await permit.check(VENTILATION, points=(VENTILATION,))
    assert failed.status_code == 200, failed.text
    await permit.until_stage("revocation_proposed")


async def test_a_false_commitment_costs_the_permit_and_bars_the_item(city: City) -> None:
    uscc = fresh_uscc()
    permit = await issued_permit(city, uscc=uscc)
    await permit.check(VENTILATION, cause="false_commitment")
    proposed = await permit.until_stage("revocation_proposed")
    assert await permit.public_status() == "valid"
    await permit.skip_past(proposed["hearing_until"])
    await permit.until_stage("revocation_decision")
    revoked = await permit.decide("revoke")
    assert revoked.status_code == 200, revoked.text
    assert await permit.public_status() == "revoked"
    assert await permit.listed_status() == "revoked"
    view = await permit.view()
    assert (view["status"], view["stage"]) == ("revoked", "ended")
    assert view["cause_of_revocation"] == "false_commitment"
    assert view["bar_until"] > proposed["hearing_until"]
    assert view["compensation_owed"] is False
    assert view["remedies"] == ["administrative_reconsideration", "administrative_litigation"]
    assert await _bars(permit) == [HYGIENE]
    assert await _credit_facts(permit) == ["commitment_broken"]
    again = await submitted(city, Order((HYGIENE,), uscc=uscc), permit.holder)
    barred = await again.until_closed()
    (lane,) = barred["lanes"]
    assert (lane["status"], lane["reasons"][0]["code"]) == ("barred", "barred")
    assert view["bar_until"] in lane["reasons"][0]["text"]
    await assert_in_order(city.database, permit.case.case_id, again.case_id)


async def test_an_error_of_the_authority_owes_compensation_and_bars_nothing(
    permit: PermitJourney,
) -> None:
    proposed = await permit.propose("authority_error")
    assert proposed.status_code == 200, proposed.text
    view = await permit.until_stage("revocation_proposed")
    await permit.skip_past(view["hearing_until"])
    await permit.until_stage("revocation_decision")
    assert (await permit.decide("revoke")).status_code == 200
    revoked = await permit.until_stage("ended")
    assert (revoked["status"], revoked["compensation_owed"]) == ("revoked", True)
    assert revoked["bar_until"] is None
    assert await _bars(permit) == []
    assert await _credit_facts(permit) == []


async def test_the_decision_waits_for_the_hearing_that_was_asked_for(
    permit: PermitJourney,
) -> None:
    await permit.propose("fraud")
    view = await permit.until_stage("revocation_proposed")
    assert (await permit.ask("/hearing-request")).status_code == 200
    await permit.until_stage("hearing")
    await permit.skip_past(view["hearing_until"])
    assert (await permit.view())["stage"] == "hearing"
    held = await permit.hold_hearing("chair-of-the-hearing")
    assert held.status_code == 200, held.text
    await permit.until_stage("revocation_decision")
    assert (await permit.decide("revoke")).status_code == 200
    assert (await permit.until_stage("ended"))["cause_of_revocation"] == "fraud"
    assert await _bars(permit) == [HYGIENE]


async def test_whoever_proposed_the_revocation_does_not_chair_the_hearing(
    permit: PermitJourney,
) -> None:
    officer = permit.officer
    await permit.propose("fraud", officer)
    await permit.ask("/hearing-request")
    biased = await permit.hold_hearing(officer.actor.subject)
    assert (biased.status_code, biased.json()["code"]) == (422, "chair_not_independent")
    assert (await permit.view())["stage"] == "hearing"


async def test_proceedings_set_aside_leave_the_permit_and_its_check(
    permit: PermitJourney,
) -> None:
    await permit.propose("false_commitment")
    view = await permit.until_stage("revocation_proposed")
    assert view["tasks"] == []
    await permit.skip_past(view["hearing_until"])
    await permit.until_stage("revocation_decision")
    aside = await permit.decide("set_aside")
    assert aside.status_code == 200, aside.text
    standing = await permit.until_stage("verification_pending")
    assert (standing["status"], standing["hearing_until"]) == ("valid", None)
    assert (await permit.check()).status_code == 200
    assert await permit.public_status() == "valid"


async def test_a_permit_lapses_at_the_end_of_its_term(permit: PermitJourney) -> None:
    await permit.check()
    view = await permit.until_stage("valid")
    await permit.skip_past(view["valid_until"])
    lapsed = await permit.until_stage("ended")
    assert lapsed["status"] == "lapsed"
    assert await permit.public_status() == "lapsed"
    assert await permit.listed_status() == "lapsed"
    late = await permit.propose("fraud")
    assert late.status_code == 409
    ending = await permit.city.permit_handle(permit.permit_id).result()
    assert ending["status"] == "lapsed"


async def test_proceedings_outlive_a_lapse(permit: PermitJourney) -> None:
    await permit.propose("fraud")
    await permit.ask("/hearing-request")
    view = await permit.until_stage("hearing")
    await permit.skip_past(view["valid_until"])
    assert (await permit.until(lambda each: each["status"] == "lapsed"))["stage"] == "hearing"
    await permit.hold_hearing("chair-of-the-hearing")
    await permit.until_stage("revocation_decision")
    assert (await permit.decide("revoke")).status_code == 200
    assert await permit.public_status() == "revoked"


async def test_every_action_is_offered_or_its_reason_told(permit: PermitJourney) -> None:
    holder, officer = permit.holder, permit.officer
    at_rest = await permit.allowed(holder)
    assert at_rest["request_hearing"] == (False, "nothing_proposed")
    assert at_rest["report_rectification"] == (False, "nothing_to_rectify")
    assert at_rest["propose_revocation"][0] is False
    assert (await permit.allowed(officer))["propose_revocation"] == (True, "")
    assert (await permit.allowed(permit.city.inspector("health")))["complete_task"][0] is True
    await permit.propose("fraud")
    proposed = await permit.allowed(holder)
    assert proposed["request_hearing"] == (True, "")
    assert (await permit.allowed(officer))["propose_revocation"] == (
        False,
        "revocation_under_way",
    )


async def test_what_is_not_offered_is_refused_with_the_same_reason(permit: PermitJourney) -> None:
    unasked = await permit.hold_hearing("chair-of-the-hearing")
    assert (unasked.status_code, unasked.json()["code"]) == (409, "nothing_proposed")
    early = await permit.ask("/hearing-request")
    assert (early.status_code, early.json()["code"]) == (409, "nothing_proposed")
    nothing = await permit.ask("/rectification", {})
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing_to_rectify")
    await permit.propose("fraud")
    twice = await permit.propose("authority_error")
    assert (twice.status_code, twice.json()["code"]) == (409, "revocation_under_way")


async def test_a_permit_concerns_its_holder_and_its_department_alone(
    permit: PermitJourney,
) -> None:
    stranger, elsewhere = permit.city.applicant(), permit.city.reviewer("tobacco")
    for person in (stranger, elsewhere):
        assert (await person.get(f"/permits/{permit.permit_id}")).status_code == 404
    assert (await permit.propose("fraud", elsewhere)).status_code == 404
    assert (await permit.propose("fraud", permit.holder)).status_code == 403
    inspector = permit.city.inspector("health")
    assert (await permit.propose("fraud", inspector)).status_code == 403


async def test_a_repeated_proposal_is_answered_as_the_first(permit: PermitJourney) -> None:
    officer = permit.officer
    body = {"cause": "fraud", "reasons": [{"code": "papers", "text": "材料系伪造"}]}
    path = f"/permits/{permit.permit_id}/revocation"
    first = await officer.post(path, body, key="the-same-key")
    again = await officer.post(path, body, key="the-same-key")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert first.status_code == 200
    other = await officer.post(path, {**body, "cause": "authority_error"}, key="the-same-key")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def _credit_facts(permit: PermitJourney) -> list[str]:
    async with permit.city.database.reading() as session:
        query = select(CREDIT.c.kind).where(CREDIT.c.stream == permit.permit_id)
        return list((await session.execute(query)).scalars())


async def _bars(permit: PermitJourney) -> list[str]:
    async with permit.city.database.reading() as session:
        row = await permit.city.permit_handle(permit.permit_id).query("status")
        business_id = row["grant"]["business_id"]
        query = select(BAR.c.item_code).where(BAR.c.business_id == business_id)
        return list((await session.execute(query)).scalars())
