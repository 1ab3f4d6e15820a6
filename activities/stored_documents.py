"""Addresses of stored documents for the departments, and certificates that were found."""

from datetime import UTC, datetime

from sqlalchemy.dialects.postgresql import insert

from activities.documents import DocumentMissingError, DocumentsUnavailableError
from core.db import Database, DatabaseUnavailableError
from core.links import DocumentLinks
from departments.protocol import DocumentReference
from repositories import documents
from repositories.documents import DOCUMENT

SHARED = "data-sharing"
"""Owner of documents that no applicant has handed in."""


class StoredDocuments:
    """Documents as the rows describe them; a shared certificate keeps its source's address."""

    def __init__(self, database: Database, links: DocumentLinks) -> None:
        self._database = database
        self._links = links

    async def references(self, document_ids: tuple[str, ...]) -> tuple[DocumentReference, ...]:
        """Give every document's digest and pre-authorised address, in the order asked."""
        if not document_ids:
            return ()
        try:
            async with self._database.reading() as session:
                rows = await documents.find_all(session, document_ids)
        except DatabaseUnavailableError as error:
            raise DocumentsUnavailableError from error
        found = {row["document_id"]: row for row in rows}
        now = datetime.now(UTC)
        return tuple(self._reference(document_id, found, now) for document_id in document_ids)

    async def keep(self, paper_code: str, certificate: DocumentReference) -> None:
        """Remember a certificate found by sharing."""
        row = {
            "document_id": certificate.document_id,
            "owner": SHARED,
            "paper_code": paper_code,
            "media_type": certificate.media_type,
            "size": 0,
            "sha256": certificate.sha256,
            "address": certificate.url,
            "created_at": datetime.now(UTC),
        }
        try:
            async with self._database.transaction() as session:
                await session.execute(insert(DOCUMENT).values(**row).on_conflict_do_nothing())
        except DatabaseUnavailableError as error:
            raise DocumentsUnavailableError from error

    def _reference(
        self, document_id: str, found: dict[str, dict[str, str]], now: datetime
    ) -> DocumentReference:
        row = found.get(document_id)
        if row is None:
            raise DocumentMissingError(document_id)
        address = row["address"] or self._links.address(document_id, now)
        return DocumentReference(document_id, row["sha256"], row["media_type"], address)
