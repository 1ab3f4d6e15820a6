"""What other authorities hold already: found, not found, or the source is away."""

import hashlib
from datetime import date, timedelta

import httpx
import pytest

from departments.errors import DepartmentActionRequiredError, DepartmentRetriableError
from departments.http import Connection
from departments.protocol import LONGEST_SLOT_QUERY
from departments.shared_data import HttpSharedData
from tests.fakes.simulated_city import SimulatedCity

MONDAY = date(2026, 3, 2)
CERTIFICATE = {
    "holder": "business-1",
    "certificate_type": "lease",
    "number": "L-7",
    "issued_by": "housing",
    "issued_on": "2025-01-01",
    "valid_until": "2027-01-01",
}


async def test_a_certificate_is_found_by_holder_and_type(city: SimulatedCity) -> None:
    await city.share("certificates", **CERTIFICATE)
    found = await city.departments.shared_data.fetch_certificate("business-1", "lease")
    assert found is not None
    assert (found.number, found.status, found.valid_until) == ("L-7", "valid", date(2027, 1, 1))
    source = city.departments.shared_data
    assert await source.fetch_certificate("business-1", "other") is None
    assert await source.fetch_certificate("business-2", "lease") is None


async def test_a_certificates_file_is_what_its_digest_says(city: SimulatedCity) -> None:
    await city.share("certificates", **CERTIFICATE)
    found = await city.departments.shared_data.fetch_certificate("business-1", "lease")
    assert found is not None
    file = await city.control.get(found.document.url)
    assert hashlib.sha256(file.content).hexdigest() == found.document.sha256
    assert file.headers["Content-Type"] == found.document.media_type


async def test_everybody_is_in_good_standing_unless_seeded(city: SimulatedCity) -> None:
    await city.share("credit", subject="bad", grade="D", flags=["serious_dishonesty"])
    bad = await city.departments.shared_data.fetch_credit("bad")
    good = await city.departments.shared_data.fetch_credit("good")
    assert (bad.grade, bad.flags) == ("D", ("serious_dishonesty",))
    assert (good.grade, good.flags) == ("A", ())
    assert good.source_version == "simulated-1"


async def test_a_registration_is_found_by_its_code(city: SimulatedCity) -> None:
    content = {"uscc": "U1", "name": "n", "district": "442000", "registered_on": "2020-01-01"}
    await city.share("registrations", **content)
    found = await city.departments.shared_data.fetch_registration("U1")
    assert found is not None
    assert (found.uscc, found.registered_on) == ("U1", date(2020, 1, 1))
    assert await city.departments.shared_data.fetch_registration("U2") is None


async def test_inspectors_are_free_on_working_weekdays_within_both_dates(
    city: SimulatedCity,
) -> None:
    slots = await city.departments.shared_data.fetch_inspector_slots(
        "health", "442000", MONDAY, MONDAY + timedelta(days=6)
    )
    days = {slot.starts_at.date() for slot in slots}
    assert days == {MONDAY + timedelta(days=number) for number in range(5)}
    assert {slot.department for slot in slots} == {"health"}
    again = await city.departments.shared_data.fetch_inspector_slots(
        "health", "442000", MONDAY, MONDAY + timedelta(days=6)
    )
    assert again == slots


async def test_seeded_availability_replaces_the_usual_one(city: SimulatedCity) -> None:
    slot = {
        "inspector": "wang",
        "starts_at": "2026-03-03T09:00:00+08:00",
        "ends_at": "2026-03-03T12:00:00+08:00",
    }
    await city.share("slots", department="health", slots=[slot])
    source = city.departments.shared_data
    found = await source.fetch_inspector_slots("health", "442000", MONDAY, date(2026, 3, 3))
    assert [slot.inspector for slot in found] == ["wang"]
    assert await source.fetch_inspector_slots("health", "442000", MONDAY, MONDAY) == ()


async def test_availability_is_asked_for_a_district_and_two_months_at_most(
    city: SimulatedCity,
) -> None:
    source = city.departments.shared_data
    last = MONDAY + LONGEST_SLOT_QUERY
    assert await source.fetch_inspector_slots("health", "442000", MONDAY, last)
    for district, until in (("", MONDAY), ("442000", last + timedelta(days=1))):
        with pytest.raises(DepartmentActionRequiredError) as caught:
            await source.fetch_inspector_slots("health", district, MONDAY, until)
        assert caught.value.reason == "rejected"


async def test_each_source_fails_on_its_own(city: SimulatedCity) -> None:
    await city.switch("credit", "down", retry_after_seconds=5)
    source = city.departments.shared_data
    with pytest.raises(DepartmentRetriableError) as caught:
        await source.fetch_credit("anybody")
    assert caught.value.retry_after == timedelta(seconds=5)
    assert await source.fetch_certificate("anybody", "lease") is None
    await city.switch("certificates", "down")
    with pytest.raises(DepartmentRetriableError):
        await source.fetch_certificate("anybody", "lease")
    await city.switch("credit", "ok")
    assert (await source.fetch_credit("anybody")).grade == "A"


async def test_no_holder_or_subject_stands_in_an_address() -> None:
    asked: list[str] = []

    def note(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json={"certificate": None})

    client = httpx.AsyncClient(transport=httpx.MockTransport(note))
    source = HttpSharedData(
        Connection(client, "shared_data", "shared_data", "http://x.test", timedelta(seconds=1))
    )
    await source.fetch_certificate("citizen-7", "lease")
    with pytest.raises(DepartmentActionRequiredError):
        await source.fetch_credit("citizen-7")
    assert not [address for address in asked if "citizen-7" in address]


STANDING = {"subject": "x", "grade": "A", "flags": [], "as_of": "2026-03-02", "source_version": "1"}
REGISTRATION = {
    "uscc": "x",
    "name": "n",
    "district": "d",
    "status": "s",
    "registered_on": "2020-01-01",
}
FOUND = {
    **CERTIFICATE,
    "status": "valid",
    "document": {"document_id": "d", "sha256": "0" * 64, "media_type": "m", "url": "http://u"},
}


async def test_an_answer_about_somebody_else_is_never_believed() -> None:
    answers = {"standing": STANDING, "registration": REGISTRATION, "certificate": FOUND}
    client = httpx.AsyncClient(
        transport=httpx.MockTransport(lambda _: httpx.Response(200, json=answers))
    )
    source = HttpSharedData(
        Connection(client, "shared_data", "shared_data", "http://x.test", timedelta(seconds=1))
    )
    for question in (
        source.fetch_credit("me"),
        source.fetch_registration("me"),
        source.fetch_certificate("me", "lease"),
        source.fetch_certificate("business-1", "deed"),
    ):
        with pytest.raises(DepartmentActionRequiredError) as caught:
            await question
        assert caught.value.reason == "answer_for_other_subject"
