"""Requests to the applicant: kinds, what unlocks, before and after, disagreement, disputes."""

import pytest

from domain import commands as asked
from domain import review_commands as in_review
from domain.calendar import end_of_day
from domain.case import Gap, RequestStatus, Wanted
from domain.dispute import DisputeAbout
from domain.errors import Refused
from domain.statuses import LaneStatus
from domain.submission import ProvidedPaper
from domain.tasks import TaskKind, TaskOutcome
from tests.fakes import catalogue as c
from tests.fakes.stories import (
    APPLICANT,
    STRANGER,
    SUPERVISOR,
    Story,
    gap,
    reviewer,
    story,
    uploaded,
)

GAPS = (gap("A", "A.plan"), gap("A", "name"), gap("A", "A.space"))


def requested(*gaps: Gap) -> Story:
    told = story(c.plain("A", "one"), c.plain("B", "two")).accepted()
    told.review("A", TaskOutcome.REQUEST_SUPPLEMENT, gaps=gaps or GAPS)
    return told


def refused(told: Story, command: asked.Command) -> Refused:
    before = told.case
    with pytest.raises(Refused) as refusal:
        told.play(command)
    assert told.case == before
    return refusal.value


class TestKinds:
    def test_follow_from_the_notice_unless_an_explanation_is_asked_for(self) -> None:
        told = requested(Gap("A", "A.plan", "what is the dotted line?", Wanted.EXPLANATION))
        answer = asked.ProvideSupplement(APPLICANT, "A", (), explanations=(("A.plan", "a door"),))
        told.play(answer)
        assert told.case.requests[0].after == (("A.plan", "a door"),)

    def test_must_fit_the_code(self) -> None:
        told = story(c.plain("A", "one")).accepted()
        wrong = Gap("A", "A.plan", "missing", Wanted.FIELD)
        with pytest.raises(Refused) as refusal:
            told.review("A", TaskOutcome.REQUEST_SUPPLEMENT, gaps=(wrong,))
        assert refusal.value.reason == "kind_does_not_fit"

    @pytest.mark.parametrize(
        ("answer", "field"),
        [
            (asked.ProvideSupplement(APPLICANT, "A", uploaded("B.plan")), "papers.B.plan"),
            (asked.ProvideSupplement(APPLICANT, "A", (), (("phone", "1"),)), "form.phone"),
            (asked.ProvideSupplement(APPLICANT, "A", (), (("A.plan", "1"),)), "form.A.plan"),
            (
                asked.ProvideSupplement(APPLICANT, "A", (), (), (("name", "words"),)),
                "explanations.name",
            ),
            (asked.ProvideSupplement(APPLICANT, "A", ()), "papers"),
        ],
    )
    def test_anything_else_in_the_reply_is_refused_by_name(
        self, answer: asked.ProvideSupplement, field: str
    ) -> None:
        refusal = refused(requested(), answer)
        assert (refusal.reason, refusal.field) == ("not_asked_for", field)


class TestBeforeAndAfter:
    def test_are_kept_with_every_version(self) -> None:
        told = requested()
        first = uploaded("A.plan")[0].document_id
        newer = ProvidedPaper("A.plan", uploaded("A.plan")[0].provenance, "doc-newer")
        told.play(
            asked.ProvideSupplement(
                APPLICANT, "A", (newer,), (("name", "新名"),), (("A.space", "42 square metres"),)
            )
        )
        (kept,) = told.case.requests
        assert dict(kept.before) == {"A.plan": first, "name": "测试商店"}
        assert dict(kept.after) == {
            "A.plan": "doc-newer",
            "name": "新名",
            "A.space": "42 square metres",
        }
        assert kept.status is RequestStatus.ANSWERED
        assert kept.ended_at == told.now

    def test_are_numbered_by_lane(self) -> None:
        told = requested()
        told.play(asked.ProvideSupplement(APPLICANT, "A", uploaded("A.plan")))
        told.review("A", TaskOutcome.REQUEST_SUPPLEMENT, gaps=(gap("A", "A.plan"),))
        told.review("B", TaskOutcome.REQUEST_SUPPLEMENT, gaps=(gap("B", "B.plan"),))
        assert [(one.item_code, one.number) for one in told.case.requests] == [
            ("A", 1),
            ("A", 2),
            ("B", 1),
        ]

    def test_say_when_nobody_answered_or_the_lane_was_decided(self) -> None:
        lapsed = requested().wait_days(20)
        assert lapsed.case.requests[0].status is RequestStatus.LAPSED
        overtaken = requested()
        overtaken.refuse("A")
        assert overtaken.case.requests[0].status is RequestStatus.DROPPED


def objected() -> Story:
    told = requested()
    told.play(in_review.ObjectToRequest(APPLICANT, "A", "I handed it in already"))
    return told


def answer(told: Story, *, upholds: bool) -> None:
    told.play(in_review.AnswerObjection(reviewer("one"), "A", upholds, "I looked again"))


class TestObjection:
    def test_keeps_the_request_from_lapsing(self) -> None:
        told = objected().wait_days(40)
        assert told.lane("A").status is LaneStatus.SUPPLEMENTING

    def test_that_is_right_ends_the_request(self) -> None:
        told = objected()
        answer(told, upholds=False)
        assert told.lane("A").status is LaneStatus.IN_REVIEW
        assert told.case.requests[0].status is RequestStatus.DROPPED
        told.grant("A")

    def test_that_is_wrong_gives_the_applicant_a_period_of_its_own(self) -> None:
        told = objected()
        request = told.lane("A").supplement
        assert request is not None
        told.wait(end_of_day(request.due_on))
        answer(told, upholds=True)
        upheld = told.lane("A").supplement
        assert upheld is not None
        assert upheld.due_on > request.due_on
        assert told.case.requests[0].due_on == upheld.due_on
        told.wait_days(40)
        assert told.lane("A").status is LaneStatus.IN_REVIEW

    def test_is_made_once(self) -> None:
        told = objected()
        again = in_review.ObjectToRequest(APPLICANT, "A", "still")
        assert refused(told, again).reason == "objected_before"
        answer(told, upholds=True)
        assert refused(told, again).reason == "objected_before"

    def test_is_for_the_applicant_about_an_open_request_with_reasons(self) -> None:
        told = requested()
        for command, reason in (
            (in_review.ObjectToRequest(STRANGER, "A", "no"), "not_the_applicant"),
            (in_review.ObjectToRequest(APPLICANT, "B", "no"), "nothing_requested"),
            (in_review.ObjectToRequest(APPLICANT, "A", " "), "reasons_missing"),
        ):
            assert refused(told, command).reason == reason

    def test_is_answered_by_the_department_that_asked_and_with_reasons(self) -> None:
        told = objected()
        other = in_review.AnswerObjection(reviewer("two"), "A", upholds=True, reasons="no")
        assert refused(told, other).reason == "not_your_department"
        silent = in_review.AnswerObjection(reviewer("one"), "A", upholds=True, reasons="")
        assert refused(told, silent).reason == "reasons_missing"
        answer(told, upholds=True)
        again = in_review.AnswerObjection(reviewer("one"), "A", upholds=True, reasons="no")
        assert refused(told, again).reason == "nothing_objected"


def disputed(about: DisputeAbout = DisputeAbout.REQUEST) -> Story:
    told = requested()
    told.play(in_review.RaiseDispute(APPLICANT, about, "A", "this was never in the notice"))
    return told


def ruling(*, sustained: bool, department: str = "") -> in_review.DecideDispute:
    return in_review.DecideDispute(SUPERVISOR, "case-1.d1", sustained, "looked at", department)


class TestDispute:
    def test_about_a_request_ends_it_when_sustained(self) -> None:
        told = disputed()
        told.play(ruling(sustained=True))
        assert told.lane("A").supplement is None
        assert told.case.requests[0].status is RequestStatus.DROPPED
        assert not told.case.disputes[0].is_open

    def test_about_a_request_leaves_it_due_later_when_dismissed(self) -> None:
        told = disputed().wait_days(30)
        assert told.lane("A").supplement is not None
        told.play(ruling(sustained=False))
        request = told.lane("A").supplement
        assert request is not None
        assert end_of_day(request.due_on) > told.now

    def test_about_competence_is_ruled_by_naming_a_department(self) -> None:
        told = requested()
        raised = in_review.RaiseDispute(reviewer("two"), DisputeAbout.COMPETENCE, "A", "ours")
        told.play(raised)
        assert told.case.disputes[0].department == "two"
        for department in ("", "nobody"):
            wrong = ruling(sustained=True, department=department)
            assert refused(told, wrong).reason == "competent_department_invalid"
        told.play(ruling(sustained=True, department="two"))
        decided = told.case.disputes[0].ruling
        assert decided is not None
        assert decided.competent_department == "two"
        assert told.lane("A").supplement is not None

    def test_is_one_at_a_time_about_the_same(self) -> None:
        told = disputed()
        again = in_review.RaiseDispute(APPLICANT, DisputeAbout.REQUEST, "A", "again")
        assert refused(told, again).reason == "dispute_open"

    @pytest.mark.parametrize(
        ("command", "reason"),
        [
            (
                in_review.RaiseDispute(STRANGER, DisputeAbout.COMPETENCE, "A", "x"),
                "not_the_applicant",
            ),
            (
                in_review.RaiseDispute(reviewer("nine"), DisputeAbout.COMPETENCE, "A", "x"),
                "not_the_applicant",
            ),
            (
                in_review.RaiseDispute(APPLICANT, DisputeAbout.REQUEST, "B", "x"),
                "nothing_requested",
            ),
            (
                in_review.RaiseDispute(APPLICANT, DisputeAbout.COMPETENCE, "Z", "x"),
                "nothing_to_dispute",
            ),
            (
                in_review.RaiseDispute(APPLICANT, DisputeAbout.COMPETENCE, "A", " "),
                "reasons_missing",
            ),
        ],
    )
    def test_needs_a_party_an_object_and_reasons(
        self, command: in_review.RaiseDispute, reason: str
    ) -> None:
        assert refused(requested(), command).reason == reason

    def test_is_decided_by_a_supervisor_once_and_with_reasons(self) -> None:
        told = disputed()
        by_reviewer = in_review.DecideDispute(
            reviewer("one"), "case-1.d1", sustained=True, reasons="x"
        )
        assert refused(told, by_reviewer).reason == "supervisors_only"
        unknown = in_review.DecideDispute(SUPERVISOR, "case-1.d9", sustained=True, reasons="x")
        assert refused(told, unknown).reason == "dispute_unknown"
        silent = in_review.DecideDispute(SUPERVISOR, "case-1.d1", sustained=True, reasons="")
        assert refused(told, silent).reason == "reasons_missing"
        told.play(ruling(sustained=True))
        assert refused(told, ruling(sustained=True)).reason == "dispute_decided"

    def test_does_not_outlive_its_lane(self) -> None:
        told = disputed()
        told.refuse("A")
        told.play(ruling(sustained=False))
        assert told.lane("A").status is LaneStatus.REFUSED
        assert told.task(TaskKind.REVIEW, "B").is_open
