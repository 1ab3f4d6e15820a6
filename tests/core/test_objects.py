"""The store of documents: whole documents by opaque keys, in a folder on one machine."""

from pathlib import Path

import pytest

from core.objects import DocumentStore


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore.at(f"file://{tmp_path / 'objects'}")


async def test_gives_back_what_was_put(store: DocumentStore) -> None:
    content = bytes(range(256)) * 1000
    await store.put("uploads/1", content)
    assert await store.get("uploads/1") == content


async def test_keeps_an_empty_document(store: DocumentStore) -> None:
    await store.put("empty", b"")
    assert await store.get("empty") == b""


async def test_replaces_what_lay_under_the_key(store: DocumentStore) -> None:
    await store.put("licence", b"version 1, a longer text")
    await store.put("licence", b"version 2")
    assert await store.get("licence") == b"version 2"


async def test_says_when_nothing_lies_under_the_key(store: DocumentStore) -> None:
    with pytest.raises(FileNotFoundError):
        await store.get("nothing")


async def test_is_the_same_store_at_the_same_address(tmp_path: Path) -> None:
    url = f"file://{tmp_path / 'deep' / 'objects'}"
    await DocumentStore.at(url).put("a", b"1")
    assert await DocumentStore.at(url).get("a") == b"1"


@pytest.mark.parametrize("key", ["../outside", "a/../../outside", "/../outside"])
async def test_never_leaves_its_folder(store: DocumentStore, tmp_path: Path, key: str) -> None:
    (tmp_path / "outside").write_bytes(b"secret")
    with pytest.raises(Exception, match=r"(?i)path|not found|no such"):
        await store.get(key)


async def test_opens_a_bucket_by_its_address() -> None:
    store = DocumentStore.at("memory:///")
    await store.put("a", b"1")
    assert await store.get("a") == b"1"
