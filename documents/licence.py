"""The combined licence (行业综合许可证, R79-R82) as an A4 document with a QR code."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from documents.qr_code import licence_address, qr_code_svg
from documents.typesetting import typeset


@dataclass(frozen=True, slots=True)
class LicencePermit:
    """One single permit as printed; ``status_zh`` is its status on the day of issue."""

    label_zh: str
    label_en: str
    number: str
    department_zh: str
    department_en: str
    valid_from: date
    valid_until: date | None
    status_zh: str


@dataclass(frozen=True, slots=True)
class LicenceDocument:
    """Everything that is printed on one version of a licence.

    ``url`` is the licence's public page, ``token`` the compact JWS that anyone can check offline.
    """

    licence_code: str
    version: int
    title_zh: str
    title_en: str
    business_name: str
    uscc: str | None
    authority_zh: str
    authority_en: str
    issued_on: date
    permits: tuple[LicencePermit, ...]
    url: str
    token: str


def render_licence(document: LicenceDocument) -> bytes:
    """Give the licence as PDF; equal documents give equal bytes.

    Blocks for tens of milliseconds, the first time more: call it from a thread, never in an
    event loop.
    """
    return typeset("licence.typ", _data(document), dated=document.issued_on)


def _data(document: LicenceDocument) -> dict[str, Any]:
    return {
        **asdict(document),
        "issued_on": document.issued_on.isoformat(),
        "earliest_expiry": _iso(_earliest_expiry(document)),
        "permits": [_permit_data(permit) for permit in document.permits],
        "qr_code": qr_code_svg(licence_address(document.url, document.token)),
    }


def _permit_data(permit: LicencePermit) -> dict[str, Any]:
    return {
        **asdict(permit),
        "valid_from": permit.valid_from.isoformat(),
        "valid_until": _iso(permit.valid_until),
    }


def _earliest_expiry(document: LicenceDocument) -> date | None:
    """The licence has no term of its own; the first permit to expire is shown."""
    return min(
        (permit.valid_until for permit in document.permits if permit.valid_until), default=None
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
