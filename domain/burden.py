"""How much an applicant is asked: fields and papers, together and the separate way (R51).

Only counted, never set a target (R159).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.catalogue import Item, PaperClass


@dataclass(frozen=True, slots=True)
class Load:
    """Fields to fill in and papers named, on one form or on several."""

    fields: int
    papers: int


@dataclass(frozen=True, slots=True)
class Burden:
    """What a case asked of its applicant, beside what its items would have asked one by one.

    ``prefilled`` counts fields that were known, ``papers_shared`` papers that were not asked
    because another authority holds them.
    """

    together: Load
    separately: Load
    prefilled: int = 0
    papers_shared: int = 0

    @property
    def prefilled_share(self) -> float:
        """Share of the form that was known already, from 0 to 1."""
        return round(self.prefilled / self.together.fields, 4) if self.together.fields else 0.0


def burden_of(
    items: Sequence[Item], *, prefilled: Collection[str] = (), handed_in: Collection[str] = ()
) -> Burden:
    """Count for the chosen items; ``prefilled`` are fields, ``handed_in`` papers, by code."""
    fields = {field.code for item in items for field in item.fields}
    papers = {paper.code: paper for item in items for paper in item.papers}
    shared = [
        paper
        for paper in papers.values()
        if paper.paper_class is PaperClass.SHAREABLE and paper.code not in handed_in
    ]
    return Burden(
        together=Load(len(fields), len(papers)),
        separately=Load(
            sum(len(item.fields) for item in items), sum(len(item.papers) for item in items)
        ),
        prefilled=len(fields & set(prefilled)),
        papers_shared=len(shared),
    )
