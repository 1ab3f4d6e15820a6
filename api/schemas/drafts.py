"""Drafts as they travel: content, faults, what is known, and what changed since it was shown."""

from datetime import datetime

from pydantic import Field

from api.schemas.base import Answer, Body, Code, LabelAnswer, example
from api.schemas.forms import BurdenAnswer, KnownPaperAnswer, KnownValueAnswer
from api.schemas.intake import DraftContent, FaultAnswer


class ChangeAnswer(Answer):
    """One change of an item since the draft's owner saw it, and what to do about it."""

    item_code: str
    kind: str = Field(
        description=(
            "mode, department, field, paper, condition, checklist, prerequisite, limit, validity "
            "or wording"
        )
    )
    code: str
    way: str = Field(description="added, removed or altered")
    words: LabelAnswer
    to_do: LabelAnswer


class DraftAnswer(Answer):
    """A stored draft, with everything that still keeps it from being submitted."""

    draft_id: str
    content: DraftContent
    case_id: str | None
    updated_at: datetime
    faults: tuple[FaultAnswer, ...]
    catalogue_version: str | None = Field(description="The version its owner was shown last.")
    version_in_force: str
    changes: tuple[ChangeAnswer, ...] = Field(
        description="Of the chosen items, since then; while there are any, submitting is refused."
    )
    prefilled: dict[str, KnownValueAnswer] = Field(
        description="Known values by field, apart from the form until they are confirmed."
    )
    pending: tuple[str, ...] = Field(description="Sources that did not answer when it was stored.")
    papers: tuple[KnownPaperAnswer, ...]
    burden: BurdenAnswer | None


class RebaseInput(Body):
    """The version whose changes were looked at; without one, that in force."""

    model_config = example({"catalogue_version": "3f1c0a7cf0a9"}, {})

    catalogue_version: Code | None = None


class RebasedAnswer(Answer):
    """The draft on the version in force, with what was taken over and what fell away."""

    draft: DraftAnswer
    taken_over: tuple[ChangeAnswer, ...]
    fields_removed: tuple[str, ...]
    papers_removed: tuple[str, ...]
