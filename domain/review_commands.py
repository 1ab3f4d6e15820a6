"""What people ask of each other while an application is reviewed: objections, disputes, recusal."""

from dataclasses import dataclass
from typing import Literal

from domain.actors import Actor
from domain.dispute import DisputeAbout


@dataclass(frozen=True, slots=True)
class ObjectToRequest:
    """The applicant disagrees with a reviewer's request of one lane (异议)."""

    actor: Actor
    item_code: str
    reasons: str
    kind: Literal["object_to_request"] = "object_to_request"


@dataclass(frozen=True, slots=True)
class AnswerObjection:
    """The reviewer upholds the request, or drops it."""

    actor: Actor
    item_code: str
    upholds: bool
    reasons: str
    kind: Literal["answer_objection"] = "answer_objection"


@dataclass(frozen=True, slots=True)
class RaiseDispute:
    """The applicant or a department of the case asks the supervisor to decide."""

    actor: Actor
    about: DisputeAbout
    item_code: str
    reasons: str
    kind: Literal["raise_dispute"] = "raise_dispute"


@dataclass(frozen=True, slots=True)
class DecideDispute:
    """The supervisor decides a dispute; whoever raised it is right when it is ``sustained``."""

    actor: Actor
    dispute_id: str
    sustained: bool
    reasons: str
    competent_department: str = ""
    kind: Literal["decide_dispute"] = "decide_dispute"


@dataclass(frozen=True, slots=True)
class ExcludeOfficial:
    """An official declares himself in conflict, or a supervisor keeps one away (回避).

    Without ``item_code`` the whole case is meant; ``whole_business`` all cases of the business.
    """

    actor: Actor
    subject: str
    reasons: str
    item_code: str = ""
    whole_business: bool = False
    kind: Literal["exclude_official"] = "exclude_official"


ReviewCommand = ObjectToRequest | AnswerObjection | RaiseDispute | DecideDispute | ExcludeOfficial
