"""A document store that knows every paper it was told of."""

from dataclasses import dataclass, field

from activities.documents import DocumentMissingError, DocumentsUnavailableError
from departments.protocol import DocumentReference


@dataclass(slots=True)
class FakeDocuments:
    """Keeps certificates and gives addresses; while ``is_away`` it does neither."""

    known: dict[str, DocumentReference] = field(default_factory=dict)
    is_away: bool = False

    async def references(self, document_ids: tuple[str, ...]) -> tuple[DocumentReference, ...]:
        self._check()
        for document_id in document_ids:
            if document_id not in self.known:
                raise DocumentMissingError(document_id)
        return tuple(self.known[document_id] for document_id in document_ids)

    async def keep(self, paper_code: str, certificate: DocumentReference) -> None:  # protocol
        self._check()
        self.known[certificate.document_id] = certificate

    def _check(self) -> None:
        if self.is_away:
            raise DocumentsUnavailableError
