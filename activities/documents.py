"""What sending papers to departments needs of the document store, whoever provides it."""

from typing import Protocol

from departments.protocol import DocumentReference


class DocumentsUnavailableError(Exception):
    """The store, or what is known of its documents, cannot be reached now; try again later."""


class DocumentMissingError(Exception):
    """A document of a case is not in the store; somebody must look, trying again is useless."""

    reason = "document_missing"

    def __init__(self, document_id: str) -> None:
        super().__init__(document_id)
        self.document_id = document_id


class DocumentAddresses(Protocol):
    """Says where a department can fetch the papers it is sent."""

    async def references(self, document_ids: tuple[str, ...]) -> tuple[DocumentReference, ...]:
        """Give every document's digest and pre-authorised address, in the order asked.

        Raises:
            DocumentMissingError: one of them is not known.
            DocumentsUnavailableError: they cannot be looked up now.
        """
        ...


class SharedDocuments(Protocol):
    """Remembers certificates found by sharing, so that they can be sent on like any paper."""

    async def keep(self, paper_code: str, certificate: DocumentReference) -> None:
        """Let ``references`` know the document from now on; keeping it twice is harmless.

        Raises:
            DocumentsUnavailableError: it cannot be kept now.
        """
        ...
