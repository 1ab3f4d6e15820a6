"""Handing an application in, once per key."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from api import calls
from api.choices import part_of
from api.idempotency import Acting, once
from api.problems import FieldProblem, InvalidFieldsError
from api.resources import Resources
from api.schemas.intake import DraftContent, Receipt, SeparateReceipt
from api.submitting import Judged, build, judge
from domain.calendar import local_date
from domain.form import FieldFault, together
from domain.prefill import KnownValue
from domain.submission import Submission
from repositories import burdens, documents, drafts, notices
from workflows.recorder import Answer


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What is handed in; out of a draft also the prefilled values that its owner confirmed.

    ``faults`` are those of the draft itself, such as values nobody has confirmed.
    """

    content: DraftContent
    confirmed: tuple[KnownValue, ...] = ()
    faults: tuple[FieldFault, ...] = ()
    draft_id: str | None = None


async def submit_once(
    resources: Resources, acting: Acting, handed_in: HandedIn, *, case_id: str
) -> Receipt:
    """Check, start the case, and give its receipt; a repetition gives the same receipt.

    Raises:
        InvalidFieldsError: naming every field that is wrong; nothing was started.
        UnavailableError: the case could not answer in time; repeating continues.
    """

    async def act() -> Receipt:
        now = datetime.now(UTC)
        content = handed_in.content
        judged = await judge(resources, content, acting.actor, local_date(now))
        _refuse(together(handed_in.faults, judged.faults))
        if content.traditional:
            return await _submit_separately(resources, acting, judged, handed_in, case_id)
        submission = await build(
            resources,
            content,
            judged,
            acting.actor,
            case_id=case_id,
            now=now,
            confirmed=handed_in.confirmed,
        )
        return await _handed_in(resources, acting, submission, handed_in.draft_id)

    return await once(resources.database, acting, Receipt, act)


def _refuse(faults: tuple[FieldFault, ...]) -> None:
    if faults:
        problems = tuple(
            FieldProblem(field=fault.field, code=fault.code, message=fault.message)
            for fault in faults
        )
        raise InvalidFieldsError(problems, faults[0].rule)


async def _submit_separately(
    resources: Resources, acting: Acting, whole: Judged, handed_in: HandedIn, case_id: str
) -> Receipt:
    """Start one case per item, each on its own and knowing the others (双轨并行, R159)."""
    parts = _parts_of(whole, handed_in.content)
    ids = {code: _own_case_id(case_id, place, code) for place, code in enumerate(parts)}
    receipts: dict[str, Receipt] = {}
    for code, own_id in ids.items():
        now = datetime.now(UTC)
        own = parts[code]
        judged = await judge(resources, own, acting.actor, local_date(now))
        linked = tuple(other for other in ids.values() if other != own_id)
        submission = await build(
            resources,
            own,
            judged,
            acting.actor,
            case_id=own_id,
            now=now,
            confirmed=tuple(each for each in handed_in.confirmed if each.field in own.form),
            linked_cases=linked,
        )
        draft = handed_in.draft_id if own_id == case_id else None
        receipts[code] = await _handed_in(resources, acting, submission, draft)
    return _joined(receipts)


def _parts_of(judged: Judged, content: DraftContent) -> dict[str, DraftContent]:
    items = judged.catalogue.items if judged.catalogue else ()
    return {item.code: part_of(content, item) for item in items}


def _joined(receipts: dict[str, Receipt]) -> Receipt:
    """Give the first item's receipt with those of all of them."""
    separate = tuple(
        SeparateReceipt(item_code=code, **receipt.model_dump(exclude={"links", "separate"}))
        for code, receipt in receipts.items()
    )
    return next(iter(receipts.values())).model_copy(update={"separate": separate})


def _own_case_id(case_id: str, place: int, item_code: str) -> str:
    """Give the first item the application's own id, the others one that follows from it."""
    if place == 0:
        return case_id
    return hashlib.sha256(f"{case_id}\n{item_code}".encode()).hexdigest()[:32]


async def _handed_in(
    resources: Resources, acting: Acting, submission: Submission, draft_id: str | None
) -> Receipt:
    answer = await calls.submit(resources.client, submission, acting.digest, resources.entrance)
    return await _receipt(resources, submission, answer, draft_id)


async def _receipt(
    resources: Resources, submission: Submission, answer: Answer, draft_id: str | None
) -> Receipt:
    case_id = submission.case_id
    handed_in = (
        *(paper.document_id for paper in submission.papers),
        *(commitment.document_id for commitment in submission.commitments),
        *(pledge.document_id for pledge in submission.pledges),
    )
    async with resources.database.transaction() as session:
        if handed_in:
            await documents.attach(session, handed_in, case_id)
        if draft_id is not None:
            await drafts.submitted(session, draft_id, case_id)
        if submission.burden is not None:
            scheme = submission.catalogue.scheme.code
            await burdens.note(session, case_id, scheme, submission.burden, answer.at)
        told = await notices.of_stream(session, case_id, submission.applicant.subject)
    received = next((row for row in told if row["template"] == "received"), None)
    received_at = received["created_at"] if received else answer.at
    counted_from = received["facts"].get("counted_from") if received else None
    return Receipt(
        case_id=case_id,
        case_number=submission.case_number,
        received_at=received_at,
        counted_from=datetime.fromisoformat(counted_from) if counted_from else received_at,
        sequence=received["sequence"] if received else answer.sequence,
        seal=received["seal"] if received else "",
        links={
            "application": f"/v1/applications/{case_id}",
            "timeline": f"/v1/applications/{case_id}/timeline",
            "events": f"/v1/applications/{case_id}/events",
        },
    )
