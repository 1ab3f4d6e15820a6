"""Bringing a draft onto the version of the catalogue in force, with its owner's knowledge."""

from dataclasses import replace
from datetime import UTC, datetime

from api.draft_answers import change_answers, draft_answer
from api.draft_keeping import StoredDraft, edited, shown_now
from api.resources import Resources
from api.schemas.drafts import RebasedAnswer
from domain.actors import Actor
from domain.errors import Refused
from domain.rebasing import changes_since, left_over


async def rebased(
    resources: Resources, draft: StoredDraft, actor: Actor, seen_version: str | None
) -> RebasedAnswer:
    """Take over the version in force; what is no longer asked for leaves the draft.

    Raises:
        Refused: ``catalogue_changed``: yet another version than the one seen is in force; or
            ``draft_unknown``: it was submitted in the meantime.
    """
    catalogue = resources.catalogue
    if seen_version not in {None, catalogue.version}:
        raise Refused(
            "catalogue_changed",
            f"Version {catalogue.version} is in force by now: look at the changes once more.",
            rule="行政许可法 30; R40",
            field="catalogue_version",
        )
    now = datetime.now(UTC)
    current = shown_now(catalogue, draft.content, now)
    changes = changes_since(draft.shown, current) if current else ()
    fields, papers = left_over(
        draft.shown,
        current,
        form=draft.content.form,
        papers=[
            *(paper.paper_code for paper in draft.content.papers),
            *(pledge.paper_code for pledge in draft.content.pledges),
        ],
    )
    content = draft.content.model_copy(
        update={
            "form": {c: v for c, v in draft.content.form.items() if c not in fields},
            "papers": tuple(p for p in draft.content.papers if p.paper_code not in papers),
            "pledges": tuple(p for p in draft.content.pledges if p.paper_code not in papers),
            "confirmed": tuple(c for c in draft.content.confirmed if c not in fields),
        }
    )
    fresh = replace(draft, content=content, updated_at=now, shown=None)
    kept = await edited(resources, fresh, actor, before=replace(draft, shown=current))
    return RebasedAnswer(
        draft=await draft_answer(resources, kept, actor),
        taken_over=change_answers(changes),
        fields_removed=tuple(sorted(fields)),
        papers_removed=tuple(sorted(papers)),
    )
