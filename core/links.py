"""Pre-authorised addresses of documents: whoever holds one may fetch that document for a while."""

import hashlib
import hmac
from datetime import datetime, timedelta

from core.config import Settings

LIFETIME = timedelta(days=7)
"""How long a department's system may take to fetch a paper (assumption)."""


class DocumentLinks:
    """Makes and checks signed addresses; the key is the one shared with the departments."""

    def __init__(self, settings: Settings) -> None:
        self._secret = settings.callback_secret.get_secret_value().encode()
        self._base = settings.address_for_departments

    def address(self, document_id: str, now: datetime) -> str:
        """Give an address that works until ``LIFETIME`` has passed."""
        expires = int((now + LIFETIME).timestamp())
        signature = self._sign(document_id, expires)
        path = f"/v1/documents/{document_id}/content"
        return f"{self._base}{path}?expires={expires}&signature={signature}"

    def allows(self, document_id: str, expires: int, signature: str, now: datetime) -> bool:
        """Whether the address was made here and has not expired."""
        good = hmac.compare_digest(self._sign(document_id, expires), signature)
        return good and now.timestamp() <= expires

    def _sign(self, document_id: str, expires: int) -> str:
        text = f"document {document_id} {expires}".encode()
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()
