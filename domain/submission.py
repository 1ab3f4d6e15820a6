"""What an applicant hands in, and what the case takes with it when it begins."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.actors import Actor, Role
from domain.burden import Burden
from domain.calendar import WorkingCalendar
from domain.catalogue import CatalogueSlice, Determination
from domain.credit import CreditStanding
from domain.item_terms import InstantFinding
from domain.prefill import KnownValue
from domain.scope import PushTarget

EDITION = 2
"""Edition of the rules that new cases begin with; running cases keep theirs.

Since 2, clocks of the case stop when what they run for is reached.
"""


class Channel(StrEnum):
    """Where the application was handed in; the standard is the same (同标同质, R149)."""

    ONLINE = "online"
    WINDOW = "window"


class Provenance(StrEnum):
    """Where a paper came from."""

    UPLOADED = "uploaded"
    SHARED = "shared"
    EARLIER_CASE = "earlier_case"
    COMMITMENT = "commitment"


@dataclass(frozen=True, slots=True)
class ProvidedPaper:
    """A paper that lies before the departments; the file itself is in the object store."""

    paper_code: str
    provenance: Provenance
    document_id: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """Opaque subjects of the firm's account, of the agent and of the handling person."""

    subject: str
    handling_person: str
    agent: str | None = None

    @property
    def subjects(self) -> tuple[str, ...]:
        """Everybody who is told and may speak: the firm's account and its agent, each once."""
        return tuple(dict.fromkeys(each for each in (self.subject, self.agent) if each))

    def is_represented_by(self, actor: Actor) -> bool:
        """Whether the actor is the firm's account or its agent."""
        return actor.role is Role.APPLICANT and actor.subject in self.subjects


@dataclass(frozen=True, slots=True)
class Business:
    """The business the permits are for; ``business_id`` is opaque and outlives its names."""

    business_id: str
    name: str
    district: str
    uscc: str | None = None


GivenAnswer = bool | int | float | str | tuple[str, ...]
"""An answer to guidance; several codes for a question of several choices."""


@dataclass(frozen=True, slots=True)
class SignedCommitment:
    """A signed 告知承诺书 for an item as a whole, or for one paper or condition of it."""

    item_code: str
    document_id: str
    signature: str
    covers: str = ""
    """Code of the one paper or condition it replaces; empty for the whole item."""


@dataclass(frozen=True, slots=True)
class Pledge:
    """The applicant's written choice to hand in a deferrable paper later (容缺受理承诺)."""

    paper_code: str
    document_id: str


@dataclass(frozen=True, slots=True)
class CurrentBar:
    """A bar in force against the applicant for an item (Art. 78, 79), as found at submission."""

    item_code: str
    until: date
    source: str


@dataclass(frozen=True, slots=True)
class Submission:
    """Input of an application's workflow: facts and choices with the slice in force.

    ``declined_commitment`` lists items for which the applicant chose the reviewed way.
    ``credit`` is what was known when the applicant chose; it is looked up again on deciding.
    ``edition`` is the edition of the rules the case begins with.
    """

    case_id: str
    case_number: str
    submitted_by: Actor
    applicant: Applicant
    business: Business
    channel: Channel
    catalogue: CatalogueSlice
    calendar: WorkingCalendar
    determinations: tuple[Determination, ...]
    form: tuple[tuple[str, str], ...]
    papers: tuple[ProvidedPaper, ...]
    commitments: tuple[SignedCommitment, ...]
    pledges: tuple[Pledge, ...]
    declined_commitment: tuple[str, ...]
    credit: CreditStanding
    bars: tuple[CurrentBar, ...] = ()
    traditional: bool = False
    simple: bool = False
    """A simple case in the sense of R63: the single-window limit of the scheme applies."""
    edition: int = 1
    answers: tuple[tuple[str, GivenAnswer], ...] = ()
    """What the applicant answered to guidance; it chose the findings and the items' variants."""
    confirmed: tuple[KnownValue, ...] = ()
    """Prefilled values of the form that the applicant confirmed, each with where it came from."""
    burden: Burden | None = None
    """What was asked, beside the separate way (R51); None in cases from before it was counted."""
    instant_findings: tuple[InstantFinding, ...] = ()
    """Which quantified rules of instant approval hold for answers and form (R71)."""
    scope: tuple[str, ...] = ()
    """Chosen entries of the scope catalogue (经营范围规范目录, R34); none is no fault (R35)."""
    push_targets: tuple[PushTarget, ...] = ()
    """Who is told of the registration when it is made, matched by scope (R113)."""
    linked_cases: tuple[str, ...] = ()
    """Other cases of the same application on the traditional way (R159)."""
