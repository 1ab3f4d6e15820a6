"""Deficiency debts (容缺) on the real servers: paid by hand, sharing or a sibling, or lapsed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import httpx
from sqlalchemy import select

from api.app import create_app
from catalog.calendar import working_calendar
from catalog.keeping import Catalogues
from catalog.loader import Catalogue
from domain.calendar import local_date, start_of_day
from repositories.credit import CREDIT
from tests.system.city import PUBLIC_URL, City
from tests.system.journeys import Journey, Order, accepted, fresh_uscc, submitted

PHOTOS = "tobacco_site_photos"
EQUIPMENT = "device_equipment_list"
IDENTITY = "legal_representative_identity"


async def _pledged(city: City) -> tuple[Journey, dict[str, Any]]:
    """Give a device filing of which one paper is to follow, and its debt."""
    order = Order(("B1-08",), leave_out=(EQUIPMENT,), pledged=(EQUIPMENT,), uscc=fresh_uscc())
    journey = await accepted(city, order)
    return journey, await _debt(journey, EQUIPMENT)


async def _debt(journey: Journey, wants: str) -> dict[str, Any]:
    answer = await journey.applicant.get(f"/applications/{journey.case_id}/debts")
    return dict(next(debt for debt in answer.json() if debt["wants"] == wants))


async def _credit_facts(journey: Journey) -> list[str]:
    async with journey.city.database.reading() as session:
        query = select(CREDIT.c.kind).where(CREDIT.c.stream == journey.case_id)
        return list((await session.execute(query)).scalars())


async def _blockers(journey: Journey, item: str) -> list[str]:
    return [blocker["code"] for blocker in (await journey.lane(item))["decision_blockers"]]


async def test_a_pledged_paper_is_tolerated_and_paid_by_handing_it_in(city: City) -> None:
    journey, debt = await _pledged(city)
    (notice,) = await journey.notices("accepted")
    assert notice["facts"]["how"] == "with_deficiencies"
    assert await _blockers(journey, "B1-08") == ["deferred_paper_missing"]
    document_id = await journey.applicant.upload(EQUIPMENT)
    paid = await journey.act(f"/debts/{debt['debt_id']}/payment", {"document_id": document_id})
    assert paid.status_code == 200, paid.text
    view = await journey.until_closed()
    assert view["ending"] == "completed"
    (debt,) = view["debts"]
    assert (debt["status"], debt["paid_by"]) == ("paid", "upload")
    assert await _credit_facts(journey) == ["pledge_kept"]


async def test_the_pledged_paper_is_due_in_the_working_days_the_catalogue_names(
    city: City,
) -> None:
    journey, debt = await _pledged(city)
    today = local_date(datetime.now(UTC))
    (item,) = city.resources.catalogue.slice("zhongshan", ("B1-08",), on=today).items
    paper = item.paper(EQUIPMENT)
    assert paper is not None
    assert paper.deferral is not None
    accepted_on = local_date(datetime.fromisoformat((await journey.view())["accepted_at"]))
    due_on = working_calendar().add_working_days(accepted_on, paper.deferral.count)
    assert debt["due_on"] == due_on.isoformat()


async def test_a_reviewed_item_cannot_be_granted_while_its_debt_is_open(city: City) -> None:
    order = Order(("B1-06",), leave_out=(PHOTOS,), pledged=(PHOTOS,), uscc=fresh_uscc())
    journey = await accepted(city, order)
    assert (await journey.inspect()).status_code == 200
    too_early = await journey.grant("B1-06")
    assert too_early.status_code == 409
    assert too_early.json()["code"] == "decision_blocked"
    assert f"deferred_paper_missing ({PHOTOS})" in too_early.json()["detail"]
    debt = await _debt(journey, PHOTOS)
    document_id = await journey.applicant.upload(PHOTOS)
    await journey.act(f"/debts/{debt['debt_id']}/payment", {"document_id": document_id})
    assert (await journey.grant("B1-06")).status_code == 200


async def test_without_a_pledge_the_paper_is_simply_lacking(city: City) -> None:
    journey = await submitted(city, Order(("B1-08",), leave_out=(EQUIPMENT,), uscc=fresh_uscc()))
    view = await journey.until(lambda view: view["status"] == "correcting")
    assert [gap["code"] for gap in view["correction"]["gaps"]] == [EQUIPMENT]


async def test_a_paper_whose_source_was_down_is_fetched_once_it_answers(city: City) -> None:
    uscc = fresh_uscc()
    await city.switch("certificates", "down")
    try:
        journey = await accepted(city, Order(("B1-08",), leave_out=(IDENTITY,), uscc=uscc))
        assert (await _debt(journey, IDENTITY))["kind"] == "shared_paper"
        assert await _blockers(journey, "B1-08") == ["shared_paper_pending"]
    finally:
        await city.switch("certificates", "ok")
    await _share(city, uscc, "citizen_identity_card")
    await journey.skip(minutes=5)
    view = await journey.until_closed()
    assert view["ending"] == "completed"
    assert (view["debts"][0]["status"], view["debts"][0]["paid_by"]) == ("paid", "sharing")
    papers = {paper["paper_code"]: paper for paper in view["lanes"][0]["papers"]}
    assert papers[IDENTITY]["provenance"] == "shared"


async def test_the_applicant_is_reminded_one_working_day_before_the_due_date(city: City) -> None:
    journey, debt = await _pledged(city)
    reminded_on = working_calendar().subtract_working_days(date.fromisoformat(debt["due_on"]), 1)
    await journey.skip_to(start_of_day(reminded_on))
    await journey.until_kind("debt_reminded")
    (notice,) = await journey.notices("debt_reminded")
    assert notice["facts"]["debt"] == debt["debt_id"]
    assert (await _debt(journey, EQUIPMENT))["status"] == "open"


async def test_a_pledge_not_kept_ends_its_item_and_enters_the_credit_record(city: City) -> None:
    journey, debt = await _pledged(city)
    await journey.skip_past(debt["due_on"])
    view = await journey.until_closed()
    assert view["ending"] == "terminated"
    assert (await _debt(journey, EQUIPMENT))["status"] == "lapsed"
    (notice,) = await journey.notices("lane_terminated")
    assert notice["facts"] == {"item": "B1-08", "reason": f"pledge_not_kept:{EQUIPMENT}"}
    assert await _credit_facts(journey) == ["pledge_broken"]
    late = {"document_id": await journey.applicant.upload(EQUIPMENT)}
    refused = await journey.act(f"/debts/{debt['debt_id']}/payment", late)
    assert refused.status_code == 409


async def test_a_pledge_not_kept_ends_no_other_item(city: City) -> None:
    order = Order(
        ("B1-05", "B1-08"), leave_out=(EQUIPMENT,), pledged=(EQUIPMENT,), uscc=fresh_uscc()
    )
    journey = await accepted(city, order)
    await journey.until_lanes(B1_05="granted")
    await journey.skip_past((await _debt(journey, EQUIPMENT))["due_on"])
    view = await journey.until_closed()
    assert [lane["status"] for lane in view["lanes"]] == ["issued", "terminated"]


async def test_the_licence_that_siblings_wait_for_pays_their_debts(city: City) -> None:
    await city.switch("market_regulation", "down")
    try:
        journey = await accepted(city, Order(("BL-00", "B1-05", "B1-08")))
        kinds = {debt["kind"] for debt in (await journey.view())["debts"]}
        assert kinds == {"prerequisite"}
        assert await _blockers(journey, "B1-08") == ["prerequisite_missing"]
    finally:
        await city.switch("market_regulation", "ok")
    await journey.skip(minutes=5)
    view = await journey.until_closed()
    paid = [(debt["item_code"], debt["status"], debt["paid_by"]) for debt in view["debts"]]
    assert paid == [("B1-05", "paid", "sibling"), ("B1-08", "paid", "sibling")]
    assert {lane["status"] for lane in view["lanes"]} == {"issued"}
    assert await _credit_facts(journey) == []


async def test_a_permit_held_elsewhere_is_found_without_the_applicants_doing(city: City) -> None:
    uscc = fresh_uscc()
    async with _asking_for(city, "B1-08", prerequisite="B1-02") as stricter:
        journey = await accepted(stricter, Order(("B1-08",), uscc=uscc))
        debt = await _debt(journey, "B1-02")
        assert (debt["kind"], debt["status"]) == ("prerequisite", "open")
        await _share(city, uscc, "permit:B1-02")
        await journey.skip(minutes=5)
        view = await journey.until_closed()
    assert (view["debts"][0]["status"], view["debts"][0]["paid_by"]) == ("paid", "sharing")
    assert view["ending"] == "completed"


async def test_a_permit_that_shared_data_know_already_is_never_owed(city: City) -> None:
    uscc = fresh_uscc()
    await _share(city, uscc, "permit:B1-02")
    async with _asking_for(city, "B1-08", prerequisite="B1-02") as stricter:
        journey = await accepted(stricter, Order(("B1-08",), uscc=uscc))
        view = await journey.until_closed()
    assert (view["debts"], view["ending"]) == ([], "completed")


async def test_a_refused_sibling_ends_what_depends_on_it_without_breach(city: City) -> None:
    order = Order(("BL-00", "B1-08"), handling_person="person-of-a-refused-licence")
    await city.share("credit", subject=order.handling_person, flags=["serious_dishonesty"])
    await city.let_answer("market_regulation", "BL-00", "in_progress")
    try:
        journey = await accepted(city, order)
        refused = await journey.refuse("BL-00", "name_available")
        assert refused.status_code == 200, refused.text
        view = await journey.until_closed()
    finally:
        await city.reset_departments()
    assert [lane["status"] for lane in view["lanes"]] == ["refused", "terminated"]
    assert [debt["status"] for debt in view["debts"]] == ["dissolved"]
    (notice,) = await journey.notices("lane_terminated")
    assert notice["facts"]["reason"] == "prerequisite_not_granted:BL-00"
    assert view["ending"] == "nothing_granted"
    assert await _credit_facts(journey) == []


async def test_a_licence_the_registry_itself_refuses_ends_what_depends_on_it(city: City) -> None:
    reasons = [{"code": "name_available", "text": "名称已被登记"}]
    await city.let_answer("market_regulation", "BL-00", "refused", reasons=reasons)
    try:
        journey = await accepted(city, Order(("BL-00", "B1-08")))
        view = await journey.until_closed()
    finally:
        await city.reset_departments()
    assert [lane["status"] for lane in view["lanes"]] == ["refused", "terminated"]
    assert view["lanes"][0]["reasons"] == reasons


async def _share(city: City, holder: str, certificate_type: str) -> None:
    await city.share(
        "certificates",
        holder=holder,
        certificate_type=certificate_type,
        number="synthetic-1",
        issued_by="测试机关",
        issued_on="2024-01-02",
    )


@asynccontextmanager
async def _asking_for(city: City, item: str, *, prerequisite: str) -> AsyncIterator[City]:
    """Give the city under a catalogue in which an item needs one permit more."""
    catalogue = _with_prerequisite(city.resources.catalogue, item, prerequisite)
    resources = replace(city.resources, catalogues=Catalogues(catalogue))
    app = create_app(city.settings, resources)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL, timeout=60) as api:
        yield replace(city, resources=resources, api=api)


def _with_prerequisite(catalogue: Catalogue, item: str, prerequisite: str) -> Catalogue:
    file = catalogue.items[item]
    latest = file.versions[-1]
    another = latest.prerequisites[0].model_copy(update={"item_code": prerequisite})
    wanted = (*latest.prerequisites, another)
    stricter = latest.model_copy(update={"prerequisites": wanted})
    versions = (*file.versions[:-1], stricter)
    changed = file.model_copy(update={"versions": versions})
    return replace(catalogue, items={**catalogue.items, item: changed})
