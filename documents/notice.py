"""Receipts, correction and rectification notices and decisions as A4 documents."""

from dataclasses import asdict, dataclass
from datetime import date

from documents.typesetting import typeset
from domain.catalogue import Label


@dataclass(frozen=True, slots=True)
class NoticeDocument:
    """A notice to one addressee; ``table`` holds rows of name and value.

    ``seal`` is the compact JWS over the notice, printed so that anyone can check it.
    """

    title_zh: str
    title_en: str
    number: str
    addressee: str
    issued_by_zh: str
    issued_on: date
    paragraphs: tuple[Label, ...]
    table: tuple[tuple[str, str], ...]
    seal: str


def render_notice(document: NoticeDocument) -> bytes:
    """Give the notice as PDF; equal documents give equal bytes.

    Blocks for tens of milliseconds, the first time more: call it from a thread, never in an
    event loop.
    """
    data = {**asdict(document), "issued_on": document.issued_on.isoformat()}
    return typeset("notice.typ", data, dated=document.issued_on)
