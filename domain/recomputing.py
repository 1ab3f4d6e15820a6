"""A newly published calendar: every open due date follows from it (行政许可法 82)."""

from domain import events as happened
from domain.commands import CalendarPublished
from domain.draft import Draft
from domain.moved_dates import moved_dates


def decide_calendar(draft: Draft, command: CalendarPublished) -> None:
    """Take over a newer calendar; what moves with it is named in the event and told."""
    if command.calendar.version == draft.case.submission.calendar.version:
        return
    moved = moved_dates(draft.case, command.calendar)
    draft.add(happened.CalendarReplaced(command.calendar, moved))
