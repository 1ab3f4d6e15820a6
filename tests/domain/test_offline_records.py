"""Records made offline: filed once, as of their own instant, whole when the team's are merged."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain import visit_commands as of_visit
from domain import visit_events as visited
from domain.actors import Actor
from domain.calendar import SHANGHAI
from domain.errors import Refused
from domain.offline_records import record_may_be_filed_until
from domain.site_visit import FiledRecord
from domain.statuses import LaneStatus, VisitStatus
from domain.tasks import Finding, Photo, TaskKind
from tests.domain.test_visit_changes import BOTH, planned, refused, slot, the, visiting
from tests.fakes import catalogue as c
from tests.fakes.stories import APPLICANT, Story, inspector

FIRE, FOOD = inspector("fire_rescue"), inspector("market_regulation")
AT = slot(5).starts_at + timedelta(minutes=40)
ESCAPE = Finding("escape_route", "fire_rescue", passed=True)
KITCHEN = Finding("kitchen_flow", "market_regulation", passed=True)
PHOTO = Photo("doc-1", "ab" * 32, AT - timedelta(minutes=10), "22.5176", "113.3928")


def on_the_spot() -> Story:
    """A case whose joint visit took place today; the devices are back in the evening."""
    told = planned(visiting(), slot(5, BOTH))
    told.now = slot(5).starts_at + timedelta(hours=8)
    return told


def record(
    by: Actor, *findings: Finding, record_id: str = "r-1", **more: object
) -> of_visit.FileVisitRecord:
    filed = FiledRecord(
        record_id, f"digest of {record_id}", AT, (by.subject,), findings, author=by.subject
    )
    changed = replace(filed, **more)  # type: ignore[arg-type]  # any part of a record
    return of_visit.FileVisitRecord(by, "case-1.v1", changed)


def both(by: Actor = FIRE, **more: object) -> of_visit.FileVisitRecord:
    usual: dict[str, object] = {"inspectors": (FIRE.subject, FOOD.subject)}
    filed = record(by, ESCAPE, KITCHEN).record
    changed = replace(filed, **{**usual, **more})  # type: ignore[arg-type]  # any part of a record
    return of_visit.FileVisitRecord(by, "case-1.v1", changed)


class TestFiling:
    def test_of_a_whole_record_concludes_the_visit_as_of_its_own_instant(self) -> None:
        told = on_the_spot()
        told.play(both())
        (recorded,) = [e for e in told.log if isinstance(e, visited.VisitRecorded)]
        assert (recorded.recorded_at, recorded.findings) == (AT, (ESCAPE, KITCHEN))
        told.grant(c.FOOD)
        assert told.lane(c.FOOD).status is LaneStatus.GRANTED

    def test_counts_a_rectification_from_the_day_of_the_visit(self) -> None:
        told = on_the_spot()
        told.now += timedelta(days=1)
        told.play(
            record(
                FIRE,
                ESCAPE,
                replace(KITCHEN, passed=False),
                inspectors=(FIRE.subject, FOOD.subject),
            )
        )
        calendar = told.case.submission.calendar
        assert the(told, "case-1.v1").rectification_due_on == calendar.add_working_days(
            AT.date(), 10
        )

    def test_twice_is_filing_once(self) -> None:
        told = on_the_spot()
        told.play(both())
        assert told.play(both()) == ()
        other = both(digest="another")
        assert refused(told, other) == "record_id_reused"

    @pytest.mark.parametrize(
        ("author", "more", "code"),
        [
            (
                FIRE,
                {"recorded_at": slot(5).starts_at - timedelta(minutes=1)},
                "recorded_before_the_visit",
            ),
            (FIRE, {"recorded_at": AT + timedelta(days=1)}, "recorded_on_another_day"),
            (
                FIRE,
                {"recorded_at": slot(5).starts_at + timedelta(hours=9)},
                "recorded_in_the_future",
            ),
            (FIRE, {"inspectors": (FIRE.subject,)}, "too_few_inspectors"),
            (FIRE, {"inspectors": (FIRE.subject, "somebody")}, "inspector_not_of_this_visit"),
            (inspector("fire_rescue", 7), {}, "inspector_not_of_this_visit"),
            (FIRE, {"round": 2}, "package_outdated"),
            (FIRE, {"author": FOOD.subject}, "package_outdated"),
            (APPLICANT, {}, "not_your_department"),
        ],
    )
    def test_is_refused(self, author: Actor, more: dict[str, object], code: str) -> None:
        told = on_the_spot()
        assert refused(told, both(author, **more)) == code

    def test_is_refused_when_too_late(self) -> None:
        told = on_the_spot()
        until = record_may_be_filed_until(told.case, the(told, "case-1.v1"))
        assert until is not None
        assert until.date().isoformat() == "2026-03-09"
        told.now = until + timedelta(seconds=1)
        assert refused(told, both()) == "record_too_late"
        told.now = until
        told.play(both())

    def test_takes_photographs_of_the_visit_only(self) -> None:
        told = on_the_spot()
        early = replace(PHOTO, taken_at=slot(5).starts_at - timedelta(minutes=1))
        for photo in (early, replace(PHOTO, taken_at=AT + timedelta(minutes=1))):
            command = both(findings=(replace(ESCAPE, photos=(photo,)), KITCHEN))
            assert refused(told, command) == "photo_not_of_this_visit"
        told.play(both(findings=(replace(ESCAPE, photos=(PHOTO,)), KITCHEN)))
        assert the(told, "case-1.v1").findings[0].photos == (PHOTO,)


class TestTwoDevices:
    def test_make_one_record_of_two_signatures(self) -> None:
        told = on_the_spot()
        told.play(record(FIRE, ESCAPE))
        assert the(told, "case-1.v1").status is VisitStatus.SCHEDULED
        assert told.task(TaskKind.SITE_VISIT)
        told.play(record(FOOD, KITCHEN, record_id="r-2"))
        (recorded,) = [e for e in told.log if isinstance(e, visited.VisitRecorded)]
        assert set(recorded.inspectors) == {FIRE.subject, FOOD.subject}
        assert the(told, "case-1.v1").status is VisitStatus.CONCLUDED

    def test_give_the_same_whoever_files_first(self) -> None:
        one = record(FIRE, ESCAPE)
        other = record(FOOD, replace(KITCHEN, passed=False), record_id="r-2")
        found = []
        for order in ((one, other), (other, one)):
            told = on_the_spot()
            for command in order:
                told.play(command)
            visit = the(told, "case-1.v1")
            found.append((visit.failed_points, visit.rectification_due_on, visit.passed_items))
        assert found[0] == found[1]
        assert found[0][0] == ("kitchen_flow",)

    def test_let_a_point_that_failed_for_one_fail(self) -> None:
        told = on_the_spot()
        told.play(record(FOOD, replace(KITCHEN, passed=False, note="生熟混放")))
        told.play(record(FIRE, ESCAPE, KITCHEN, record_id="r-2"))
        (finding,) = [f for f in the(told, "case-1.v1").findings if f.point_code == "kitchen_flow"]
        assert (finding.passed, finding.note) == (False, "生熟混放")

    def test_keep_the_applicant_from_saying_that_nobody_came(self) -> None:
        told = on_the_spot()
        told.play(record(FIRE, ESCAPE))
        report = of_visit.ReportInspectorsAbsent(APPLICANT, "case-1.v1")
        assert refused(told, report) == "visit_recorded_in_part"


def test_nothing_can_be_filed_for_a_visit_that_is_not_there() -> None:
    told = visiting()
    told.now = datetime(2026, 3, 5, 18, tzinfo=SHANGHAI)
    with pytest.raises(Refused) as refusal:
        told.play(both())
    assert refusal.value.reason == "no_visit_scheduled"
