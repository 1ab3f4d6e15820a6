"""Days that people name for later: near enough for the working calendar to know them."""

from datetime import date

from catalog.calendar import working_calendar
from domain.errors import ErrorKind, Refused

_RULE = "行政许可法 82"


def check_within_calendar(field: str, day: date | None) -> None:
    """Refuse a day in a year of which nothing is known yet.

    A period may reach into the year after the last published one, whose holidays are told in
    its autumn and taken over then; periods of the law are not longer (assumption).

    Raises:
        Refused: ``year_not_published``.
    """
    last = max(year.year for year in working_calendar().published)
    if day is not None and day.year > last + 1:
        raise Refused(
            "year_not_published",
            f"The working calendar is published up to {last}; at the latest name {last + 1}.",
            rule=_RULE,
            field=field,
            kind=ErrorKind.INVALID,
        )
