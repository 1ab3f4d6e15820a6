"""What can be asked of a permit after issuance: by people, by systems, by time."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.actors import CASE_ACTOR, Actor
from domain.commands import (
    CalendarPublished,
    CompleteTask,
    ReassignTask,
    ReportRectification,
    Ring,
)
from domain.tasks import Reason


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin the permit's own life; opens the verification of a commitment."""

    actor: Actor = CASE_ACTOR
    kind: Literal["begin"] = "begin"


@dataclass(frozen=True, slots=True)
class ProposeRevocation:
    """The department proposes to revoke (撤销), for a cause of ``RevocationCause``.

    ``hearing_until`` is the last day for requesting a hearing as the notice tells it: needed
    where the catalogue has no period for the item, otherwise not earlier than that period.
    """

    actor: Actor
    cause: str
    reasons: tuple[Reason, ...]
    hearing_until: date | None = None
    kind: Literal["propose_revocation"] = "propose_revocation"


@dataclass(frozen=True, slots=True)
class RequestHearing:
    """The holder asks to be heard before the decision (行政许可法 47)."""

    actor: Actor
    kind: Literal["request_hearing"] = "request_hearing"


@dataclass(frozen=True, slots=True)
class RecordHearing:
    """The department files the signed record of the hearing (行政许可法 48).

    ``chair`` is an opaque subject; a holder who stays away has had the chance to be heard.
    """

    actor: Actor
    chair: str
    record_document_id: str
    holder_attended: bool = True
    kind: Literal["record_hearing"] = "record_hearing"


PermitCommand = (
    Begin
    | CompleteTask
    | ReassignTask
    | ReportRectification
    | ProposeRevocation
    | RequestHearing
    | RecordHearing
    | CalendarPublished
    | Ring
)
