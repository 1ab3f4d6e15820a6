"""Acts on a running case: visible to the actor, once per key, answered from the record."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Protocol

from fastapi import Depends
from pydantic import BaseModel

from api import calls
from api.cases import case_now, visible_case
from api.dependencies import CurrentActor, Key, ResourcesDependency
from api.idempotency import Acting, once
from api.papers import own_papers
from api.resources import Resources
from api.schemas.cases import ActedAnswer
from api.schemas.intake import PaperInput
from api.written_notices import WrittenNotice, hand_in
from core.temporal import workflow_id_of_stream
from domain.case import Case
from domain.commands import Command as CaseCommand
from domain.commands import SuspendClock
from domain.decide import decide
from domain.submission import ProvidedPaper
from repositories import documents

First = Callable[[str], Awaitable[None]]


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
        self,
        case_id: str,
        command: Command,
        body: BaseModel | None = None,
        *,
        concerns: str = "",
        first: First | None = None,
    ) -> ActedAnswer:
        """Send the command; a key holds within its kind, the case and what it concerns."""
        await self.case(case_id)
        acting = Acting(self.actor, f"{command.kind}/{case_id}/{concerns}", self._key, body)
        return await act_on_stream(self._resources, acting, case_id, command, first=first)

    async def tell(
        self,
        case_id: str,
        command: CaseCommand,
        body: BaseModel,
        *,
        notice: WrittenNotice,
        concerns: str,
        rules_first: bool = True,
    ) -> ActedAnswer:
        """Send an act that names a document of the official's, which then lies in the case.

        The rules speak first, on the case as recorded; then the document is looked for. Not
        so for what must have come to pass by now: a case that was fast-forwarded knows better.
        """
        case = await self.case(case_id)

        async def first(update_id: str) -> None:
            if rules_first and not case.has_seen(f"update/{update_id}"):
                decide(case, command, case_now(case))
            await hand_in(self._resources.database, case, self.actor.subject, notice)

        return await self.send(case_id, command, body, concerns=concerns, first=first)

    async def suspend(
        self, case_id: str, command: SuspendClock, body: BaseModel, *, concerns: str
    ) -> ActedAnswer:
        """Send a suspension whose written notice exists and lies in the case (Art. 45)."""
        notice = WrittenNotice("notice_document_id", command.notice_document_id)
        return await self.tell(case_id, command, body, notice=notice, concerns=concerns)


CaseActsDependency = Annotated[CaseActs, Depends()]


async def act_on_stream(
    resources: Resources,
    acting: Acting,
    stream: str,
    command: Command,
    *,
    first: First | None = None,
) -> ActedAnswer:
    """Send a command to the workflow that writes a stream; who may was checked before.

    ``first`` is given the update's id and done before the command is sent, not for a repetition
    that was answered already.
    """

    async def act() -> ActedAnswer:
        if first is not None:
            await first(acting.digest)
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
