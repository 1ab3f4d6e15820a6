"""Tells the whole story against a running stack; every person acts through HTTP alone."""

from contextlib import AsyncExitStack
from pathlib import Path

import httpx
from temporalio.client import Client
from temporalio.service import RPCError

from stack.scenario import application_form as shop
from stack.scenario import chapters_accepting as accepting
from stack.scenario import chapters_afterwards as afterwards
from stack.scenario import chapters_applying as applying
from stack.scenario import chapters_issuing as issuing
from stack.scenario import chapters_reviewing as reviewing
from stack.scenario import chapters_supervising as supervising
from stack.scenario.city import City
from stack.scenario.expectations import UnmetExpectationError
from stack.scenario.narrator import Narrator
from stack.scenario.waiting import Clockwork

_TIMEOUT_SECONDS = 60
_TITLE = "A new supermarket in Zhongshan  中山市开超市一件事"
_PROLOGUE = (
    "Everything below really happens on this machine: each person acts through the HTTP API with "
    "a token of their own, each department's system is simulated, all data are made up. Where the "
    "law prescribes waiting, or work takes days, nobody waits: as a tester would, the story moves "
    "the clock of the Temporal workflow concerned ahead by its handle (⏩). Times are Beijing's."
)


async def tell(api: str, simulator: str, temporal: str, namespace: str, files: Path) -> int:
    """Tell the story on stdout; returns 0 when all of it came true, otherwise 1.

    ``files`` is an existing folder for what the people download.
    """
    narrator = Narrator()
    try:
        async with AsyncExitStack() as stack:
            city = City(
                address=api,
                http=await stack.enter_async_context(_browser(api)),
                simulator=await stack.enter_async_context(_browser(simulator)),
                clockwork=Clockwork(await Client.connect(temporal, namespace=namespace)),
                narrator=narrator,
                files=files,
            )
            await _story(city)
    except UnmetExpectationError as error:
        narrator.breaks_off(str(error))
        return 1
    except (httpx.HTTPError, RPCError, RuntimeError) as error:
        narrator.breaks_off(f"Expected that every server answers, but {error!r} happened.")
        return 1
    return 0


async def _story(city: City) -> None:
    city.narrator.opens(_TITLE, _PROLOGUE)
    owner = await city.applicant(shop.OWNER)
    notice = await applying.ask_for_guidance(city, owner)
    draft_id = await applying.fill_in(city, owner, notice)
    case = await applying.hand_in(city, owner, draft_id)
    await accepting.accept(case)
    await accepting.register(case)
    await reviewing.review_in_parallel(case)
    await reviewing.visit_together(case)
    await reviewing.pay_and_grant(case)
    view = await issuing.issue(case)
    await afterwards.verify_commitment(case, view)
    await supervising.supervise(case)
    city.narrator.closes(
        "All of it came true. The files it has left:",
        "Links, as long as the stack runs (`make demo DEMO=--keep` leaves it running):",
    )


def _browser(address: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=address, timeout=_TIMEOUT_SECONDS, trust_env=False)
