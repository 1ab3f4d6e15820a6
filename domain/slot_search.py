"""When inspectors of several departments can come: together if at all, in few visits if not.

A pure search over the departments' calendars (R76, 行政许可法 34). A visit lies in working time,
leaves every inspector the way from and to his other visits, and is made by at least two, those
with the fewest visits first. Nobody comes who is excluded from the case (回避).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from domain.calendar import SHANGHAI, WorkingCalendar, local_date
from domain.site_visit import Inspector, Slot
from domain.visit_terms import VisitTerms

_GRID = timedelta(minutes=15)
"""Nobody is told to be there at 10:07 (assumption)."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

Span = tuple[datetime, datetime]


class PlanReason(StrEnum):
    """Why the plan is not simply the earliest common slot within every limit."""

    COMMON = ""
    NO_COMMON_SLOT = "no_common_slot"
    BEYOND_THE_LIMIT = "beyond_the_limit"


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A stretch in which an inspector's department lets him be called on."""

    inspector: Inspector
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class OtherVisit:
    """A visit that an inspector makes, or has made, for another case."""

    subject: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: each department takes part, after an instant, within the limit.

    ``until`` is the strictest due date of the items concerned; None when they have none.
    """

    departments: tuple[str, ...]
    after: datetime
    until: datetime | None
    minimum_inspectors: int
    terms: VisitTerms
    calendar: WorkingCalendar
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """The visits to make in order of time; each department takes part in exactly one."""

    slots: tuple[Slot, ...]
    reason: PlanReason


def search(
    wanted: Wanted, free: Iterable[FreeTime], visits: Iterable[OtherVisit]
) -> VisitPlan | None:
    """Give the earliest common slot, else the fewest visits; None when a department has no time.

    What fits into the limit is preferred to what is earlier together but too late.
    """
    calendars = _Calendars.of(wanted, free, visits)
    within = _fewest(wanted.departments, lambda group: calendars.earliest(group, wanted.until))
    if within is not None:
        common = len(within) == 1
        return VisitPlan(within, PlanReason.COMMON if common else PlanReason.NO_COMMON_SLOT)
    later = _fewest(wanted.departments, lambda group: calendars.earliest(group, None))
    return VisitPlan(later, PlanReason.BEYOND_THE_LIMIT) if later is not None else None


@dataclass(frozen=True, slots=True)
class _Calendars:
    """Openings of every inspector who may come, and how busy each is."""

    wanted: Wanted
    openings: dict[Inspector, tuple[Span, ...]]
    load: Counter[str] = field(default_factory=Counter)
    daily: Counter[tuple[str, date]] = field(default_factory=Counter)

    @classmethod
    def of(
        cls, wanted: Wanted, free: Iterable[FreeTime], visits: Iterable[OtherVisit]
    ) -> "_Calendars":
        others: dict[str, set[Span]] = {}
        for visit in visits:
            others.setdefault(visit.subject, set()).add((visit.starts_at, visit.ends_at))
        openings: dict[Inspector, list[Span]] = {}
        for stretch in _of_one_department(free, wanted):
            busy = others.get(stretch.inspector.subject, set())
            openings.setdefault(stretch.inspector, []).extend(_openings(wanted, stretch, busy))
        return cls(
            wanted,
            {inspector: tuple(spans) for inspector, spans in openings.items()},
            Counter({subject: len(spans) for subject, spans in others.items()}),
            Counter(
                (subject, local_date(starts_at))
                for subject, spans in others.items()
                for starts_at, _ in spans
            ),
        )

    def earliest(self, departments: tuple[str, ...], until: datetime | None) -> Slot | None:
        """Give the earliest slot of these departments; a later start never has to be tried.

        The first instant at which a team is free is the beginning of somebody's opening.
        """
        starts = {
            starts_at
            for inspector, spans in self.openings.items()
            if inspector.department in departments
            for starts_at, _ in spans
        }
        for starts_at in sorted(starts):
            ends_at = starts_at + self.wanted.terms.duration
            if until is not None and ends_at > until:
                return None
            team = self._team(departments, starts_at, ends_at)
            if team:
                return Slot(starts_at, ends_at, team)
        return None

    def _team(
        self, departments: tuple[str, ...], starts_at: datetime, ends_at: datetime
    ) -> tuple[Inspector, ...]:
        """Give the least busy who are free, at most the minimum of each department, or nobody."""
        free = sorted(
            (each for each in self.openings if self._is_free(each, starts_at, ends_at)),
            key=lambda each: (self.load[each.subject], each.subject),
        )
        most = self.wanted.minimum_inspectors
        by_department = [[e for e in free if e.department == code][:most] for code in departments]
        team = tuple(each for members in by_department for each in members)
        return team if all(by_department) and len(team) >= most else ()

    def _is_free(self, inspector: Inspector, starts_at: datetime, ends_at: datetime) -> bool:
        most = self.wanted.terms.daily_maximum
        if most and self.daily[inspector.subject, local_date(starts_at)] >= most:
            return False
        return any(begin <= starts_at and ends_at <= end for begin, end in self.openings[inspector])


def _fewest(
    departments: tuple[str, ...], earliest: Callable[[tuple[str, ...]], Slot | None]
) -> tuple[Slot, ...] | None:
    """Divide the departments into as few groups with a slot as possible.

    Groups are sets of bits; the best division of a set joins a group that has its first
    department to the best division of the rest.
    """
    together = earliest(departments)
    if together is not None:
        return (together,)
    best: dict[int, tuple[Slot, ...] | None] = {0: ()}
    slots = {
        group: earliest(tuple(d for i, d in enumerate(departments) if group >> i & 1))
        for group in range(1, 1 << len(departments))
    }
    for whole in range(1, 1 << len(departments)):
        divisions = (
            tuple(sorted((slot, *rest), key=lambda each: each.starts_at))
            for group in _groups_with_first(whole)
            if (slot := slots[group]) is not None and (rest := best[whole ^ group]) is not None
        )
        best[whole] = min(divisions, key=_by_number_and_end, default=None)
    return best[(1 << len(departments)) - 1] or None


def _by_number_and_end(division: tuple[Slot, ...]) -> tuple[int, datetime]:
    return len(division), division[-1].starts_at


def _groups_with_first(whole: int) -> Iterator[int]:
    first = whole & -whole
    rest = whole ^ first
    group = rest
    while True:
        yield group | first
        if not group:
            return
        group = (group - 1) & rest


def _of_one_department(free: Iterable[FreeTime], wanted: Wanted) -> Iterator[FreeTime]:
    """Leave out who is excluded or not asked; nobody stands for two departments."""
    department_of: dict[str, str] = {}
    for stretch in free:
        inspector = stretch.inspector
        if inspector.subject in wanted.excluded or inspector.department not in wanted.departments:
            continue
        if department_of.setdefault(inspector.subject, inspector.department) == (
            inspector.department
        ):
            yield stretch


def _openings(wanted: Wanted, stretch: FreeTime, busy: set[Span]) -> Iterator[Span]:
    """Give what is left of a stretch for a visit: in working time and clear of other visits."""
    travel = wanted.terms.travel
    for begin, end in _in_working_time(wanted, stretch.starts_at, stretch.ends_at):
        left = [(begin, end)]
        for starts_at, ends_at in busy:
            left = [
                piece
                for span in left
                for piece in _without(span, (starts_at - travel, ends_at + travel))
            ]
        for piece_begins, piece_ends in left:
            starts_at = _on_grid(max(piece_begins, wanted.after + timedelta(microseconds=1)))
            if starts_at + wanted.terms.duration <= piece_ends:
                yield starts_at, piece_ends


def _in_working_time(wanted: Wanted, starts_at: datetime, ends_at: datetime) -> Iterator[Span]:
    """Cut a stretch down to the hours of working days; without hours it stays whole."""
    if not wanted.terms.hours:
        yield starts_at, ends_at
        return
    day, last = local_date(starts_at), local_date(ends_at)
    while day <= last:
        if wanted.calendar.is_working_day(day):
            for hours in wanted.terms.hours:
                begin = max(starts_at, datetime.combine(day, hours.opens_at, SHANGHAI))
                end = min(ends_at, datetime.combine(day, hours.closes_at, SHANGHAI))
                if begin < end:
                    yield begin, end
        day += timedelta(days=1)


def _without(span: Span, taken: Span) -> Iterator[Span]:
    if span[0] < min(span[1], taken[0]):
        yield span[0], min(span[1], taken[0])
    if max(span[0], taken[1]) < span[1]:
        yield max(span[0], taken[1]), span[1]


def _on_grid(instant: datetime) -> datetime:
    """Give the instant itself when it lies on the grid, else the next that does."""
    return instant + (_EPOCH - instant) % _GRID
