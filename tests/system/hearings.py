"""What people do about the hearing of an entertainment venue, step by step, through HTTP alone."""

from datetime import datetime, time, timedelta
from typing import Any

from catalog.calendar import working_calendar
from domain.calendar import SHANGHAI, local_date
from tests.system.city import City
from tests.system.journeys import Journey

VENUE, CULTURE = "B1-14", "culture_tourism"


async def day_after(journey: Journey, working_days: int) -> datetime:
    """Give half past nine of a working day, counted from the last day on record."""
    last = local_date(datetime.fromisoformat((await journey.timeline())[-1]["at"]))
    day = working_calendar().add_working_days(last, working_days)
    return datetime.combine(day, time(9, 30), SHANGHAI)


def path_of(journey: Journey, end: str, item: str = VENUE) -> str:
    return f"/applications/{journey.case_id}/lanes/{item}/hearing{end}"


async def announcement(journey: Journey, working_days: int = 8, **more: object) -> dict[str, Any]:
    starts_at = await day_after(journey, working_days)
    return {"starts_at": starts_at.isoformat(), "place": "三楼听证室", "chair": "chair-1", **more}


async def file_record(city: City, journey: Journey) -> None:
    official = city.reviewer(CULTURE)
    applicant = journey.applicant.actor.subject
    record = await official.upload("hearing_record")
    body = {"record_document_id": record, "signed_by": ["chair-1"]}
    alone = await official.post(path_of(journey, "/record"), body)
    assert (alone.status_code, alone.json()["code"]) == (422, "record_not_signed")
    filed = await official.post(
        path_of(journey, "/record"), body | {"signed_by": ["chair-1", applicant]}
    )
    assert filed.status_code == 200, filed.text


async def heard(city: City, journey: Journey) -> str:
    """Announce the mandatory hearing, let it be held, file its record; give the record's id."""
    official = city.reviewer(CULTURE)
    await journey.open_task("hearing", VENUE)
    notice = await official.upload("hearing_notice")
    body = await announcement(journey, notice_document_id=notice)
    announced = await official.post(path_of(journey, "/announcement"), body)
    assert announced.status_code == 200, announced.text
    await journey.skip_to(datetime.fromisoformat(body["starts_at"]) + timedelta(hours=2))
    await file_record(city, journey)
    return str((await official.get(path_of(journey, ""))).json()["record_document_id"])
