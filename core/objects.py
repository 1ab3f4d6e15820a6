"""Uploaded and made documents: a folder on one machine, a bucket in production."""

from pathlib import Path

import obstore
from obstore.store import LocalStore, ObjectStore, from_url


class DocumentStore:
    """Puts and gets whole documents by opaque keys; who may is decided by the caller."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def at(cls, url: str) -> "DocumentStore":
        """Open ``file:///folder`` (made when missing) or a bucket's address."""
        if url.startswith("file://"):
            folder = Path(url.removeprefix("file://"))
            folder.mkdir(parents=True, exist_ok=True)
            return cls(LocalStore(folder))
        return cls(from_url(url))

    async def put(self, key: str, content: bytes) -> None:
        await obstore.put_async(self._store, key, content)

    async def get(self, key: str) -> bytes:
        """Give the document.

        Raises:
            FileNotFoundError: nothing lies under that key.
        """
        found = await obstore.get_async(self._store, key)
        return bytes(await found.bytes_async())
