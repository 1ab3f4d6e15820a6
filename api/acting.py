"""Acts on a running case: visible to the actor, once per key, answered from the record."""

from typing import Annotated, Protocol

from fastapi import Depends
from pydantic import BaseModel

from api import calls
from api.cases import visible_case
from api.dependencies import CurrentActor, Key, ResourcesDependency
from api.idempotency import Acting, once
from api.papers import own_papers
from api.resources import Resources
from api.schemas.cases import ActedAnswer
from api.schemas.intake import PaperInput
from core.temporal import workflow_id_of_stream
from domain.case import Case
from domain.submission import ProvidedPaper
from repositories import documents


class Command(Protocol):
    """A command names its kind, which is the name of its update."""

    @property
    def kind(self) -> str: ...


class CaseActs:
    """What one acting request does to its case: who acts, and under which key.

    The case is read when it is first needed, and once: after the body was found well-formed.
    """

    def __init__(self, key: Key, actor: CurrentActor, resources: ResourcesDependency) -> None:
        self.actor = actor
        self._key = key
        self._resources = resources
        self._case: Case | None = None

    async def case(self, case_id: str) -> Case:
        """Give the case.

        Raises:
            Refused: ``application_unknown``; somebody else's case looks like none.
        """
        if self._case is None:
            self._case = await visible_case(self._resources, self.actor, case_id)
        return self._case

    async def papers(
        self, case_id: str, papers: tuple[PaperInput, ...]
    ) -> tuple[ProvidedPaper, ...]:
        """Give the papers as the case takes them, and attach their documents to it.

        Raises:
            InvalidFieldsError: a document does not exist or is somebody else's.
        """
        applicant = (await self.case(case_id)).submission.applicant
        owners = {self.actor.subject, applicant.subject}
        handed_in = await own_papers(self._resources, owners, papers)
        if handed_in:
            async with self._resources.database.at_once() as session:
                named = tuple(paper.document_id for paper in handed_in)
                await documents.attach(session, named, case_id)
        return handed_in

    async def send(
        self, case_id: str, command: Command, body: BaseModel | None = None, *, concerns: str = ""
    ) -> ActedAnswer:
        """Send the command; a key holds within its kind, the case and what it concerns."""
        await self.case(case_id)
        acting = Acting(self.actor, f"{command.kind}/{case_id}/{concerns}", self._key, body)
        return await act_on_stream(self._resources, acting, case_id, command)


CaseActsDependency = Annotated[CaseActs, Depends()]


async def act_on_stream(
    resources: Resources, acting: Acting, stream: str, command: Command
) -> ActedAnswer:
    """Send a command to the workflow that writes a stream; who may was checked before."""

    async def act() -> ActedAnswer:
        answer = await calls.update(
            resources.client,
            workflow_id_of_stream(stream),
            command.kind,
            command,
            update_id=acting.digest,
            entrance=resources.entrance,
        )
        return ActedAnswer(case_id=stream, sequence=answer.sequence, at=answer.at)

    return await once(resources.database, acting, ActedAnswer, act)
