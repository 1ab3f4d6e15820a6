"""Which gaps a machine sees in the papers of an item, and which debts tolerance allows."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.case import Case, Debt, DebtKind, Gap
from domain.catalogue import Item, Paper, PaperClass, Prerequisite, ReformMode
from domain.credit import is_excluded


@dataclass(frozen=True, slots=True)
class Completeness:
    """The machine's judgement of one item: what is lacking, and what may follow later."""

    gaps: tuple[Gap, ...]
    debts: tuple[Debt, ...]


@dataclass(frozen=True, slots=True)
class WantedPaper:
    """A paper to be looked for in shared data under its certificate type."""

    paper_code: str
    certificate_type: str


def wanted_from_sharing(case: Case) -> tuple[WantedPaper, ...]:
    """Papers and permits that were not handed in and that shared data may hold (R47)."""
    return tuple(
        wanted
        for wanted in shareable_of(case.slice.items)
        if case.lane(wanted.paper_code.removeprefix("permit:")) is None
        and not case.has_paper(wanted.paper_code)
    )


def shareable_of(items: Iterable[Item]) -> tuple[WantedPaper, ...]:
    """Everything about items that another authority may hold: papers, and permits needed first."""
    papers: dict[str, WantedPaper] = {}
    permits: dict[str, WantedPaper] = {}
    for item in items:
        for paper in item.papers:
            if paper.paper_class is PaperClass.SHAREABLE and paper.shared_as:
                papers.setdefault(paper.code, WantedPaper(paper.code, paper.shared_as))
        for prerequisite in item.prerequisites:
            code = certificate_code(prerequisite.item_code)
            permits.setdefault(code, WantedPaper(code, code))
    return tuple({**papers, **permits}.values())


def certificate_code(item_code: str) -> str:
    """Code under which the certificate of another permit is handed in or found."""
    return f"permit:{item_code}"


def judge(case: Case, item: Item) -> Completeness:
    """Judge the papers, fields, commitment and prerequisites of an item.

    A shareable paper whose source does not answer is pending, not missing; a deferrable paper
    is tolerated only with a pledge and for parties in good standing (R54, R59, Guangdong 32).
    """
    gaps: list[Gap] = [*_missing_fields(case, item), *_missing_commitment(case, item)]
    debts: list[Debt] = []
    for paper in item.papers:
        _judge_paper(case, item, paper, gaps, debts)
    for prerequisite in item.prerequisites:
        _judge_prerequisite(case, item, prerequisite, gaps, debts)
    return Completeness(tuple(gaps), tuple(debts))


def needs_person(case: Case, item: Item) -> bool:
    """Whether a person must look at a paper of this item before acceptance."""
    return any(paper.needs_person and case.has_paper(paper.code) for paper in item.papers)


def takes_commitment(case: Case, item: Item) -> bool:
    """Whether the applicant goes by commitment for the item as a whole."""
    declined = item.code in case.submission.declined_commitment
    return item.mode is ReformMode.COMMITMENT and not declined


def _missing_fields(case: Case, item: Item) -> list[Gap]:
    values = dict(case.form)
    return [
        Gap(item.code, field.code, "field_missing")
        for field in item.fields
        if field.required and not values.get(field.code) and not _comes_later(case, field.kind)
    ]


def _comes_later(case: Case, field_kind: str) -> bool:
    """A new business has no USCC yet: the registry lane brings it (design §4)."""
    registers = any(item.brings_registration for item in case.slice.items)
    return field_kind == "uscc" and registers


def _missing_commitment(case: Case, item: Item) -> list[Gap]:
    if not takes_commitment(case, item) or is_excluded(case.submission.credit):
        return []
    signed = any(
        commitment.item_code == item.code and not commitment.covers
        for commitment in case.submission.commitments
    )
    return [] if signed else [Gap(item.code, "commitment", "commitment_not_signed")]


def _judge_paper(case: Case, item: Item, paper: Paper, gaps: list[Gap], debts: list[Debt]) -> None:
    if case.has_paper(paper.code) or _is_replaced(case, item, paper):
        return
    if paper.paper_class is PaperClass.SHAREABLE and _comes_with_registration(case, paper):
        return
    if paper.paper_class is PaperClass.SHAREABLE and paper.code in case.pending_papers:
        debts.append(_debt(case, item, DebtKind.SHARED_PAPER, paper.code))
    elif paper.paper_class is PaperClass.DEFERRABLE and _is_pledged(case, paper):
        debts.append(_debt(case, item, DebtKind.DEFERRED_PAPER, paper.code))
    else:
        gaps.append(Gap(item.code, paper.code, "paper_missing"))


def _is_replaced(case: Case, item: Item, paper: Paper) -> bool:
    """A signed commitment stands in for the paper: its own, or that of the item as a whole."""
    if not paper.replaceable_by_commitment or is_excluded(case.submission.credit):
        return False
    return any(
        commitment.item_code == item.code
        and (
            commitment.covers == paper.code
            or (not commitment.covers and takes_commitment(case, item))
        )
        for commitment in case.submission.commitments
    )


def _comes_with_registration(case: Case, paper: Paper) -> bool:
    """The licence this very application applies for need not be shown."""
    registering = {item.code for item in case.slice.items if item.brings_registration}
    return paper.shared_as is not None and paper.shared_as in {
        certificate_code(code) for code in registering
    }


def _is_pledged(case: Case, paper: Paper) -> bool:
    pledged = any(pledge.paper_code == paper.code for pledge in case.submission.pledges)
    return pledged and not is_excluded(case.submission.credit)


def _judge_prerequisite(
    case: Case, item: Item, prerequisite: Prerequisite, gaps: list[Gap], debts: list[Debt]
) -> None:
    wanted = certificate_code(prerequisite.item_code)
    if case.has_paper(wanted) or _is_registered(case, prerequisite):
        return
    sibling = case.lane(prerequisite.item_code)
    together_with_licence = sibling is not None and case.item(sibling.item_code).brings_registration
    tolerated = together_with_licence or not is_excluded(case.submission.credit)
    if tolerated and not prerequisite.precedes_registration:
        debts.append(_debt(case, item, DebtKind.PREREQUISITE, prerequisite.item_code))
    else:
        gaps.append(Gap(item.code, wanted, "prerequisite_missing"))


def _is_registered(case: Case, prerequisite: Prerequisite) -> bool:
    """A USCC proves the business licence (BL-00 is the only item that gives one)."""
    return prerequisite.item_code == BUSINESS_LICENCE and case.uscc is not None


BUSINESS_LICENCE = "BL-00"


def _debt(case: Case, item: Item, kind: DebtKind, wants: str) -> Debt:
    pledge = next((p for p in case.submission.pledges if p.paper_code == wants), None)
    return Debt(
        debt_id=f"{case.case_id}.{item.code}.{wants}",
        kind=kind,
        item_code=item.code,
        wants=wants,
        pledge=pledge if kind is DebtKind.DEFERRED_PAPER else None,
    )
