"""Photographs of a visit: the uploaded document must be what the inspector hashed."""

from api.problems import FieldProblem, InvalidFieldsError
from api.resources import Resources
from api.schemas.acts import FindingInput, PhotoInput
from domain.tasks import Finding, Photo
from repositories import documents

_RULE = "行政许可法 61"


async def checked_findings(
    resources: Resources, case_id: str, findings: tuple[FindingInput, ...]
) -> tuple[Finding, ...]:
    """Give the findings as a case takes them, and attach their photographs to it.

    Raises:
        InvalidFieldsError: a document does not exist, or is not the one that was hashed.
    """
    named = {
        f"findings.{n}.photos.{m}": photo
        for n, finding in enumerate(findings)
        for m, photo in enumerate(finding.photos)
    }
    if named:
        await _check(resources, case_id, named)
    return tuple(
        Finding(
            found.point_code,
            found.department,
            passed=found.passed,
            note=found.note,
            photos=tuple(_photo(photo) for photo in found.photos),
        )
        for found in findings
    )


async def _check(resources: Resources, case_id: str, named: dict[str, PhotoInput]) -> None:
    ids = tuple(photo.document_id for photo in named.values())
    async with resources.database.reading() as session:
        rows = await documents.find_all(session, ids)
    hashes = {row["document_id"]: row["sha256"] for row in rows}
    problems = tuple(
        problem
        for field, photo in named.items()
        if (problem := _problem(field, photo, hashes)) is not None
    )
    if problems:
        raise InvalidFieldsError(problems, _RULE)
    async with resources.database.transaction() as session:
        await documents.attach(session, ids, case_id)


def _problem(field: str, photo: PhotoInput, hashes: dict[str, str]) -> FieldProblem | None:
    known = hashes.get(photo.document_id)
    if known is None:
        text = "There is no such document."
        return FieldProblem(field=f"{field}.document_id", code="document_unknown", message=text)
    if known != photo.sha256:
        text = "The uploaded document has another hash."
        return FieldProblem(field=f"{field}.sha256", code="photo_hash_differs", message=text)
    return None


def _photo(photo: PhotoInput) -> Photo:
    return Photo(photo.document_id, photo.sha256, photo.taken_at, photo.latitude, photo.longitude)
