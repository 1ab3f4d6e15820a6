"""Acts on a running case: visible to the actor, once per key, answered from the record."""

from typing import Any

from pydantic import BaseModel

from api import calls
from api.cases import visible_case
from api.idempotency import Acting, once
from api.problems import FieldProblem, InvalidFieldsError
from api.resources import Resources
from api.schemas.cases import ActedAnswer
from api.schemas.intake import PaperInput
from api.submitting import document_faults
from core.temporal import application_workflow_id
from domain.actors import Actor
from domain.submission import Provenance, ProvidedPaper
from repositories import documents


async def act_on_case(
    resources: Resources,
    actor: Actor,
    key: str,
    case_id: str,
    *,
    update: str,
    command: Any,  # noqa: ANN401  # any command of the application
    body: BaseModel | None,
) -> ActedAnswer:
    """Send a command to the case; the route in the key's scope is the update with its case."""
    await visible_case(resources, actor, case_id)
    route = f"{update}/{case_id}/{getattr(command, 'item_code', '')}"
    acting = Acting(actor, route, key, body)

    async def act() -> ActedAnswer:
        answer = await calls.update(
            resources.client,
            application_workflow_id(case_id),
            update,
            command,
            update_id=acting.digest,
            wait=resources.settings.update_wait_seconds,
        )
        return ActedAnswer(case_id=case_id, sequence=answer.sequence, at=answer.at)

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
    named = {f"papers.{n}.document_id": p.document_id for n, p in enumerate(papers)}
    faults = await document_faults(resources.database, named, owners)
    if faults:
        problems = tuple(
            FieldProblem(field=fault.field, code=fault.code, message=fault.message)
            for fault in faults
        )
        raise InvalidFieldsError(problems, faults[0].rule)
    if papers:
        async with resources.database.transaction() as session:
            await documents.attach(session, tuple(named.values()), case_id)
    return tuple(
        ProvidedPaper(paper.paper_code, Provenance.UPLOADED, paper.document_id) for paper in papers
    )
