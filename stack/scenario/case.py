"""One application on its way, as its applicant and the supervisor see it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.temporal import application_workflow_id
from stack.scenario.city import City
from stack.scenario.people import Person
from stack.scenario.waiting import until

View = dict[str, Any]
_FAVOURABLE = frozenset({"granted", "filed", "issued"})


@dataclass(frozen=True, slots=True)
class Case:
    """The application of the story; views are always what the record says now."""

    city: City
    owner: Person
    case_id: str

    @property
    def path(self) -> str:
        return f"/applications/{self.case_id}"

    @property
    def workflow_id(self) -> str:
        return application_workflow_id(self.case_id)

    async def view(self, reader: Person | None = None) -> View:
        return dict(await (reader or self.owner).get(self.path, "the application can be read"))

    async def until(self, is_so: Callable[[View], bool], expected: str) -> View:
        """Wait until the case as recorded is so; give it."""
        return await until(self.view, is_so, expected=expected)

    async def until_granted(self, *items: str) -> View:
        """Wait until items are granted or filed; some may be issued by then."""

        def so(view: View) -> bool:
            return all(lanes(view)[item]["status"] in _FAVOURABLE for item in items)

        return await self.until(so, f"{', '.join(items)} are granted or filed")

    async def act(self, path: str, body: object, expecting: str) -> View:
        """Have the applicant act on the case."""
        return await self.owner.post(f"{self.path}{path}", body, expecting)

    async def now(self) -> datetime:
        return await self.city.clockwork.now(self.workflow_id)

    async def move_past(self, instant: datetime, why: str) -> None:
        """Let the case's time pass until after the instant, and say so."""
        await self.city.move_past(self.workflow_id, instant, why)


def lanes(view: View) -> dict[str, View]:
    """Give the lanes of a case by item."""
    return {lane["item_code"]: lane for lane in view["lanes"]}


async def own_task(person: Person, case_id: str, kind: str, item: str = "") -> View:
    """Wait until the person's inbox holds an open task of the case, and give it.

    Raises:
        UnmetExpectationError: no such task comes.
    """

    async def inbox() -> list[View]:
        page = await person.get("/tasks", "the inbox can be read", kind=kind, limit=100)
        return [
            task
            for task in page["entries"]
            if task["stream"] == case_id and (not item or item in task["item_codes"])
        ]

    what = f"{person.name} finds a task {kind} for {item or case_id} in the inbox"
    return (await until(inbox, bool, expected=what))[0]


async def complete(person: Person, task: View, outcome: str, **more: object) -> View:
    """Complete a task as its department's official."""
    body = {"outcome": outcome, **more}
    expecting = f"{person.name} may complete {task['kind']} with {outcome}"
    return await person.post(f"/tasks/{task['task_id']}/completion", body, expecting)
