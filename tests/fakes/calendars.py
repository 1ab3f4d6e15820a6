"""The published calendar of 2026, typed in from the State Council's notice."""

from datetime import date

from domain.calendar import PublishedYear, WorkingCalendar

CALENDAR = WorkingCalendar(
    version="test-2026",
    published=(PublishedYear(2026, "国办发明电〔2025〕7号", date(2025, 11, 4)),),
    days_off=tuple(
        date(2026, month, day)
        for month, day in (
            (1, 1),
            (1, 2),
            (2, 16),
            (2, 17),
            (2, 18),
            (2, 19),
            (2, 20),
            (2, 23),
            (4, 6),
            (5, 1),
            (5, 4),
            (5, 5),
            (6, 19),
            (9, 25),
            (10, 1),
            (10, 2),
            (10, 5),
            (10, 6),
            (10, 7),
        )
    ),
    make_up_days=tuple(
        date(2026, month, day)
        for month, day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))
    ),
)
