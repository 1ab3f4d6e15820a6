"""What has happened between those who review an application, its applicant and the supervisor."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.dispute import Dispute, DisputeAbout
from domain.tasks import Reason, TaskOutcome


@dataclass(frozen=True, slots=True)
class OfficialExcluded:
    """An official may not handle the case or one of its items any more (回避, 公务员法 76)."""

    subject: str
    item_code: str
    reasons: str
    whole_business: bool
    kind: Literal["official_excluded"] = "official_excluded"


@dataclass(frozen=True, slots=True)
class RecommendationMade:
    """The first of four eyes has recommended a decision (初审意见)."""

    item_code: str
    outcome: TaskOutcome
    reasons: tuple[Reason, ...]
    kind: Literal["recommendation_made"] = "recommendation_made"


@dataclass(frozen=True, slots=True)
class RecommendationReturned:
    """Whoever signs has sent the recommendation back, with reasons."""

    item_code: str
    reasons: tuple[Reason, ...]
    kind: Literal["recommendation_returned"] = "recommendation_returned"


@dataclass(frozen=True, slots=True)
class RequestObjected:
    """The applicant disagrees with a request (异议); it does not lapse until that is answered."""

    item_code: str
    reasons: str
    kind: Literal["request_objected"] = "request_objected"


@dataclass(frozen=True, slots=True)
class ObjectionAnswered:
    """The reviewer upholds the request, now due on another day, or drops it (no day)."""

    item_code: str
    upholds: bool
    reasons: str
    due_on: date | None
    kind: Literal["objection_answered"] = "objection_answered"


@dataclass(frozen=True, slots=True)
class DisputeRaised:
    """The supervisor is asked to decide about a request or a competence."""

    dispute: Dispute
    kind: Literal["dispute_raised"] = "dispute_raised"


@dataclass(frozen=True, slots=True)
class DisputeDecided:
    """The supervisor has decided; a request that stands is due on another day."""

    dispute_id: str
    about: DisputeAbout
    item_code: str
    sustained: bool
    reasons: str
    competent_department: str = ""
    due_on: date | None = None
    kind: Literal["dispute_decided"] = "dispute_decided"
