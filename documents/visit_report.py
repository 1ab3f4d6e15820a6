"""The one report of a joint visit, for all departments, as an A4 document (现场核查报告)."""

from dataclasses import asdict, dataclass
from datetime import date

from documents.typesetting import typeset


@dataclass(frozen=True, slots=True)
class ReportPhoto:
    """A photograph by the first characters of its hash, with time and place."""

    sha256: str
    taken_at: str
    place: str


@dataclass(frozen=True, slots=True)
class ReportPoint:
    """One point of the merged checklist with its finding in each round, latest last."""

    label_zh: str
    label_en: str
    departments: str
    results: tuple[str, ...]
    note: str
    photos: tuple[ReportPhoto, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportConclusion:
    """What one department concludes, in both languages."""

    department_zh: str
    department_en: str
    items: str
    conclusion_zh: str
    conclusion_en: str
    passed: bool | None


@dataclass(frozen=True, slots=True)
class VisitReport:
    """The report; ``seal`` is the compact JWS over it, printed so that anyone can check it."""

    number: str
    business_name: str
    address: str
    visited: str
    inspectors: tuple[str, ...]
    issued_by_zh: str
    issued_by_en: str
    issued_on: date
    points: tuple[ReportPoint, ...]
    conclusions: tuple[ReportConclusion, ...]
    seal: str


def render_visit_report(report: VisitReport) -> bytes:
    """Give the report as PDF; equal reports give equal bytes. Blocks its thread."""
    data = {**asdict(report), "issued_on": report.issued_on.isoformat()}
    return typeset("visit_report.typ", data, dated=report.issued_on)
