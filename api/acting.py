"""Acts on a running case: visible to the actor, once per key, answered from the record."""

from pydantic import BaseModel

from api import calls
from api.cases import visible_case
from api.idempotency import Acting, once
from api.papers import own_papers
from api.resources import Resources
from api.schemas.cases import ActedAnswer
from api.schemas.intake import PaperInput
from core.temporal import workflow_id_of_stream
from domain.actors import Actor
from domain.submission import ProvidedPaper
from repositories import documents


async def act_on_case(
    resources: Resources,
    actor: Actor,
    key: str,
    case_id: str,
    *,
    update: str,
    command: object,
    body: BaseModel | None,
    concerns: str = "",
) -> ActedAnswer:
    """Send a command to the case; a key holds within the update, its case and what it concerns."""
    await visible_case(resources, actor, case_id)
    route = f"{update}/{case_id}/{concerns}"
    return await act_on_stream(resources, Acting(actor, route, key, body), case_id, update, command)


async def act_on_stream(
    resources: Resources, acting: Acting, stream: str, update: str, command: object
) -> ActedAnswer:
    """Send a command to the workflow that writes a stream; who may was checked before."""

    async def act() -> ActedAnswer:
        answer = await calls.update(
            resources.client,
            workflow_id_of_stream(stream),
            update,
            command,
            update_id=acting.digest,
            wait=resources.settings.update_wait_seconds,
        )
        return ActedAnswer(case_id=stream, sequence=answer.sequence, at=answer.at)

    return await once(resources.database, acting, ActedAnswer, act)


async def provided(
    resources: Resources, actor: Actor, case_id: str, papers: tuple[PaperInput, ...]
) -> tuple[ProvidedPaper, ...]:
    """Give the papers as the case takes them, and attach their documents to it.

    Raises:
        InvalidFieldsError: a document does not exist or is somebody else's.
    """
    case = await visible_case(resources, actor, case_id)
    owners = {actor.subject, case.submission.applicant.subject}
    handed_in = await own_papers(resources, owners, papers)
    if handed_in:
        async with resources.database.transaction() as session:
            named = tuple(paper.document_id for paper in handed_in)
            await documents.attach(session, named, case_id)
    return handed_in
