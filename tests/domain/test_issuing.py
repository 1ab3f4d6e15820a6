"""Issuance: every blocker by name, pooled or partial, versions, and the distinct endings."""

from datetime import date

import pytest

from domain import commands as asked
from domain.blockers import issuance_blockers
from domain.case import IssuedPermit
from domain.catalogue import IssuancePolicy
from domain.issuing import ready_to_issue
from domain.statuses import CaseEnding, CaseStatus, LaneStatus
from tests.fakes import catalogue as c
from tests.fakes.stories import Story, story

TODAY = date(2026, 3, 2)


def two_lanes(policy: IssuancePolicy = IssuancePolicy.PARTIAL) -> Story:
    scheme = c.scheme(policy)
    return story(c.plain("A", "one"), c.plain("B", "two"), scheme=scheme).accepted()


def issue(told: Story, version: int = 1) -> None:
    permits = tuple(
        IssuedPermit(
            code, f"{told.case.case_id}.{code}", f"NO-{code}-{told.case.case_id}", TODAY, None
        )
        for code in ready_to_issue(told.case)
    )
    told.play(asked.PermitsNumbered("licence-code", version, permits))
    told.play(asked.FollowUpDone("document"))


class TestPooled:
    def test_waits_for_every_result(self) -> None:
        told = two_lanes(IssuancePolicy.POOLED)
        told.grant("A")
        assert [b.code for b in issuance_blockers(told.case, "A")] == ["pooled_sibling"]
        told.wait_days(60)
        assert ready_to_issue(told.case) == ()

    def test_issues_the_granted_once_the_last_is_refused(self) -> None:
        told = two_lanes(IssuancePolicy.POOLED)
        told.grant("A")
        told.refuse("B")
        assert ready_to_issue(told.case) == ("A",)


class TestPartial:
    def test_waits_until_the_earliest_limit_among_the_granted(self) -> None:
        told = two_lanes()
        told.grant("A")
        assert ready_to_issue(told.case) == ()
        told.wait_days(20)
        assert ready_to_issue(told.case) == ("A",)

    def test_issues_at_once_when_nothing_is_open(self) -> None:
        told = two_lanes()
        told.grant("A")
        told.grant("B")
        assert ready_to_issue(told.case) == ("A", "B")

    def test_raises_the_version_for_each_later_grant(self) -> None:
        told = two_lanes()
        told.grant("A")
        told.wait_days(20)
        issue(told)
        told.grant("B")
        issue(told, version=2)
        assert told.case.licence is not None
        assert told.case.licence.version == 2
        assert [permit.item_code for permit in told.case.licence.permits] == ["A", "B"]

    def test_waits_until_the_end_of_the_day_for_what_is_done_on_the_spot(self) -> None:
        told = story(c.filing(), c.plain("A", "one")).accepted()
        told.play(asked.DecideAutomatically(c.FILING))
        told.wait_days(1)
        assert ready_to_issue(told.case) == (c.FILING,)

    def test_names_what_keeps_an_undecided_item(self) -> None:
        told = story(c.plain("A", "one"), c.after(c.plain("B", "two"), "A")).accepted()
        names = [blocker.code for blocker in issuance_blockers(told.case, "B")]
        assert names == ["not_granted", "prerequisite_missing"]


class TestClose:
    def test_is_completed_when_something_was_issued(self) -> None:
        told = two_lanes()
        told.grant("A")
        told.refuse("B")
        issue(told)
        told.play(asked.CloseCase())
        assert told.case.ending is CaseEnding.COMPLETED

    def test_does_not_close_while_something_is_open(self) -> None:
        told = two_lanes()
        told.grant("A")
        assert told.play(asked.CloseCase()) == ()
        assert told.case.status is CaseStatus.ACCEPTED

    @pytest.mark.parametrize(
        ("act", "ending"),
        [("refuse", CaseEnding.NOTHING_GRANTED), ("withdraw", CaseEnding.WITHDRAWN)],
    )
    def test_names_its_ending(self, act: str, ending: CaseEnding) -> None:
        told = two_lanes()
        if act == "refuse":
            told.refuse("A")
            told.refuse("B")
        else:
            told.play(asked.Withdraw(told.case.submission.submitted_by))
        told.play(asked.CloseCase())
        assert told.case.ending is ending

    def test_issues_no_number_twice(self) -> None:
        told = two_lanes()
        told.grant("A")
        told.grant("B")
        issue(told)
        permit = IssuedPermit("A", f"{told.case.case_id}.A", "NO-A", TODAY, None)
        assert told.play(asked.PermitsNumbered("licence-code", 2, (permit,))) == ()
        assert told.lane("A").status is LaneStatus.ISSUED
