"""One-action dispatch: each department gets its own item's data, and is told of the end."""

from dataclasses import replace

from domain import commands as asked
from domain.catalogue import FormField, Level
from domain.dispatching import dispatch_of, must_be_told_of_end, to_dispatch
from tests.fakes import catalogue as c
from tests.fakes.stories import APPLICANT, Story, story, uploaded


def field(code: str) -> FormField:
    return FormField(code, c.label(code), "text", "assumption")


def two_departments() -> Story:
    return story(
        c.plain("A", "one", fields=(field("name"), field("area"))),
        c.plain("B", "two", fields=(field("name"), field("phone")), system="province"),
        form=(("area", "120"), ("name", "测试商店"), ("phone", "secret")),
    )


class TestDispatchOf:
    def test_holds_the_items_own_fields_and_papers_alone(self) -> None:
        told = two_departments().submitted()
        sent = dispatch_of(told.case, "A")
        assert sent.fields == (("area", "120"), ("name", "测试商店"))
        assert sent.document_ids == ("doc-A.plan",)
        assert "secret" not in str(sent)

    def test_is_addressed_to_the_items_own_system(self) -> None:
        sent = dispatch_of(two_departments().submitted().case, "B")
        assert (sent.system, sent.department, sent.level) == ("province", "two", Level.MUNICIPAL)
        assert sent.case_number == "ZS-2026-000001"

    def test_has_the_same_key_whenever_it_is_sent(self) -> None:
        told = two_departments().submitted()
        before = dispatch_of(told.case, "A").dispatch_key
        assert before == dispatch_of(told.dispatched().case, "A").dispatch_key
        assert before != dispatch_of(told.case, "B").dispatch_key

    def test_shares_a_field_and_a_paper_that_both_items_ask_for(self) -> None:
        shared = c.paper("lease")
        told = story(c.plain("A", "one", papers=(shared,)), c.plain("B", "two", papers=(shared,)))
        case = told.submitted().case
        assert dispatch_of(case, "A").document_ids == dispatch_of(case, "B").document_ids

    def test_holds_the_corrected_papers_instead_of_the_former(self) -> None:
        told = story(c.plain("A", "one"), papers=()).submitted()
        paper = replace(uploaded("A.plan")[0], document_id="doc-2")
        told.play(asked.CorrectApplication(APPLICANT, (paper,)))
        assert dispatch_of(told.case, "A").document_ids == ("doc-2",)


class TestToDispatch:
    def test_is_nothing_before_acceptance(self) -> None:
        told = story(c.shared("A", "one"), papers=())
        told.play(asked.Submit(APPLICANT))
        assert to_dispatch(told.case) == ()

    def test_is_every_accepted_lane_at_once_and_each_once(self) -> None:
        told = two_departments().submitted()
        assert to_dispatch(told.case) == ("A", "B")
        assert to_dispatch(told.dispatched().case) == ()

    def test_leaves_out_what_was_withdrawn(self) -> None:
        told = two_departments().submitted()
        told.play(asked.Withdraw(APPLICANT, ("A",)))
        assert to_dispatch(told.case) == ("B",)

    def test_leaves_out_what_was_decided_on_the_spot(self) -> None:
        told = story(c.filing(), c.plain("A", "one")).submitted()
        told.play(asked.DecideAutomatically(c.FILING))
        assert to_dispatch(told.case) == ("A",)

    def test_is_over_for_a_lane_whose_system_will_be_tried_again(self) -> None:
        told = two_departments().submitted()
        told.play(asked.DispatchAnswered((asked.DispatchAnswer("A", delay="down"),)))
        assert to_dispatch(told.case) == ("B",)


class TestMustBeToldOfEnd:
    def test_is_what_the_system_has_and_the_applicant_withdrew(self) -> None:
        told = two_departments().accepted()
        told.play(asked.Withdraw(APPLICANT, ("A",)))
        assert must_be_told_of_end(told.case, "A")
        assert not must_be_told_of_end(told.case, "B")

    def test_is_nothing_the_system_never_received(self) -> None:
        told = two_departments().submitted()
        told.play(asked.Withdraw(APPLICANT, ("A",)))
        assert not must_be_told_of_end(told.case, "A")

    def test_is_nothing_the_department_decided_itself(self) -> None:
        told = two_departments().accepted()
        told.grant("A")
        assert not must_be_told_of_end(told.case, "A")

    def test_is_what_ended_because_its_prerequisite_was_refused(self) -> None:
        told = story(c.plain("A", "one"), c.after(c.plain("B", "two"), "A")).accepted()
        told.refuse("A")
        assert must_be_told_of_end(told.case, "B")
