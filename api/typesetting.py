"""The licence as PDF: typeset when it is first asked for, then kept (ADR 11)."""

import asyncio
from typing import Any

from api.licences import STATUS_LABELS, TOKEN
from api.resources import Resources
from documents.licence import LicenceDocument, LicencePermit, render_licence
from domain.calendar import local_date
from domain.catalogue import Scheme
from repositories import licences

_TITLE = ("行业综合许可证", "Combined Business Licence")


async def licence_pdf(resources: Resources, licence: Any) -> bytes:  # noqa: ANN401  # row
    """Give the document of the licence's current version; equal versions give equal bytes."""
    key = f"licences/{licence['licence_code']}/{licence['version']}.pdf"
    try:
        return await resources.store.get(key)
    except FileNotFoundError:
        document = await _document(resources, licence)
    rendered = await asyncio.to_thread(render_licence, document)
    await resources.store.put(key, rendered)
    return rendered


async def _document(resources: Resources, licence: Any) -> LicenceDocument:  # noqa: ANN401  # row
    async with resources.database.reading() as session:
        permits = await licences.permits_of(session, licence["licence_code"])
    scheme = resources.catalogue.scheme(licence["scheme"])
    return LicenceDocument(
        licence_code=licence["licence_code"],
        version=licence["version"],
        title_zh=_TITLE[0],
        title_en=_TITLE[1],
        business_name=licence["business_name"],
        uscc=licence["uscc"],
        authority_zh=scheme.authority.zh,
        authority_en=scheme.authority.en,
        issued_on=local_date(licence["issued_at"]),
        permits=tuple(_permit(row) for row in permits),
        url=_public_address(resources, licence["licence_code"]),
        token=licence_token(resources, licence, permits, scheme),
    )


def licence_token(
    resources: Resources,
    licence: Any,  # noqa: ANN401  # row
    permits: Any,  # noqa: ANN401  # rows
    scheme: Scheme,
) -> str:
    """Sign what the licence says, so that anyone can check it offline with the public keys."""
    payload = {
        "iss": scheme.authority.zh,
        "sub": licence["licence_code"],
        "ver": licence["version"],
        "iat": int(licence["issued_at"].timestamp()),
        "name": licence["business_name"],
        "uscc": licence["uscc"],
        "permits": [row["number"] for row in permits],
        "url": _public_address(resources, licence["licence_code"]),
    }
    return resources.signer.sign(payload, purpose=TOKEN)


def _public_address(resources: Resources, licence_code: str) -> str:
    base = resources.settings.public_url.rstrip("/")
    return f"{base}/v1/public/licences/{licence_code}"


def _permit(row: Any) -> LicencePermit:  # noqa: ANN401  # row
    return LicencePermit(
        label_zh=row["label_zh"],
        label_en=row["label_en"],
        number=row["number"],
        department_zh=row["department_zh"],
        department_en=row["department_en"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        status_zh=STATUS_LABELS["valid"].zh,
    )
