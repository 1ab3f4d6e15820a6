"""From a draft to a submission: every fault told field by field, then one immutable value."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime

from api.choices import choice_faults
from api.papers import document_faults
from api.resources import Resources
from api.schemas.intake import DraftContent
from catalog.calendar import working_calendar
from catalog.chosen import chosen_slice
from catalog.guidance import determine
from catalog.instant import instant_findings
from catalog.matching import entries_named, push_targets
from departments.credit import worst
from departments.errors import DepartmentError
from domain.actors import Actor, Role
from domain.burden import burden_of
from domain.calendar import local_date
from domain.catalogue import CatalogueSlice, Determination
from domain.completeness import certificate_code
from domain.credit import CreditFlag, CreditStanding
from domain.errors import Refused
from domain.form import FieldFault, check_form, fields_of
from domain.identifiers import is_valid_uscc
from domain.item_terms import InstantFinding
from domain.prefill import KnownValue
from domain.scope import PushTarget
from domain.simplicity import is_simple
from domain.submission import (
    EDITION,
    Applicant,
    Business,
    Channel,
    CurrentBar,
    Pledge,
    Provenance,
    ProvidedPaper,
    SignedCommitment,
    Submission,
)
from repositories import businesses

UNREACHABLE = "unreachable"
"""Source version of a standing that could not be had; it is looked up again on deciding."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the catalogue says of a draft, and everything that is wrong with it."""

    catalogue: CatalogueSlice | None
    determinations: tuple[Determination, ...]
    faults: tuple[FieldFault, ...]
    findings: tuple[InstantFinding, ...] = ()
    push_targets: tuple[PushTarget, ...] = ()


async def judge(resources: Resources, content: DraftContent, actor: Actor, on: date) -> Judged:
    """Check a draft against the catalogue in force and the documents it names."""
    in_force = resources.catalogue
    faults = list(_party_faults(content, actor))
    catalogue: CatalogueSlice | None = None
    determinations: tuple[Determination, ...] = ()
    findings: tuple[InstantFinding, ...] = ()
    targets: tuple[PushTarget, ...] = ()
    try:
        catalogue = chosen_slice(
            in_force, content.scheme, content.items, on=on, answers=content.answers
        )
        determinations = determine(
            in_force,
            scheme_code=content.scheme,
            on=on,
            answers=content.answers,
            item_codes=content.items,
        )
        findings = findings_of(resources, catalogue, content)
        entries = entries_named(resources.catalogue, content.scope)
        targets = push_targets(resources.catalogue, content.scheme, entries, determinations)
    except Refused as refusal:
        faults.append(FieldFault(refusal.field, refusal.reason, refusal.message, refusal.rule))
    if catalogue is not None:
        faults.extend(_form_faults(catalogue, content))
        faults.extend(_code_faults(catalogue, content))
        faults.extend(choice_faults(catalogue, content))
    owners = {actor.subject, content.on_behalf_of or actor.subject}
    faults.extend(await document_faults(resources.database, _named_documents(content), owners))
    return Judged(catalogue, determinations, tuple(faults), findings, targets)


async def build(
    resources: Resources,
    content: DraftContent,
    judged: Judged,
    actor: Actor,
    *,
    case_id: str,
    now: datetime,
    confirmed: tuple[KnownValue, ...] = (),
    linked_cases: tuple[str, ...] = (),
) -> Submission:
    """Make the submission of a draft without faults."""
    if judged.catalogue is None or content.business is None:
        raise ValueError("a draft with faults cannot be submitted")
    owner = content.on_behalf_of or actor.subject
    async with resources.database.reading() as session:
        business_id = await businesses.identify(session, content.business.uscc, case_id)
        bars = await businesses.bars(session, business_id, local_date(now))
    person = content.handling_person or owner
    return Submission(
        case_id=case_id,
        case_number=_case_number(judged.catalogue, case_id, now),
        submitted_by=actor,
        applicant=Applicant(owner, person, content.agent),
        business=Business(
            business_id,
            content.business.name or "",
            content.business.district or "",
            content.business.uscc,
        ),
        channel=Channel.WINDOW if actor.role is Role.WINDOW_CLERK else Channel.ONLINE,
        catalogue=judged.catalogue,
        calendar=working_calendar(),
        determinations=judged.determinations,
        form=tuple(sorted(form_of(content).items())),
        papers=tuple(
            ProvidedPaper(paper.paper_code, Provenance.UPLOADED, paper.document_id)
            for paper in content.papers
        ),
        commitments=_commitments(content),
        pledges=tuple(Pledge(pledge.paper_code, pledge.document_id) for pledge in content.pledges),
        declined_commitment=content.declined_commitment,
        credit=await standing_of(resources, (business_id, person), local_date(now)),
        bars=tuple(CurrentBar(row.item_code, row.until, row.source) for row in bars),
        traditional=content.traditional,
        simple=not content.traditional
        and is_simple(judged.catalogue, content.declined_commitment, judged.findings),
        answers=tuple(sorted(content.answers.items())),
        edition=EDITION,
        confirmed=confirmed,
        burden=burden_of(
            judged.catalogue.items,
            prefilled=[each.field for each in confirmed],
            handed_in=[paper.paper_code for paper in content.papers],
        ),
        instant_findings=judged.findings,
        scope=content.scope,
        push_targets=judged.push_targets,
        linked_cases=linked_cases,
    )


def findings_of(
    resources: Resources, catalogue: CatalogueSlice, content: DraftContent
) -> tuple[InstantFinding, ...]:
    """Say which quantified rules hold for the draft as it stands (R71)."""
    return instant_findings(
        resources.catalogue.questions,
        catalogue.items,
        form=form_of(content),
        answers=content.answers,
    )


def form_of(content: DraftContent) -> dict[str, str]:
    """Give the one form; what the business section says need not be typed again."""
    business = content.business
    said: dict[str, str | None] = {}
    if business is not None:
        said = {
            "business_name": business.name,
            "district": business.district,
            "uscc": business.uscc,
        }
    known = {code: value for code, value in said.items() if value}
    return {**known, **{code: value for code, value in content.form.items() if value}}


def _party_faults(content: DraftContent, actor: Actor) -> list[FieldFault]:
    faults = []
    if content.business is None:
        faults.append(FieldFault("business", "field_missing", "The business must be named.", "R55"))
    elif not content.business.name:
        text = "The business must have its name."
        faults.append(FieldFault("business.name", "field_missing", text, "R55"))
    if content.business is not None and not content.business.district:
        text = "The town or sub-district must be named."
        faults.append(FieldFault("business.district", "field_missing", text, "R25"))
    if content.on_behalf_of and actor.role is not Role.WINDOW_CLERK:
        text = "Only a window clerk applies on behalf of somebody."
        faults.append(FieldFault("on_behalf_of", "not_a_window_clerk", text, "R149"))
    if actor.role is Role.WINDOW_CLERK and not content.on_behalf_of:
        text = "A window clerk names the applicant."
        faults.append(FieldFault("on_behalf_of", "field_missing", text, "R149"))
    return faults


def _form_faults(catalogue: CatalogueSlice, content: DraftContent) -> list[FieldFault]:
    """Check the form; without the licence in the case the business must have its code (R55)."""
    registers = any(item.brings_registration for item in catalogue.items)
    fields = fields_of(catalogue)
    given = form_of(content)
    known = {code: value for code, value in given.items() if code in fields or code in content.form}
    faults = list(check_form(fields, known, optional=("uscc",)))
    uscc = content.business.uscc if content.business else None
    if uscc and not is_valid_uscc(uscc):
        text = "The check digits do not fit."
        faults.append(FieldFault("business.uscc", "uscc_invalid", text, "GB 32100-2015"))
    if not uscc and not registers and content.business is not None:
        text = "Without the business licence in the application the business must have its code."
        faults.append(FieldFault("business.uscc", "uscc_missing", text, "GB 32100-2015"))
    return [fault for fault in faults if not (fault.field == "form.uscc" and uscc)]


def _code_faults(catalogue: CatalogueSlice, content: DraftContent) -> list[FieldFault]:
    """Codes of items and papers that the chosen items do not have."""
    items = {item.code: item for item in catalogue.items}
    papers = {paper.code: paper for item in catalogue.items for paper in item.papers}
    held = {certificate_code(p.item_code) for item in catalogue.items for p in item.prerequisites}
    faults = [
        FieldFault(f"papers.{n}.paper_code", "paper_unknown", "No chosen item asks for it.", "R41")
        for n, paper in enumerate(content.papers)
        if paper.paper_code not in papers and paper.paper_code not in held
    ]
    faults += [
        FieldFault(f"commitments.{n}.item_code", "item_not_chosen", "Not one of the items.", "R18")
        for n, commitment in enumerate(content.commitments)
        if commitment.item_code not in items
    ]
    faults += [
        FieldFault(f"declined_commitment.{n}", "item_not_chosen", "Not one of the items.", "R18")
        for n, code in enumerate(content.declined_commitment)
        if code not in items
    ]
    faults += [
        FieldFault(
            f"pledges.{n}.paper_code",
            "paper_not_deferrable",
            "Only a deferrable paper of a chosen item can follow later.",
            "广东条例 32",
        )
        for n, pledge in enumerate(content.pledges)
        if pledge.paper_code not in papers or papers[pledge.paper_code].deferral is None
    ]
    return faults


def _named_documents(content: DraftContent) -> dict[str, str]:
    """Give every document that the draft names, by field."""
    named = {f"papers.{n}.document_id": paper.document_id for n, paper in enumerate(content.papers)}
    for number, commitment in enumerate(content.commitments):
        named[f"commitments.{number}.document_id"] = commitment.document_id
    for number, pledge in enumerate(content.pledges):
        named[f"pledges.{number}.document_id"] = pledge.document_id
    return named


def _commitments(content: DraftContent) -> tuple[SignedCommitment, ...]:
    return tuple(
        SignedCommitment(
            item_code=commitment.item_code,
            document_id=commitment.document_id,
            signature=commitment.signature,
            covers=commitment.covers or "",
        )
        for commitment in content.commitments
    )


async def standing_of(
    resources: Resources, subjects: tuple[str, ...], today: date
) -> CreditStanding:
    """Give the standing of firm and handling person; a silent source keeps nobody waiting."""
    source = resources.departments.shared_data
    try:
        found = await asyncio.gather(*(source.fetch_credit(each) for each in set(subjects)))
    except DepartmentError:
        return CreditStanding("unknown", (), today, UNREACHABLE)
    named = {flag for each in found for flag in each.flags}
    standing = worst(found)
    flags = tuple(flag for flag in CreditFlag if flag in named)
    return CreditStanding(standing.grade, flags, today, standing.source_version)


def _case_number(catalogue: CatalogueSlice, case_id: str, now: datetime) -> str:
    """Number the case by scheme and year; the rest says nothing and leaks no volume."""
    city = catalogue.scheme.code[:2].upper()
    return f"{city}{local_date(now).year}-{int(case_id[:12], 16):015d}"
