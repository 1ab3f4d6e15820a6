"""A commitment in place of one paper or condition of a reviewed item (R56, R58, R59)."""

from dataclasses import replace

import pytest

from domain import commands as asked
from domain import events as happened
from domain.blockers import decision_blockers
from domain.catalogue import Condition, Dimension, Item, Verification
from domain.errors import Refused
from domain.numbering import terms_of
from domain.permits.granting import grant_of
from domain.routes import Route
from domain.statuses import LaneStatus
from domain.submission import SignedCommitment
from domain.tasks import Reason, TaskKind, TaskOutcome
from tests.domain.test_issuing import issue
from tests.fakes import catalogue as c
from tests.fakes.credit import FLAGGED, GOOD
from tests.fakes.stories import APPLICANT, Story, gap, story, uploaded

STAFF = "A.staff"
REPORT = "report"
CHECK = Verification(c.working_days(40), c.working_days(10), c.working_days(5), "assumption")


def reviewed() -> Item:
    staff = Condition(STAFF, Dimension.STAFF, c.label("staff"), "R56", True)
    built = c.plain(
        "A",
        "one",
        papers=(c.paper("A.plan"), c.paper(REPORT, replaceable_by_commitment=True)),
        verification=CHECK,
    )
    return replace(built, conditions=(*built.conditions, staff))


def signed(*codes: str) -> tuple[SignedCommitment, ...]:
    return tuple(SignedCommitment("A", f"letter-{code}", "signature", code) for code in codes)


def accepted(*covers: str) -> Story:
    return story(reviewed(), papers=uploaded("A.plan"), commitments=signed(*covers)).accepted()


def decided(told: Story, *, flagged: bool) -> Story:
    told.grant("A")
    told.play(asked.CreditFetched("A", FLAGGED if flagged else GOOD))
    return told


class TestAcceptance:
    def test_takes_the_commitment_for_its_paper(self) -> None:
        assert accepted(REPORT).lane("A").route is Route.REVIEW

    def test_misses_the_paper_without_it(self) -> None:
        told = story(reviewed(), papers=uploaded("A.plan")).submitted()
        assert told.case.correction is not None
        assert told.case.correction.gaps[0].code == REPORT

    def test_takes_none_for_a_paper_that_cannot_be_replaced(self) -> None:
        told = story(reviewed(), papers=uploaded(REPORT), commitments=signed("A.plan")).submitted()
        assert told.case.correction is not None

    def test_takes_none_of_a_party_that_credit_excludes(self) -> None:
        told = story(
            reviewed(), papers=uploaded("A.plan"), commitments=signed(REPORT), credit=FLAGGED
        ).submitted()
        assert told.case.correction is not None


class TestReview:
    @pytest.mark.parametrize("code", [REPORT, STAFF])
    def test_cannot_ask_for_what_it_stands_in_for(self, code: str) -> None:
        told = accepted(REPORT, STAFF)
        with pytest.raises(Refused) as refused:
            told.review("A", TaskOutcome.REQUEST_SUPPLEMENT, gaps=(gap("A", code),))
        assert (refused.value.reason, refused.value.field) == ("replaced_by_commitment", "gaps")

    def test_cannot_refuse_for_a_condition_it_stands_in_for(self) -> None:
        with pytest.raises(Refused) as refused:
            accepted(REPORT, STAFF).review(
                "A", TaskOutcome.REFUSE, reasons=(Reason(STAFF, "too few"),)
            )
        assert refused.value.reason == "replaced_by_commitment"

    def test_may_refuse_for_the_rest(self) -> None:
        told = accepted(REPORT)
        told.refuse("A")
        assert told.lane("A").status is LaneStatus.REFUSED


class TestDecision:
    def test_looks_credit_up_before_it_grants(self) -> None:
        told = accepted(REPORT)
        assert told.grant("A")[-1] == happened.DecisionSigned("A")
        told.play(asked.CreditFetched("A", GOOD))
        assert told.lane("A").status is LaneStatus.GRANTED

    def test_grants_at_once_without_any_commitment(self) -> None:
        told = story(reviewed()).accepted()
        told.grant("A")
        assert told.lane("A").status is LaneStatus.GRANTED

    def test_a_flag_found_now_refuses_nothing_and_asks_for_the_paper(self) -> None:
        told = decided(accepted(REPORT), flagged=True)
        assert told.lane("A").status is LaneStatus.IN_REVIEW
        assert [b.code for b in decision_blockers(told.case, "A")] == ["replaced_paper_missing"]
        with pytest.raises(Refused) as refused:
            told.grant("A")
        assert refused.value.reason == "decision_blocked"

    def test_the_paper_brought_after_all_leads_to_the_grant(self) -> None:
        told = decided(accepted(REPORT), flagged=True)
        told.review("A", TaskOutcome.REQUEST_SUPPLEMENT, gaps=(gap("A", REPORT),))
        told.play(asked.ProvideSupplement(APPLICANT, "A", uploaded(REPORT)))
        told.grant("A")
        assert told.lane("A").status is LaneStatus.GRANTED

    def test_after_a_flag_the_condition_is_the_reviewers_again(self) -> None:
        told = decided(accepted(STAFF, REPORT), flagged=True)
        told.review("A", TaskOutcome.REFUSE, reasons=(Reason(STAFF, "too few"),))
        assert told.lane("A").status is LaneStatus.REFUSED

    def test_a_system_that_grants_waits_for_credit_too(self) -> None:
        told = accepted(REPORT)
        report = asked.DepartmentReport(1, "granted")
        told.play(asked.DepartmentAnswered(APPLICANT, told.lane("A").dispatch_key, report))
        assert told.lane("A").status is LaneStatus.DECISION_SIGNED
        told.play(asked.CreditFetched("A", FLAGGED))
        assert told.task(TaskKind.REVIEW, "A").is_open


class TestVerification:
    def test_owes_the_same_check_as_a_commitment_to_the_whole_item(self) -> None:
        told = decided(accepted(REPORT), flagged=False)
        (terms,) = terms_of(told.case, ("A",), told.now)
        assert terms.verification_due_on is not None

    def test_owes_the_check_of_the_scheme_where_the_item_has_none(self) -> None:
        scheme = replace(c.scheme(), single_commitment_check=CHECK)
        told = story(
            replace(reviewed(), verification=None),
            scheme=scheme,
            papers=uploaded("A.plan"),
            commitments=signed(REPORT),
        ).accepted()
        decided(told, flagged=False)
        issue(told)
        assert grant_of(told.case, "case-1.A").item.verification == CHECK

    def test_owes_none_without_a_commitment(self) -> None:
        told = story(reviewed()).accepted()
        told.grant("A")
        (terms,) = terms_of(told.case, ("A",), told.now)
        assert terms.verification_due_on is None
