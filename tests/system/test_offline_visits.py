"""Visits recorded without a network: taken along, signed, filed later, once, by several devices."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import jwt

from core.keys import verify
from tests.system.city import City, Person
from tests.system.journeys import Journey, Order, accepted, fresh_uscc

FOOD, TOBACCO = "B1-02", "B1-06"
FOOD_AUTHORITY, TOBACCO_AUTHORITY = "market_regulation", "tobacco"
PICTURE = b"\xff\xd8\xff\xe0 synthetic photograph"


async def begun(city: City, *items: str) -> tuple[Journey, dict[str, Any]]:
    """Give a case whose joint visit has begun, and the visit."""
    journey = await accepted(city, Order(items, uscc=fresh_uscc()))
    visit = await journey.begin_visit()
    await journey.skip_to(datetime.fromisoformat(visit["slot"]["ends_at"]))
    return journey, visit


def team_of(city: City, visit: dict[str, Any], department: str) -> list[Person]:
    names = [who for who in visit["slot"]["inspectors"] if who.startswith(department)]
    return [city.inspector(department, who) for who in names]


def path_of(journey: Journey, visit: dict[str, Any], end: str) -> str:
    return f"/applications/{journey.case_id}/visits/{visit['visit_id']}/{end}"


async def take_package(journey: Journey, visit: dict[str, Any], who: Person) -> dict[str, Any]:
    answer = await who.get(path_of(journey, visit, "package"))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def written(visit: dict[str, Any], department: str, *signers: str, **more: Any) -> dict[str, Any]:
    """Give what a device of a department writes down: its own points, all passed."""
    begins = datetime.fromisoformat(visit["slot"]["starts_at"])
    findings = [
        {"point_code": point["code"], "department": department, "passed": True}
        for point in visit["checklist"]
        if department in point["departments"]
    ]
    return {
        "record_id": uuid4().hex,
        "recorded_at": (begins + timedelta(minutes=50)).isoformat(),
        "inspectors": list(signers),
        "findings": findings,
        **more,
    }


def signed(package: dict[str, Any], record: dict[str, Any], key: str = "") -> dict[str, str]:
    secret = bytes.fromhex(key or package["record_key"])
    return {
        "package": package["package"],
        "record": jwt.encode(record, secret, algorithm=package["algorithm"]),
    }


async def file(
    journey: Journey, visit: dict[str, Any], who: Person, body: dict[str, str]
) -> httpx.Response:
    return await who.post(path_of(journey, visit, "records"), body)


async def test_a_record_made_offline_is_filed_once_and_concludes_the_visit(city: City) -> None:
    journey, visit = await begun(city, FOOD)
    first, second = team_of(city, visit, FOOD_AUTHORITY)[:2]
    package = await take_package(journey, visit, first)
    keys = city.resources.signer.public_keys()
    content = verify(package["package"], keys, purpose="tongxing-visit-package+jws")
    assert content == package["content"]
    assert {p["code"] for p in content["points"]} == {p["code"] for p in visit["checklist"]}
    photo = await _photograph(first)
    record = written(visit, FOOD_AUTHORITY, first.actor.subject, second.actor.subject)
    record["findings"][0]["photos"] = [
        {
            "document_id": photo,
            "sha256": hashlib.sha256(PICTURE).hexdigest(),
            "taken_at": record["recorded_at"],
            "latitude": "22.517600",
            "longitude": "113.392800",
        }
    ]
    body = signed(package, record)
    filed = await file(journey, visit, first, body)
    assert filed.status_code == 200, filed.text
    again = await file(journey, visit, first, body)
    assert (again.status_code, again.json()["sequence"]) == (200, filed.json()["sequence"])
    (entry,) = [e for e in await journey.timeline() if e["kind"] == "visit_recorded"]
    instants = {
        datetime.fromisoformat(e) for e in (entry["facts"]["recorded_at"], record["recorded_at"])
    }
    assert len(instants) == 1
    seen = (await journey.view())["visits"][0]
    assert (seen["status"], seen["records"]) == ("concluded", [record["record_id"]])
    assert seen["conclusions"] == [
        {"department": FOOD_AUTHORITY, "item_codes": [FOOD], "passed": True}
    ]
    report = await journey.applicant.get(path_of(journey, visit, "report"))
    assert (report.status_code, report.content[:5]) == (200, b"%PDF-")
    assert report.content == (await first.get(path_of(journey, visit, "report"))).content
    assert (await journey.grant(FOOD)).status_code == 200


async def _photograph(who: Person) -> str:
    answer = await who.api.post(
        "/v1/documents",
        headers={"Authorization": f"Bearer {who.token}"},
        files={"file": ("photo.jpg", PICTURE, "image/jpeg")},
        data={"paper_code": "visit_photo"},
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["document_id"])


async def test_two_devices_of_two_departments_make_one_record(city: City) -> None:
    journey, visit = await begun(city, FOOD, TOBACCO)
    mine, theirs = (
        team_of(city, visit, department)[0] for department in (FOOD_AUTHORITY, TOBACCO_AUTHORITY)
    )
    for who in (theirs, mine):
        department = str(who.actor.department)
        package = await take_package(journey, visit, who)
        record = written(visit, department, who.actor.subject)
        answer = await file(journey, visit, who, signed(package, record))
        assert answer.status_code == 200, answer.text
    kinds = await journey.kinds()
    assert (kinds.count("visit_record_filed"), kinds.count("visit_recorded")) == (2, 1)
    seen = (await journey.view())["visits"][0]
    assert sorted(seen["passed_items"]) == [FOOD, TOBACCO]


async def test_tampered_and_foreign_records_are_refused_and_nothing_is_written(city: City) -> None:
    journey, visit = await begun(city, FOOD)
    first, second = team_of(city, visit, FOOD_AUTHORITY)[:2]
    package = await take_package(journey, visit, first)
    record = written(visit, FOOD_AUTHORITY, first.actor.subject, second.actor.subject)
    good = signed(package, record)
    forged = signed(package, record, key="00" * 32)
    alone = signed(package, record | {"inspectors": [first.actor.subject]})
    early = signed(package, record | {"recorded_at": "2026-01-01T09:00:00+08:00"})
    unhashed = written(visit, FOOD_AUTHORITY, first.actor.subject, second.actor.subject)
    unhashed["findings"][0]["photos"] = [
        {
            "document_id": await _photograph(first),
            "sha256": "0" * 64,
            "taken_at": record["recorded_at"],
            "latitude": "22.5",
            "longitude": "113.3",
        }
    ]
    head, _, end = good["record"].split(".")
    _, other_body, _ = alone["record"].split(".")
    cases = [
        (first, forged, 422, "record_tampered"),
        (first, good | {"record": f"{head}.{other_body}.{end}"}, 422, "record_tampered"),
        (first, good | {"package": good["record"]}, 422, "package_invalid"),
        (second, good, 403, "record_foreign"),
        (first, alone, 422, "too_few_inspectors"),
        (first, early, 422, "recorded_on_another_day"),
        (first, signed(package, record | {"findings": "all"}), 422, "record_malformed"),
        (first, signed(package, unhashed), 422, "photo_hash_differs"),
    ]
    before = len(await journey.timeline())
    for who, body, status, code in cases:
        answer = await file(journey, visit, who, body)
        problem = answer.json()
        codes = {problem["code"], *(error["code"] for error in problem["errors"])}
        assert answer.status_code == status, answer.text
        assert code in codes, (code, problem)
    assert len(await journey.timeline()) == before
    other, their_visit = await begun(city, FOOD)
    elsewhere = await file(other, their_visit, first, good)
    assert elsewhere.status_code == 403
    stranger = city.inspector(FOOD_AUTHORITY)
    refused = await stranger.get(path_of(journey, visit, "package"))
    assert (refused.status_code, refused.json()["code"]) == (403, "inspector_not_of_this_visit")


async def test_the_rectification_notice_is_one_document(city: City) -> None:
    journey, visit = await begun(city, FOOD)
    path = path_of(journey, visit, "rectification-notice")
    assert (await journey.applicant.get(path)).status_code == 404
    assert (await journey.inspect("kitchen_flow")).status_code == 200
    notice = await journey.applicant.get(path)
    assert (notice.status_code, notice.content[:5]) == (200, b"%PDF-")
    assert (await city.applicant().get(path)).status_code == 404
