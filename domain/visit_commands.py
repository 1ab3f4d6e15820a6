"""What can be asked of a joint visit beside its record and its putting off (R76)."""

from dataclasses import dataclass
from typing import Literal

from domain.actors import Actor
from domain.site_visit import FiledRecord, Slot


@dataclass(frozen=True, slots=True)
class CancelVisit:
    """A department calls the appointment off before it begins; another is looked for."""

    actor: Actor
    visit_id: str
    reason: str
    kind: Literal["cancel_visit"] = "cancel_visit"


@dataclass(frozen=True, slots=True)
class AppointVisit:
    """An official fixes when the visit takes place and who comes, by hand."""

    actor: Actor
    visit_id: str
    slot: Slot
    kind: Literal["appoint_visit"] = "appoint_visit"


@dataclass(frozen=True, slots=True)
class ReportInspectorsAbsent:
    """Nobody came to the visit: told by the applicant or by the departments themselves."""

    actor: Actor
    visit_id: str
    reason: str = ""
    kind: Literal["report_inspectors_absent"] = "report_inspectors_absent"


@dataclass(frozen=True, slots=True)
class FileVisitRecord:
    """File a record that an inspector's device made offline; known by the record's own id."""

    actor: Actor
    visit_id: str
    record: FiledRecord
    kind: Literal["file_visit_record"] = "file_visit_record"
