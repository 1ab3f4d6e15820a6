"""Answers of guidance that need not be asked: registry, certificates, the applicant's last case.

Only what was found answers a question, and with yes; what was not found is asked.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from api.resources import Resources
from api.shared_papers import look_up, registration_of
from catalog.questions import KNOWN_BY_REGISTRY, Question
from departments.protocol import SharedRegistration
from domain.calendar import local_date
from domain.completeness import WantedPaper
from domain.prefill import Origin
from domain.submission import GivenAnswer
from repositories import earlier


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """An answer with where it comes from, and under what reference it stands there."""

    value: GivenAnswer
    origin: Origin
    reference: str


async def known_answers(
    resources: Resources, *, uscc: str, subject: str | None, now: datetime
) -> dict[str, KnownAnswer]:
    """Give what is known of a business; earlier answers to the applicant who gave them alone.

    Registry and certificates take the place of what was answered earlier. A source that is down
    leaves its questions to be asked.
    """
    given, registered, certified = await asyncio.gather(
        _of_last_case(resources, subject, uscc),
        _of_registry(resources, uscc),
        _of_certificates(resources, uscc, now),
    )
    return given | registered | certified


async def _of_last_case(
    resources: Resources, subject: str | None, uscc: str
) -> dict[str, KnownAnswer]:
    if subject is None:
        return {}
    async with resources.database.reading() as session:
        cases = await earlier.cases(session, subject, uscc, 1)
    return {
        code: KnownAnswer(value, Origin.EARLIER_CASE, case.submission.case_number)
        for case in cases
        for code, value in case.submission.answers
    }


async def _of_registry(resources: Resources, uscc: str) -> dict[str, KnownAnswer]:
    found = await registration_of(resources, uscc)
    if not isinstance(found, SharedRegistration):
        return {}
    answer = KnownAnswer(value=True, origin=Origin.REGISTRY, reference=uscc)
    asked = _known_from(resources)
    return {each.code: answer for each in asked if each.known_from == KNOWN_BY_REGISTRY}


async def _of_certificates(
    resources: Resources, uscc: str, now: datetime
) -> dict[str, KnownAnswer]:
    kinds = {
        each.code: each.known_from
        for each in _known_from(resources)
        if each.known_from and each.known_from != KNOWN_BY_REGISTRY
    }
    wanted = tuple(WantedPaper(code, kind) for code, kind in kinds.items())
    shared = await look_up(resources, uscc, wanted, local_date(now))
    return {
        code: KnownAnswer(value=True, origin=Origin.CERTIFICATE, reference=certificate.number)
        for code, certificate in shared.found.items()
    }


def _known_from(resources: Resources) -> tuple[Question, ...]:
    return tuple(each for each in resources.catalogue.questions if each.known_from)
