"""Everything known beforehand: registry, certificates, earlier cases and uploaded papers (R45).

Personal data go to their owner only: what the registry publishes is for everybody, earlier cases
for the applicant who handed them in, and the contents of certificates for an applicant to whom a
department has granted a permit of this business.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from api.resources import Resources
from api.schemas.forms import KnownPaperAnswer
from api.shared_papers import (
    NOBODY_ASKED,
    SharedFindings,
    look_up,
    public_only,
    registration_of,
)
from departments.protocol import SharedRegistration
from domain.calendar import local_date
from domain.case import Case
from domain.catalogue import Item, PaperClass
from domain.completeness import shareable_of
from domain.form import merged_fields
from domain.identifiers import is_valid_uscc
from domain.prefill import KnownValue, Origin, usable
from domain.routes import Route
from domain.statuses import LaneStatus
from repositories import earlier

CASES_LOOKED_AT = 3
"""The newest of the applicant's cases that are read for known values (assumption)."""
REGISTRY, CERTIFICATES = "registry", "certificates"


@dataclass(frozen=True, slots=True)
class Known:
    """Known values by field, how it stands with each paper, and which sources did not answer."""

    values: tuple[KnownValue, ...] = ()
    papers: tuple[KnownPaperAnswer, ...] = ()
    pending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to know: an applicant's subject, or somebody unknown; and of which business."""

    subject: str | None
    uscc: str | None
    handed_in: Mapping[str, str] = field(default_factory=dict)


async def known_of(
    resources: Resources, items: tuple[Item, ...], asker: Asker, now: datetime
) -> Known:
    """Gather what is known for the items' form and papers; a silent source is only pending."""
    today = local_date(now)
    uscc = asker.uscc if asker.uscc and is_valid_uscc(asker.uscc) else None
    codes = tuple(dict.fromkeys(paper.code for item in items for paper in item.papers))
    cases, own = await _own(resources, asker.subject, uscc, codes)
    registration, shared = await _shared(resources, items, asker, uscc, today)
    values = [
        *_of_registry(registration, today),
        *(_of_certificates(shared) if any(map(_was_granted, cases)) else ()),
        *(value for document in own.values() for value in _of_upload(document)),
        *(value for case in cases for value in _of_case(case)),
    ]
    return Known(
        values=usable(values, merged_fields(items)),
        papers=_papers(items, asker, own, shared),
        pending=tuple(
            name
            for name, is_silent in (
                (REGISTRY, registration == "pending"),
                (CERTIFICATES, bool(shared.pending)),
            )
            if is_silent
        ),
    )


async def _own(
    resources: Resources, subject: str | None, uscc: str | None, codes: tuple[str, ...]
) -> tuple[tuple[Case, ...], dict[str, Any]]:
    if subject is None:
        return (), {}
    async with resources.database.reading() as session:
        cases = await earlier.cases(session, subject, uscc, CASES_LOOKED_AT)
        return cases, await earlier.own_documents(session, subject, codes)


async def _shared(
    resources: Resources,
    items: tuple[Item, ...],
    asker: Asker,
    uscc: str | None,
    today: date,
) -> tuple[SharedRegistration | str | None, SharedFindings]:
    if uscc is None:
        return None, NOBODY_ASKED
    wanted = shareable_of(items)
    asked = wanted if asker.subject else public_only(wanted)
    return await asyncio.gather(
        registration_of(resources, uscc), look_up(resources, uscc, asked, today)
    )


def _of_registry(found: SharedRegistration | str | None, today: date) -> list[KnownValue]:
    if not isinstance(found, SharedRegistration):
        return []
    facts = {
        **dict(found.facts),
        "business_name": found.name,
        "district": found.district,
        "uscc": found.uscc,
    }
    return [
        KnownValue(code, value, Origin.REGISTRY, today, found.uscc) for code, value in facts.items()
    ]


def _was_granted(case: Case) -> bool:
    """Whether a person of a department found the business to be the applicant's own.

    Handing in, or a filing, proves nothing: anybody can write somebody's code (assumption).
    """
    granted = {LaneStatus.GRANTED, LaneStatus.ISSUED}
    return any(lane.route is Route.REVIEW and lane.status in granted for lane in case.lanes)


def _of_certificates(shared: SharedFindings) -> list[KnownValue]:
    return [
        KnownValue(code, value, Origin.CERTIFICATE, found.issued_on, found.number)
        for found in shared.found.values()
        for code, value in found.facts
    ]


def _of_upload(document: Any) -> list[KnownValue]:  # noqa: ANN401  # row
    """Give what was read from a paper when it was uploaded; the file itself is its proof."""
    day = local_date(document.created_at)
    return [
        KnownValue(code, value, Origin.UPLOADED, day, document.document_id)
        for code, value in (document.facts or {}).items()
    ]


def _of_case(case: Case) -> list[KnownValue]:
    if case.received_at is None:
        return []
    day = local_date(case.received_at)
    return [
        KnownValue(code, value, Origin.EARLIER_CASE, day, case.submission.case_number)
        for code, value in case.form
    ]


def _papers(
    items: tuple[Item, ...], asker: Asker, own: dict[str, Any], shared: SharedFindings
) -> tuple[KnownPaperAnswer, ...]:
    papers = {paper.code: paper for item in items for paper in item.papers}
    needed_first = [w.paper_code for w in shareable_of(items) if w.paper_code not in papers]
    shareable = {
        code for code, paper in papers.items() if paper.paper_class is PaperClass.SHAREABLE
    }
    return tuple(
        _paper(code, asker, own.get(code), shared if code in {*shareable, *needed_first} else None)
        for code in (*papers, *needed_first)
    )


def _paper(
    code: str,
    asker: Asker,
    document: Any,  # noqa: ANN401  # row
    shared: SharedFindings | None,
) -> KnownPaperAnswer:
    sharing = shared.standing(code) if shared else None
    if code in asker.handed_in:
        return KnownPaperAnswer(
            paper_code=code, standing="handed_in", document_id=asker.handed_in[code]
        )
    if sharing in {"found", "pending"}:
        issued = shared.found[code].issued_on if shared and sharing == "found" else None
        return KnownPaperAnswer(paper_code=code, standing=sharing, sharing=sharing, as_of=issued)
    if document is not None:
        return KnownPaperAnswer(
            paper_code=code,
            standing="held" if document.used else "uploaded",
            sharing=sharing,
            document_id=document.document_id,
            as_of=local_date(document.created_at),
        )
    return KnownPaperAnswer(
        paper_code=code,
        standing="shareable" if shared and sharing is None else "to_bring",
        sharing=sharing,
    )
