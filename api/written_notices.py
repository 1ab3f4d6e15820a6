"""Written notices of officials: they exist, and the applicant can read them."""

from dataclasses import dataclass

from api.problems import FieldProblem, InvalidFieldsError
from core.db import Database
from domain.case import Case
from repositories import documents


@dataclass(frozen=True, slots=True)
class WrittenNotice:
    """A document that an act names, and in which field of the body."""

    field: str
    document_id: str


async def hand_in(database: Database, case: Case, author: str, notice: WrittenNotice) -> None:
    """Attach an official's document to the case it is about; repeating it is harmless.

    Raises:
        InvalidFieldsError: the official has no such document, and none of another official's
            lies in the case. One of the applicant's own papers is no notice to the applicant.
    """
    async with database.reading() as session:
        row = await documents.find(session, notice.document_id)
        cases = await documents.cases_of(session, notice.document_id)
    applicants = case.submission.applicant.subjects
    is_known = row is not None and (row["owner"] == author or case.case_id in cases)
    if row is None or not is_known or row["owner"] in applicants:
        raise _unknown(notice)
    async with database.at_once() as session:
        await documents.attach(session, (notice.document_id,), case.case_id)


def _unknown(notice: WrittenNotice) -> InvalidFieldsError:
    problem = FieldProblem(
        field=notice.field,
        code="document_unknown",
        message="Upload the written notice first and name its document.",
    )
    return InvalidFieldsError((problem,), "行政许可法 45")
