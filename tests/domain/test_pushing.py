"""Who is told of a registration, when, and of what; nobody else and nothing more (R113, R114)."""

from dataclasses import replace
from datetime import date

import pytest

from domain import commands as asked
from domain import events as happened
from domain.case import Case
from domain.pushing import pushes_of
from domain.scope import PushTarget
from tests.fakes import catalogue as c
from tests.fakes.stories import START, Story, story

TARGETS = (
    PushTarget("tobacco", "tobacco", ("tobacco_retail",), ("B1-06",)),
    PushTarget("health", "health", ("lodging_service",), ("B1-04",)),
)
USCC = "91442000MA0000015B"


def registered() -> Story:
    told = story(c.licence(), c.plain("A", "one"))
    told.case = replace(told.case, submission=replace(told.case.submission, push_targets=TARGETS))
    return told.accepted()


def test_every_matched_system_is_told_once_the_licence_is_granted() -> None:
    told = registered()
    granted = told.grant(c.LICENCE)
    pushed = [push for event in granted for push in pushes_of(told.case, event, START)]
    assert [push.target for push in pushed] == list(TARGETS)
    assert {push.push_id for push in pushed} == {"case-1.tobacco", "case-1.health"}
    assert {(push.uscc, push.registered_on) for push in pushed} == {(USCC, date(2026, 3, 2))}


def test_a_permit_of_another_kind_tells_nobody() -> None:
    told = registered()
    granted = told.grant("A")
    assert not [push for event in granted for push in pushes_of(told.case, event, START)]


def test_a_registration_that_is_refused_or_withdrawn_tells_nobody() -> None:
    told = registered()
    refused = told.refuse(c.LICENCE)
    withdrawn = registered().play(asked.Withdraw(told.case.submission.submitted_by))
    events = (*refused, *withdrawn)
    assert not [push for event in events for push in pushes_of(told.case, event, START)]


@pytest.mark.parametrize(
    "event", [happened.LaneGranted(c.LICENCE), happened.LaneFiled(c.LICENCE)], ids=["new", "filed"]
)
def test_without_a_scope_nobody_is_matched(event: happened.Event) -> None:
    told = story(c.licence()).accepted()
    assert pushes_of(told.case, event, START) == ()


def test_nothing_is_told_of_a_business_without_a_code() -> None:
    told = registered()
    nameless: Case = replace(told.case, uscc=None)
    assert pushes_of(nameless, happened.LaneGranted(c.LICENCE), START) == ()
