"""Papers that people hand in: their documents must exist and be their own."""

from api.problems import FieldProblem, InvalidFieldsError
from api.resources import Resources
from api.schemas.intake import PaperInput
from core.db import Database
from domain.form import FieldFault
from domain.submission import Provenance, ProvidedPaper
from repositories import documents


async def own_papers(
    resources: Resources, owners: set[str], papers: tuple[PaperInput, ...]
) -> tuple[ProvidedPaper, ...]:
    """Give the papers as a case takes them.

    Raises:
        InvalidFieldsError: a document does not exist or is somebody else's.
    """
    named = {f"papers.{n}.document_id": paper.document_id for n, paper in enumerate(papers)}
    faults = await document_faults(resources.database, named, owners)
    if faults:
        problems = tuple(
            FieldProblem(field=fault.field, code=fault.code, message=fault.message)
            for fault in faults
        )
        raise InvalidFieldsError(problems, faults[0].rule)
    return tuple(
        ProvidedPaper(paper.paper_code, Provenance.UPLOADED, paper.document_id) for paper in papers
    )


async def document_faults(
    database: Database, named: dict[str, str], owners: set[str]
) -> list[FieldFault]:
    """Check documents by field; one that does not exist and somebody else's look alike."""
    if not named:
        return []
    async with database.reading() as session:
        rows = await documents.find_all(session, tuple(named.values()))
    known = {row["document_id"] for row in rows if row["owner"] in owners}
    text = "There is no such document of this applicant."
    return [
        FieldFault(field, "document_unknown", text, "R55")
        for field, document_id in named.items()
        if document_id not in known
    ]
