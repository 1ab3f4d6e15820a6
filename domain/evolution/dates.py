"""Effects of a newer calendar on dates that were told for acts of the applicant."""

from dataclasses import replace
from typing import assert_never

from domain.case import Case
from domain.moved_dates import Dated, MovedDate


def with_due_date(case: Case, moved: MovedDate) -> Case:
    """Give the case with one told date moved; clocks need nothing, they are computed."""
    match moved.dated:
        case Dated.CLOCK:
            return case
        case Dated.CORRECTION:
            correction = case.correction and replace(case.correction, due_on=moved.after)
            return replace(case, correction=correction)
        case Dated.SUPPLEMENT:
            asked = case.the_lane(moved.subject).supplement
            supplement = asked and replace(asked, due_on=moved.after)
            return case.with_lane(moved.subject, supplement=supplement)
        case Dated.DEBT:
            return case.with_debt(moved.subject, due_on=moved.after)
        case Dated.RECTIFICATION:
            visit = case.visit and replace(case.visit, rectification_due_on=moved.after)
            return replace(case, visit=visit)
        case _:
            assert_never(moved.dated)
