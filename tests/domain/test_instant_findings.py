"""Findings of quantified rules follow form and catalogue: stale ones never grant (R71)."""

from dataclasses import replace
from datetime import date

import pytest

from domain import commands as asked
from domain.item_terms import InstantApproval, InstantFinding, InstantRule
from domain.routes import Route
from domain.tasks import TaskKind, TaskOutcome
from tests.fakes import catalogue as c
from tests.fakes.catalogue import slice_of
from tests.fakes.stories import APPLICANT, Story, reviewer, story, uploaded

RULE = InstantRule("small", "form.size == '1'", c.label("small"), "R71")
ITEM = replace(
    c.item("A", "one", instant=True),
    instant_approval=InstantApproval("R71", date(2026, 1, 1), (RULE,), 5, "assumption: a share"),
)
MET, UNMET = (InstantFinding("A", "small", True),), (InstantFinding("A", "small", False),)


def submitted(findings: tuple[InstantFinding, ...], **more: object) -> Story:
    told = story(ITEM, **more)  # type: ignore[arg-type]
    submission = replace(told.case.submission, instant_findings=findings)
    told.case = replace(told.case, submission=submission)
    return told.submitted()


def corrected(
    form: tuple[tuple[str, str], ...], findings: tuple[InstantFinding, ...]
) -> Route | None:
    """Answer a correction notice that asks for a paper and a field."""
    told = submitted(MET, papers=(), form=())
    told.play(asked.CorrectApplication(APPLICANT, uploaded("A.plan"), form, findings))
    return told.lane("A").route


@pytest.mark.parametrize(("findings", "route"), [(MET, Route.INSTANT), (UNMET, Route.REVIEW)])
def test_an_item_goes_by_the_findings_it_was_handed_in_with(
    findings: tuple[InstantFinding, ...], route: Route
) -> None:
    assert submitted(findings).lane("A").route is route


def test_a_corrected_form_is_judged_anew() -> None:
    form = (("name", "测试商店"),)
    assert corrected(form, MET) is Route.INSTANT
    assert corrected(form, UNMET) is Route.REVIEW
    assert corrected(form, ()) is Route.REVIEW


@pytest.mark.parametrize(
    ("findings", "route"), [(MET, Route.INSTANT), (UNMET, Route.REVIEW), ((), Route.REVIEW)]
)
def test_another_catalogue_is_judged_anew(
    findings: tuple[InstantFinding, ...], route: Route
) -> None:
    """It comes while a person still looks at a paper."""
    waiting = replace(ITEM, papers=(c.paper("A.plan", needs_person=True),))
    told = story(waiting)
    submission = replace(told.case.submission, instant_findings=MET)
    told.case = replace(told.case, submission=submission)
    told.submitted()
    newer = replace(slice_of(waiting), version="newer")
    told.play(asked.CatalogueFetched(newer, (), findings))
    task = told.task(TaskKind.INTAKE_CHECK)
    told.play(asked.CompleteTask(reviewer("one"), task.task_id, TaskOutcome.SUFFICIENT))
    assert told.lane("A").route is route
