"""One application in virtual time, driven through the rules by chance and by its own alarm."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random

from catalog.loader import load_catalogue
from domain import commands as asked
from domain.actors import Actor, Role
from domain.alarms import next_alarm
from domain.calendar import WorkingCalendar, at_hour, local_date
from domain.case import Case, IssuedPermit
from domain.catalogue import CatalogueSlice, Item, Paper, PaperClass, ReformMode, Scheme, SiteCheck
from domain.clock import ClockId, ClockKind, ClockLedger, Limit, LimitKind, LimitUnit
from domain.credit import CreditStanding
from domain.decide import decide
from domain.dispatching import to_dispatch
from domain.errors import Refused
from domain.events import WarningRaised
from domain.evolve import evolve
from domain.issuing import ready_to_issue
from domain.record import Recorded
from domain.submission import (
    EDITION,
    Applicant,
    Business,
    Channel,
    Provenance,
    ProvidedPaper,
    Submission,
)
from domain.tasks import Task, TaskKind, TaskOutcome

SCHEME = "zhongshan"
_APPLICANT = Actor("applicant", Role.APPLICANT)
_SUPERVISOR = Actor("supervisor", Role.SUPERVISOR)
_LONGEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class SimulatedCity:
    """What every case of the year shares."""

    scheme: Scheme
    items: tuple[Item, ...]
    calendar: WorkingCalendar
    chance: Random


def simulated_city(on: date, calendar: WorkingCalendar, chance: Random) -> SimulatedCity:
    """Give the scheme with its items that have limits, stripped of everything but time."""
    catalogue = load_catalogue()
    scheme = catalogue.schemes[SCHEME]
    codes = tuple(code for code, begun in scheme.item_phases if begun <= on)
    found = (item for item in catalogue.slice(SCHEME, codes, on=on).items if item.limits)
    return SimulatedCity(scheme, tuple(map(_stripped, found)), calendar, chance)


def _stripped(item: Item) -> Item:
    paper = next((each for each in item.papers if each.needs_person), None)
    papers = (replace(paper, paper_class=PaperClass.MUST_HAVE),) if paper else ()
    return replace(
        item,
        mode=ReformMode.STREAMLINED,
        site_check=SiteCheck.NONE,
        papers=tuple(replace(each, shared_as=None, deferral=None) for each in papers),
        prerequisites=(),
        fields=(),
        quantity_limited=False,
        brings_registration=False,
        credit_sensitive=False,
        hearing_required=False,
        verification=None,
    )


@dataclass(slots=True)
class SimulatedCase:
    """A case with its agenda; time goes from one instant to the next, never by sleeping."""

    name: str
    case: Case
    now: datetime
    chance: Random
    ends_by: datetime
    turns: int = 0
    agenda: list[tuple[datetime, asked.Command]] = field(default_factory=list)
    warnings: list[tuple[datetime, ClockLedger, WarningRaised]] = field(default_factory=list)

    @classmethod
    def received(cls, name: str, city: SimulatedCity, now: datetime) -> "SimulatedCase":
        """Give a case of one to four items that comes in at an instant."""
        items = tuple(city.chance.sample(city.items, k=city.chance.randint(1, 4)))
        submission = _submission(name, items, city, local_date(now))
        simulated = cls(name, Case(submission=submission), now, city.chance, now + _LONGEST)
        simulated.agenda.append((now, asked.Submit(_APPLICANT)))
        return simulated

    def step(self) -> bool:
        """Let the next thing happen: an act of the agenda or the alarm. False at the end."""
        if self.case.is_closed:
            return False
        alarm, act = next_alarm(self.case), min(self.agenda, key=lambda a: a[0], default=None)
        if act is not None and (alarm is None or act[0] <= alarm):
            self.agenda.remove(act)
            self.now = max(self.now, act[0])
            self._play(act[1])
        elif alarm is not None:
            self.now = max(self.now, alarm)
            self._play(asked.Ring())
        else:
            return False
        return self.now < self.ends_by

    def _play(self, command: asked.Command) -> None:
        try:
            events = decide(self.case, command, self.now)
        except Refused:
            events = ()
        for event in events:
            if isinstance(event, WarningRaised):
                ledger = self.case.clock(event.clock_id)
                if ledger is not None:
                    self.warnings.append((self.now, ledger, event))
            sequence = self.case.sequence + 1
            cause = f"turn-{self.turns}"
            recorded = Recorded(sequence, self.now, cause, command.actor, event, "")
            self.case = evolve(self.case, recorded)
        self.turns += 1
        self._go_on(command)

    def _go_on(self, command: asked.Command) -> None:
        """Do at once what the workflow would, and let people plan what they will do."""
        if self.case.accepted_at is not None and (codes := to_dispatch(self.case)):
            self._play(asked.DispatchAnswered(tuple(map(_received, codes))))
        elif ready := ready_to_issue(self.case):
            permits = tuple(
                IssuedPermit(code, code, code, local_date(self.now), None) for code in ready
            )
            self._play(asked.PermitsNumbered("licence", 1, permits))
            self._play(asked.FollowUpDone("document"))
        elif _all_ended(self.case) and not isinstance(command, asked.CloseCase):
            self._play(asked.CloseCase())
        planned = {act.task_id for _, act in self.agenda if isinstance(act, asked.CompleteTask)}
        for task in self.case.tasks:
            if task.is_open and task.task_id not in planned:
                self.agenda.extend(self._plans(task))

    def _plans(self, task: Task) -> Iterator[tuple[datetime, asked.Command]]:
        """What officials will do about a task, and when; some are late, some ask for time."""
        name = "signer" if task.kind is TaskKind.SIGNING else "reviewer"
        official = Actor(name, Role.REVIEWER, task.departments[0])
        if task.kind is TaskKind.INTAKE_CHECK:
            outcome = TaskOutcome.SUFFICIENT
            yield self._later(0, 6), asked.CompleteTask(official, task.task_id, outcome)
            return
        clock_id = ClockId(ClockKind.LANE, task.item_codes[0])
        decided_at = self._later(0, 28)
        outcome = TaskOutcome.RECOMMEND_GRANT if task.only_recommends else TaskOutcome.GRANT
        yield decided_at, asked.CompleteTask(official, task.task_id, outcome)
        if task.kind is TaskKind.SIGNING:
            return
        if self.chance.random() < 0.25:  # noqa: PLR2004  # share of cases with a procedure
            yield from self._suspension(official, clock_id)
        if self.chance.random() < 0.15:  # noqa: PLR2004  # share of cases with an extension
            yield self._later(1, 20), _extension(clock_id, self.chance.randint(1, 10))

    def _suspension(
        self, official: Actor, clock_id: ClockId
    ) -> Iterator[tuple[datetime, asked.Command]]:
        """A procedure of Art. 45 that may take longer than was told."""
        begin = self._later(1, 12)
        until = local_date(begin) + timedelta(days=self.chance.randint(1, 25))
        basis = "行政许可法 45"
        yield (
            begin,
            asked.SuspendClock(official, clock_id, "expert_review", basis, "notice", until),
        )
        length = timedelta(days=self.chance.randint(1, 40))
        yield begin + length, asked.ResumeClock(official, clock_id)

    def _later(self, least: int, most: int) -> datetime:
        """Some office hour so many calendar days on."""
        day = local_date(self.now) + timedelta(days=self.chance.randint(least, most))
        hour = at_hour(day, time(self.chance.randint(9, 16), self.chance.randrange(60)))
        return max(self.now + timedelta(minutes=1), hour)


def _submission(name: str, items: tuple[Item, ...], city: SimulatedCity, today: date) -> Submission:
    papers = {paper.code: paper for item in items for paper in item.papers}
    return Submission(
        case_id=name,
        case_number=name,
        submitted_by=_APPLICANT,
        applicant=Applicant(_APPLICANT.subject, "person"),
        business=Business("business", "shop", "442000", "91442000MA0000015B"),
        channel=Channel.ONLINE,
        catalogue=CatalogueSlice("simulated", today, city.scheme, items),
        calendar=city.calendar,
        determinations=(),
        form=(),
        papers=tuple(map(_uploaded, papers.values())),
        commitments=(),
        pledges=(),
        declined_commitment=(),
        credit=CreditStanding("A", (), today, "simulated"),
        edition=EDITION,
    )


def _uploaded(paper: Paper) -> ProvidedPaper:
    return ProvidedPaper(paper.code, Provenance.UPLOADED, paper.code)


def _received(item_code: str) -> asked.DispatchAnswer:
    return asked.DispatchAnswer(item_code, reference="received")


def _extension(clock_id: ClockId, days: int) -> asked.ExtendLimit:
    return asked.ExtendLimit(
        _SUPERVISOR,
        clock_id,
        _statutory(days),
        approver="head",
        legal_basis="行政许可法 42",
        reasons="simulated",
    )


def _statutory(days: int) -> Limit:
    return Limit(LimitKind.STATUTORY, days, LimitUnit.WORKING_DAYS, "行政许可法 42")


def _all_ended(case: Case) -> bool:
    return bool(case.lanes) and all(lane.status.is_ended for lane in case.lanes)
