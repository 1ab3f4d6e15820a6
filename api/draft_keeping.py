"""Drafts with what their owner was shown last and what was filled in for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from api.known_data import Asker, Known, known_of
from api.problems import not_found
from api.resources import Resources
from api.schemas.forms import KnownPaperAnswer
from api.schemas.intake import DraftContent
from catalog.catalogue import Catalogue
from catalog.chosen import chosen_as_they_stand
from domain.actors import Actor, Role
from domain.calendar import local_date
from domain.errors import Refused
from domain.prefill import KnownValue, with_confirmed
from domain.rebasing import Shown, shown_after_edit
from repositories import drafts


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as stored; ``shown`` is None while its scheme or items are unusable."""

    draft_id: str
    content: DraftContent
    updated_at: datetime
    case_id: str | None = None
    shown: Shown | None = None
    values: tuple[KnownValue, ...] = ()
    papers: tuple[KnownPaperAnswer, ...] = ()
    pending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Prefilled:
    values: tuple[KnownValue, ...] = ()
    papers: tuple[KnownPaperAnswer, ...] = ()
    pending: tuple[str, ...] = ()


_SHOWN: TypeAdapter[Shown] = TypeAdapter(Shown)
_PREFILLED: TypeAdapter[_Prefilled] = TypeAdapter(_Prefilled)


def loaded(row: Mapping[str, Any]) -> StoredDraft:
    """Give a draft from its row; one from before there was prefilling has none."""
    shown, prefilled = row["shown"], row["prefilled"]
    known = _PREFILLED.validate_python(prefilled) if prefilled else _Prefilled()
    return StoredDraft(
        draft_id=row["draft_id"],
        content=DraftContent.model_validate(row["content"]),
        updated_at=row["updated_at"],
        case_id=row["case_id"],
        shown=_SHOWN.validate_python(shown) if shown else None,
        values=known.values,
        papers=known.papers,
        pending=known.pending,
    )


async def find_draft(resources: Resources, draft_id: str, actor: Actor) -> StoredDraft:
    """Give an own draft.

    Raises:
        Refused: ``draft_unknown``; it does not exist or is somebody else's.
    """
    async with resources.database.reading() as session:
        row = await drafts.find(session, draft_id, actor.subject)
    if row is None:
        raise not_found("draft")
    return loaded(row)


async def edited(
    resources: Resources,
    draft: StoredDraft,
    actor: Actor,
    *,
    before: StoredDraft | None,
) -> StoredDraft:
    """Store a draft's new content, with what is known filled in apart.

    A value counts as confirmed only when it was shown before: in the draft as it was.
    """
    current = shown_now(resources.catalogue, draft.content, draft.updated_at)
    known = await _known(resources, draft, current, actor)
    earlier = before.values if before else ()
    stored = replace(
        draft,
        shown=shown_after_edit(before.shown if before else None, current) if current else None,
        values=_merged(known, earlier, draft),
        papers=known.papers,
        pending=known.pending,
    )
    return await stored_draft(resources, stored, actor)


async def stored_draft(resources: Resources, draft: StoredDraft, actor: Actor) -> StoredDraft:
    """Write the draft's row.

    Raises:
        Refused: ``draft_unknown``; it is somebody else's or was submitted already.
    """
    prefilled = _Prefilled(draft.values, draft.papers, draft.pending)
    async with resources.database.transaction() as session:
        written = await drafts.put(
            session,
            draft.draft_id,
            actor.subject,
            drafts.DraftParts(
                content=draft.content.model_dump(mode="json"),
                shown=_SHOWN.dump_python(draft.shown, mode="json") if draft.shown else None,
                prefilled=_PREFILLED.dump_python(prefilled, mode="json"),
            ),
            draft.updated_at,
        )
    if not written:
        raise not_found("draft")
    return draft


def shown_now(catalogue: Catalogue, content: DraftContent, now: datetime) -> Shown | None:
    """Give the draft's items as they stand in force; None when there are none to be had.

    Items that are abolished or not offered any more are among them, so that it is told.
    """
    try:
        items = chosen_as_they_stand(
            catalogue,
            content.scheme,
            content.items,
            on=local_date(now),
            answers=content.answers,
        )
    except Refused:
        return None
    return Shown(catalogue.version, items) if items else None


async def _known(
    resources: Resources, draft: StoredDraft, current: Shown | None, actor: Actor
) -> Known:
    if current is None:
        return Known()
    content = draft.content
    is_clerk = actor.role is Role.WINDOW_CLERK and content.on_behalf_of
    uscc = content.business.uscc if content.business else None
    asker = Asker(
        subject=content.on_behalf_of if is_clerk else actor.subject,
        uscc=uscc or content.form.get("uscc"),
        handed_in={paper.paper_code: paper.document_id for paper in content.papers},
    )
    return await known_of(resources, current.items, asker, draft.updated_at)


def _merged(
    known: Known, earlier: tuple[KnownValue, ...], draft: StoredDraft
) -> tuple[KnownValue, ...]:
    """Keep what was shown and is confirmed, and what a silent source cannot tell again."""
    named = draft.content.confirmed_fields
    seen = {each.field: each for each in earlier}
    confirmed = with_confirmed(
        (seen[code] for code in named if code in seen), named, draft.updated_at
    )
    taken = {each.field: each for each in known.values}
    if known.pending:
        taken = {**seen, **taken}
    taken |= {each.field: each for each in confirmed}
    return tuple(
        each if each.field in named else replace(each, confirmed_at=None) for each in taken.values()
    )
