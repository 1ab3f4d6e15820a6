"""What a case takes from other authorities' data: papers, credit, inspectors' availability."""

import asyncio
from datetime import date, timedelta

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.department_failures import not_yet, to_be_repeated
from activities.documents import DocumentsUnavailableError, SharedDocuments
from departments import protocol
from departments.credit import worst
from departments.errors import DepartmentError
from domain.calendar import local_date
from domain.completeness import WantedPaper
from domain.credit import CreditFlag, CreditStanding
from domain.submission import Provenance, ProvidedPaper
from models import effects

LONGEST_LOOK_UP = timedelta(seconds=4)
"""Bounds the question for each paper, so that a silent source leaves time for the answer."""

IN_FORCE = "valid"

log = structlog.get_logger()


class SharedDataActivities:
    """Asks only; what it finds is put to the case as a command."""

    def __init__(
        self,
        source: protocol.SharedDataSource,
        documents: SharedDocuments,
        *,
        longest_look_up: timedelta = LONGEST_LOOK_UP,
    ) -> None:
        self._source = source
        self._documents = documents
        self._longest_look_up = longest_look_up.total_seconds()

    @activity.defn(name="look_up_papers")
    async def look_up_papers(self, asked: effects.LookUpPapers) -> effects.PapersLookedUp:
        """Ask for all papers at once; one whose source does not answer is unreachable."""
        answers = await asyncio.gather(
            *(self._found_or_unreachable(asked.holder, wanted) for wanted in asked.wanted)
        )
        return effects.PapersLookedUp(
            found=tuple(answer for answer in answers if isinstance(answer, ProvidedPaper)),
            unreachable=tuple(answer for answer in answers if isinstance(answer, str)),
        )

    @activity.defn(name="await_paper")
    async def await_paper(self, asked: effects.AwaitPaper) -> ProvidedPaper:
        """Give the paper once it is there.

        Raises:
            ApplicationError: ``NotThereYet``, or the source is away; to be asked again.
        """
        try:
            paper = await self._find(asked.holder, asked.wanted)
        except DepartmentError as error:
            raise to_be_repeated(error) from error
        if paper is None:
            raise not_yet("NotThereYet", f"{asked.wanted.paper_code} is not in shared data yet")
        return paper

    @activity.defn(name="look_up_credit")
    async def look_up_credit(self, asked: effects.LookUpCredit) -> CreditStanding:
        """Give the standing of whoever stands worst: one dishonest party excludes both (R59).

        Raises:
            ApplicationError: the source is away, or says what we do not understand; the
                decision waits.
        """
        subjects = [subject for subject in dict.fromkeys(asked.subjects) if subject]
        try:
            standings = await asyncio.gather(*map(self._source.fetch_credit, subjects))
        except DepartmentError as error:
            raise to_be_repeated(error) from error
        return _understood(worst(standings))

    async def _found_or_unreachable(
        self, holder: str, wanted: WantedPaper
    ) -> ProvidedPaper | str | None:
        """Give the paper, None when there is none, or the paper's code when nobody can tell."""
        try:
            async with asyncio.timeout(self._longest_look_up):
                return await self._find(holder, wanted)
        except (DepartmentError, DocumentsUnavailableError, TimeoutError) as error:
            log.warning(
                "shared_data.unreachable",
                paper_code=wanted.paper_code,
                reason=error.reason if isinstance(error, DepartmentError) else type(error).__name__,
            )
            return wanted.paper_code

    async def _find(self, holder: str, wanted: WantedPaper) -> ProvidedPaper | None:
        found = await self._source.fetch_certificate(holder, wanted.certificate_type)
        if found is None or not _is_in_force(found, local_date(activity.info().started_time)):
            return None
        await self._documents.keep(wanted.paper_code, found.document)
        return ProvidedPaper(wanted.paper_code, Provenance.SHARED, found.document.document_id)


def _is_in_force(certificate: protocol.SharedCertificate, today: date) -> bool:
    until = certificate.valid_until
    return certificate.status == IN_FORCE and (until is None or until >= today)


def _understood(standing: protocol.CreditStanding) -> CreditStanding:
    unknown = set(standing.flags) - {flag.value for flag in CreditFlag}
    if unknown:
        # Neither ignoring a flag nor excluding somebody for an unknown one would be lawful.
        raise ApplicationError(
            f"credit flags not understood: {', '.join(sorted(unknown))}", type="CreditFlagUnknown"
        )
    return CreditStanding(
        grade=standing.grade,
        flags=tuple(CreditFlag(flag) for flag in standing.flags),
        as_of=standing.as_of,
        source_version=standing.source_version,
    )
