"""Credit standings: one in good repute, one that is excluded."""

from datetime import date

from domain.credit import CreditFlag, CreditStanding

GOOD = CreditStanding("A", (), date(2026, 3, 1), "test")
FLAGGED = CreditStanding("D", (CreditFlag.SERIOUS_DISHONESTY,), date(2026, 3, 1), "test")
