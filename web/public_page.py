"""The public page behind a licence's QR code (一码展示, R80 and R86): facts by law, no person."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class PublicPermit:
    """A permit as the public sees it; ``status`` is the stable code, the texts are for people."""

    label_zh: str
    label_en: str
    number: str
    department_zh: str
    department_en: str
    status: str
    status_zh: str
    status_en: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class PublicLicence:
    """All permits of a business under its code, each with its status at ``as_of``.

    ``as_of`` is shown in its own zone. ``signature`` tells what came of checking the token that
    the visitor sent; ``absent`` is the ordinary case, since browsers keep the part behind ``#``.
    """

    licence_code: str
    business_name: str
    uscc: str | None
    permits: tuple[PublicPermit, ...]
    as_of: datetime
    signature: Literal["valid", "invalid", "absent"]


def render_public_page(licence: PublicLicence) -> str:
    """Give the page as HTML that needs nothing else: no script, style file, font or image."""
    return _ENVIRONMENT.get_template("licence.html").render(licence=licence)


def render_not_found(code: str) -> str:
    """Give the page for a code that no licence has; the code is shown back, escaped."""
    return _ENVIRONMENT.get_template("not_found.html").render(code=code)
