"""What is kept of every request to the applicant: the state before it, and the reply."""

from dataclasses import replace
from datetime import date, datetime

from domain import events as happened
from domain.actors import Actor
from domain.case import Case, KnownRequest, RequestStatus

Values = tuple[tuple[str, str], ...]


def open_request(
    case: Case, event: happened.SupplementRequested, at: datetime, actor: Actor
) -> Case:
    """Keep the request with the values that stand there now; what is empty is left out."""
    codes = tuple(dict.fromkeys(gap.code for gap in event.gaps))
    papers = {paper.paper_code: paper.document_id for paper in case.papers}
    known = {**dict(case.form), **papers}
    request = KnownRequest(
        item_code=event.item_code,
        number=1 + sum(one.item_code == event.item_code for one in case.requests),
        gaps=event.gaps,
        requested_at=at,
        requested_by=actor.subject,
        due_on=event.due_on,
        before=tuple((code, known[code]) for code in codes if code in known),
    )
    return replace(case, requests=(*case.requests, request))


def answer_request(case: Case, event: happened.SupplementProvided, at: datetime) -> Case:
    """Keep what came beside what was there."""
    papers = tuple((paper.paper_code, paper.document_id) for paper in event.papers)
    after = (*papers, *event.form, *event.explanations)
    return close_request(case, event.item_code, RequestStatus.ANSWERED, at, after)


def close_request(
    case: Case, item_code: str, status: RequestStatus, at: datetime, after: Values = ()
) -> Case:
    """End the item's open request; none is known when it began before requests were kept."""
    return _changed(case, item_code, status=status, after=after, ended_at=at)


def put_off(case: Case, item_code: str, due_on: date) -> Case:
    """Let the item's open request be due on another day."""
    return _changed(case, item_code, due_on=due_on)


def _changed(case: Case, item_code: str, **changes: object) -> Case:
    requests = tuple(
        replace(request, **changes)  # type: ignore[arg-type]
        if (request.item_code, request.status) == (item_code, RequestStatus.OPEN)
        else request
        for request in case.requests
    )
    return replace(case, requests=requests)
