"""A permit takes over what its application knows of it."""

from datetime import date

import pytest

from domain import commands as asked
from domain.case import IssuedPermit
from domain.permits.granting import grant_of
from domain.routes import Route
from tests.fakes import catalogue as c
from tests.fakes.credit import GOOD
from tests.fakes.permits import PermitStory
from tests.fakes.stories import Story, committed, story

DUE = date(2026, 4, 28)


def issued() -> Story:
    told = story(c.hygiene(), commitments=committed(c.HYGIENE)).accepted()
    told.play(asked.DecideAutomatically(c.HYGIENE))
    told.play(asked.CreditFetched(c.HYGIENE, GOOD))
    permit = IssuedPermit(c.HYGIENE, "permit-1", "NO-1", c.TODAY, None, DUE)
    told.play(asked.PermitsNumbered("licence-code", 1, (permit,)))
    return told


class TestGrantOf:
    def test_carries_what_the_permit_was_issued_with(self) -> None:
        grant = grant_of(issued().case, "permit-1")
        assert (grant.number, grant.item.code, grant.route) == (
            "NO-1",
            c.HYGIENE,
            Route.COMMITMENT,
        )
        assert PermitStory(grant).begun().verification.clock.started_on == c.TODAY

    def test_knows_no_permit_that_the_case_has_not_issued(self) -> None:
        with pytest.raises(LookupError):
            grant_of(issued().case, "permit-2")
