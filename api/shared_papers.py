"""What shared data say of the papers of items; a source that is down leaves them pending."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import structlog

from api.resources import Resources
from departments.errors import DepartmentError
from departments.protocol import SharedCertificate, SharedDataSource, SharedRegistration
from domain.completeness import WantedPaper
from domain.errors import ErrorKind, Refused
from domain.identifiers import is_valid_uscc

LONGEST_LOOK_UP = 2.0
"""Seconds that somebody at a screen waits for other authorities' sources (assumption)."""
IN_FORCE = "valid"
_PERMITS = "permit:"

log = structlog.get_logger("api")


@dataclass(frozen=True, slots=True)
class SharedFindings:
    """What was found for each paper code; ``pending`` are those whose source did not answer."""

    found: dict[str, SharedCertificate]
    pending: frozenset[str]
    asked: frozenset[str]

    def standing(self, paper_code: str) -> Literal["found", "pending", "not_found"] | None:
        """Say how it stands with a paper; None when nobody was asked about it."""
        if paper_code in self.found:
            return "found"
        if paper_code in self.pending:
            return "pending"
        return "not_found" if paper_code in self.asked else None


NOBODY_ASKED = SharedFindings({}, frozenset(), frozenset())


def check_holder(uscc: str | None) -> None:
    """Refuse a code whose check digits do not fit, before anybody is asked about it.

    Raises:
        Refused: ``uscc_invalid``.
    """
    if uscc is not None and not is_valid_uscc(uscc):
        raise Refused(
            "uscc_invalid",
            "The check digits do not fit.",
            rule="GB 32100-2015",
            field="uscc",
            kind=ErrorKind.INVALID,
        )


def public_only(wanted: Iterable[WantedPaper]) -> tuple[WantedPaper, ...]:
    """Leave what anybody may know of a business: its permits (行政许可法 40), no personal paper."""
    return tuple(each for each in wanted if each.certificate_type.startswith(_PERMITS))


async def look_up(
    resources: Resources, holder: str, wanted: tuple[WantedPaper, ...], today: date
) -> SharedFindings:
    """Ask for all papers at once, each within ``LONGEST_LOOK_UP``; never raises for a source."""
    source = resources.departments.shared_data
    answers = await asyncio.gather(*(_find(source, holder, each, today) for each in wanted))
    codes = [each.paper_code for each in wanted]
    return SharedFindings(
        found={
            code: answer
            for code, answer in zip(codes, answers, strict=True)
            if isinstance(answer, SharedCertificate)
        },
        pending=frozenset(c for c, each in zip(codes, answers, strict=True) if each == "pending"),
        asked=frozenset(codes),
    )


async def registration_of(
    resources: Resources, uscc: str
) -> SharedRegistration | Literal["pending"] | None:
    """Give what the registry says of a business; ``pending`` when it does not answer."""
    try:
        async with asyncio.timeout(LONGEST_LOOK_UP):
            return await resources.departments.shared_data.fetch_registration(uscc)
    except (DepartmentError, TimeoutError) as error:
        log.warning("registry.unreachable", reason=type(error).__name__)
        return "pending"


async def _find(
    source: SharedDataSource, holder: str, wanted: WantedPaper, today: date
) -> SharedCertificate | Literal["pending"] | None:
    try:
        async with asyncio.timeout(LONGEST_LOOK_UP):
            found = await source.fetch_certificate(holder, wanted.certificate_type)
    except (DepartmentError, TimeoutError) as error:
        log.warning(
            "shared_data.unreachable", paper_code=wanted.paper_code, reason=type(error).__name__
        )
        return "pending"
    return found if found is not None and _is_in_force(found, today) else None


def _is_in_force(certificate: SharedCertificate, today: date) -> bool:
    until = certificate.valid_until
    return certificate.status == IN_FORCE and (until is None or until >= today)
