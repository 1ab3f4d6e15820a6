"""Data other authorities hold: what was seeded, and good standing for everybody else."""

import hashlib
from datetime import date, datetime, time, timedelta, timezone
from random import Random

from departments.simulator.bodies import (
    Availability,
    Certificate,
    Credit,
    Registration,
    Slot,
)
from departments.simulator.bounded import Bounded
from departments.simulator.faults import FaultSwitch

SOURCES = ("certificates", "registrations", "credit", "slots")

_CHINA = timezone(timedelta(hours=8))
_INSPECTORS = 20
_HALF_DAYS = ((time(9), time(12)), (time(14), time(17)))
_DAYS_A_WEEK = 5
# Three half-days in four are free: enough that departments find a common one within days.
_BUSY_EVERY = 4


class SharedData:
    """The data-sharing platform; each source fails on its own."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.certificates: Bounded[tuple[str, str], Certificate] = Bounded()
        self.documents: Bounded[str, bytes] = Bounded()
        self.registrations: Bounded[str, Registration] = Bounded()
        self._credit: Bounded[str, Credit] = Bounded()
        self._slots: Bounded[str, tuple[Slot, ...]] = Bounded()
        self.faults = {
            source: FaultSwitch(Random(f"{seed}/{source}"))  # noqa: S311  # not secret
            for source in SOURCES
        }

    def keep_certificate(self, certificate: Certificate) -> None:
        self.certificates[certificate.holder, certificate.certificate_type] = certificate
        self.documents[document_id(certificate)] = content_of(certificate)

    def keep_credit(self, credit: Credit) -> None:
        self._credit[credit.subject] = credit

    def keep_slots(self, availability: Availability) -> None:
        self._slots[availability.department] = availability.slots

    def credit(self, subject: str) -> Credit:
        return self._credit.get(subject) or Credit(subject=subject)

    def slots(self, department: str, from_date: date, to_date: date) -> tuple[Slot, ...]:
        """Give the free half-days that begin on one of the days."""
        seeded = self._slots.get(department)
        if seeded is None:
            return self._usual_slots(department, from_date, to_date)
        return tuple(
            slot
            for slot in seeded
            if from_date <= slot.starts_at.astimezone(_CHINA).date() <= to_date
        )

    def _usual_slots(self, department: str, from_date: date, to_date: date) -> tuple[Slot, ...]:
        days = (from_date + timedelta(days=n) for n in range((to_date - from_date).days + 1))
        return tuple(
            slot
            for day in days
            if day.weekday() < _DAYS_A_WEEK
            for number in range(1, _INSPECTORS + 1)
            for slot in _half_days(f"{department}-inspector-{number}", day)
            if not self._is_busy(slot)
        )

    def _is_busy(self, slot: Slot) -> bool:
        """Depend on nothing but seed and slot, so that asking twice gives the same answer."""
        what = f"{self._seed}/{slot.inspector}/{slot.starts_at.isoformat()}"
        return hashlib.sha256(what.encode()).digest()[0] % _BUSY_EVERY == 0


def content_of(certificate: Certificate) -> bytes:
    """The certificate's file: its data, since nobody looks at its design here."""
    return certificate.model_dump_json(indent=2).encode()


def document_id(certificate: Certificate) -> str:
    return hashlib.sha256(content_of(certificate)).hexdigest()[:24]


def _half_days(inspector: str, day: date) -> tuple[Slot, ...]:
    return tuple(
        Slot(
            inspector=inspector,
            starts_at=datetime.combine(day, begins, _CHINA),
            ends_at=datetime.combine(day, ends, _CHINA),
        )
        for begins, ends in _HALF_DAYS
    )
