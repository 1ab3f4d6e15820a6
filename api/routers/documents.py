"""Uploaded papers: kept in the object store, reached by their row and case."""

from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Form, Path, Query, Response, UploadFile
from pydantic import Field, TypeAdapter, ValidationError

from api.cases import may_see
from api.dependencies import (
    APPLICANTS,
    OFFICIALS,
    PEOPLE,
    Allowed,
    CurrentActor,
    ResourcesDependency,
)
from api.problems import not_found
from api.schemas.base import Code, Text
from api.schemas.intake import DocumentAnswer
from core.content import Content
from domain.actors import Actor, Role
from domain.case import Case
from domain.catalogue import Item
from domain.errors import ErrorKind, Refused
from repositories import applications, documents

_FACTS: TypeAdapter[dict[Code, Text]] = TypeAdapter(
    Annotated[dict[Code, Text], Field(max_length=100)]
)

router = APIRouter(prefix="/documents", tags=["documents"])
DocumentId = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,80}$")]
ALLOWED_TYPES = {
    "application/pdf": b"%PDF",
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8",
    "application/ofd": b"PK",
}
"""Kinds of file that are taken, each with the bytes it begins with (GB/T 33190 for OFD)."""
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": {kind: {} for kind in ALLOWED_TYPES}}
}


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    dependencies=[Depends(Allowed(*APPLICANTS, *OFFICIALS))],
)
async def upload_document(
    file: UploadFile,
    paper_code: Annotated[
        str, Form(pattern=r"^[A-Za-z0-9_.:-]{1,80}$", examples=["food_premises_layout"])
    ],
    actor: CurrentActor,
    resources: ResourcesDependency,
    facts: Annotated[
        str,
        Form(
            max_length=20_000,
            description="What was read from the paper: a JSON object of field codes and texts.",
            examples=['{"contact_phone": "13800138000"}'],
        ),
    ] = "{}",
) -> DocumentAnswer:
    """Store a file as a paper of the caller's; it belongs to a case once it is handed in.

    ``facts`` are offered for the form like other known values, for the applicant to confirm (R45).
    """
    read = _checked_facts(facts)
    limit = resources.settings.upload_limit_bytes
    body = await file.read(limit + 1)
    media_type = _checked_type(file.content_type or "", body, limit)
    content = Content.of(body, media_type)
    document_id = uuid4().hex
    await resources.store.put(f"documents/{document_id}", body)
    now = datetime.now(UTC)
    row = documents.new_row(document_id, actor.subject, paper_code, content, at=now, facts=read)
    async with resources.database.transaction() as session:
        await documents.add(session, row)
    return DocumentAnswer.model_validate(row.model_dump())


def _checked_facts(given: str) -> dict[str, str]:
    """Read the facts of a paper; what they hold is never repeated in an error."""
    with suppress(ValidationError):
        return _FACTS.validate_json(given, strict=True)
    raise Refused(
        "facts_malformed",
        "A JSON object of at most 100 field codes with their texts.",
        rule="R45",
        field="facts",
        kind=ErrorKind.INVALID,
    )


@router.get(
    "/{document_id}",
    dependencies=[Depends(Allowed(*PEOPLE))],
    response_class=Response,
    responses=_FILE,
)
async def read_document(
    document_id: DocumentId, actor: CurrentActor, resources: ResourcesDependency
) -> Response:
    """Give a file to its owner, or to those who decide on the item it was handed in for."""
    async with resources.database.reading() as session:
        row = await documents.find(session, document_id)
        cases = await documents.cases_of(session, document_id)
    if row is None:
        raise not_found("document")
    if row["owner"] != actor.subject and not await _is_read_for(resources, actor, row, cases):
        raise not_found("document")
    return await _content(resources, document_id, row["media_type"])


@router.get("/{document_id}/content", response_class=Response, responses=_FILE)
async def fetch_content(
    document_id: DocumentId,
    resources: ResourcesDependency,
    expires: Annotated[int, Query(ge=0, le=99_999_999_999)],
    signature: Annotated[str, Query(pattern="^[0-9a-f]{64}$")],
) -> Response:
    """Give a file to whoever holds an address we have signed; departments' systems do."""
    now = datetime.now(UTC)
    if not resources.links.allows(document_id, expires, signature, now):
        raise Refused(
            "address_invalid",
            "The address was not signed by us, or has expired.",
            rule="design §13",
            field="signature",
            kind=ErrorKind.FORBIDDEN,
        )
    async with resources.database.reading() as session:
        row = await documents.find(session, document_id)
    if row is None:
        raise not_found("document")
    return await _content(resources, document_id, row["media_type"])


async def _content(resources: ResourcesDependency, document_id: str, media_type: str) -> Response:
    try:
        body = await resources.store.get(f"documents/{document_id}")
    except FileNotFoundError as error:
        raise not_found("document") from error
    headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
    return Response(body, media_type=media_type, headers=headers)


async def _is_read_for(
    resources: ResourcesDependency,
    actor: Actor,
    row: Any,  # noqa: ANN401  # row
    cases: list[str],
) -> bool:
    """Whether one of the cases it was handed in with lets the actor read it."""
    for case_id in cases:
        async with resources.database.reading() as session:
            case = await applications.load(session, case_id)
        if case is not None and may_see(case, actor) and _may_read(case, actor, row):
            return True
    return False


def _may_read(case: Case, actor: Actor, row: Any) -> bool:  # noqa: ANN401  # row
    """Departments read the papers of their own items; applicant and supervisor read all."""
    if actor.department is None:
        applicant = case.submission.applicant
        return actor.role is not Role.APPLICANT or applicant.is_represented_by(actor)
    own = [item for item in case.slice.items if item.department.code == actor.department]
    if any(item.paper(row["paper_code"]) is not None for item in own):
        return True
    return row["document_id"] in _signed_for(case, own) | _told_about(case, own)


def _signed_for(case: Case, items: list[Item]) -> set[str]:
    """Commitments to the items and pledges of their papers, which no item lists as papers."""
    codes = {item.code for item in items}
    commitments = {c.document_id for c in case.submission.commitments if c.item_code in codes}
    return commitments | {
        pledge.document_id
        for pledge in case.submission.pledges
        if any(item.paper(pledge.paper_code) is not None for item in items)
    }


def _told_about(case: Case, items: list[Item]) -> set[str]:
    """Written notices by which the clocks of the items were suspended (Art. 45)."""
    codes = {item.code for item in items}
    ledgers = (ledger for ledger in case.clocks if ledger.clock_id.subject in codes)
    return {entry.notice for ledger in ledgers for entry in ledger.entries if entry.notice}


def _checked_type(declared: str, body: bytes, limit: int) -> str:
    """Check size and kind by the file's first bytes, not by its name."""
    if len(body) > limit:
        raise _refused("file_too_large", f"At most {limit} bytes.")
    if not body:
        raise _refused("file_empty", "The file has no content.")
    beginning = ALLOWED_TYPES.get(declared)
    if beginning is None or not body.startswith(beginning):
        kinds = ", ".join(sorted(ALLOWED_TYPES))
        raise _refused("file_type_not_allowed", f"The file must be one of: {kinds}.")
    return declared


def _refused(code: str, message: str) -> Refused:
    return Refused(code, message, rule="R55", field="file", kind=ErrorKind.INVALID)
