"""A catalogue that changes while a draft is being written: told, taken over, never slipped in."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx

from api.app import create_app
from catalog.catalogue import Catalogue
from catalog.keeping import Catalogues
from catalog.loader import CATALOGUE_DIRECTORY, catalogue_of, read_files
from tests.api.refusals import problem_of
from tests.system.city import PUBLIC_URL, City, Person
from tests.system.journeys import Order, draft_body, fresh_uscc

DEVICES, TOBACCO = "items/B1-08.yaml", "items/B1-06.yaml"
Change = tuple[str, str, str]
LABELS = "label_zh: 冷链运输方案, label_en: Plan of the cold chain"
NEW_PAPER: Change = (
    DEVICES,
    "  papers:\n",
    f"  papers:\n    - {{code: cold_chain_plan, {LABELS}, paper_class: must_have, source: R1}}\n",
)
OTHER_SECTION: Change = (TOBACCO, "section: ", "section: 新设")


def changed(*changes: Change) -> Catalogue:
    """Give the city's catalogue with some lines otherwise."""
    files = dict(read_files(CATALOGUE_DIRECTORY))
    for name, old, new in changes:
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)
    return catalogue_of(files)


@asynccontextmanager
async def in_force(city: City, catalogue: Catalogue) -> AsyncIterator[Callable[[Person], Person]]:
    """Let persons call the same city under another version of the catalogue."""
    app = create_app(city.settings, replace(city.resources, catalogues=Catalogues(catalogue)))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL, timeout=60) as api:
        yield lambda person: replace(person, api=api)


async def drafted(city: City, owner: Person, *items: str) -> dict[str, Any]:
    body = await draft_body(city, owner, Order(items, uscc=fresh_uscc()))
    answer = await owner.post("/drafts", body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["faults"] == []
    return dict(answer.json())


def path_of(draft: dict[str, Any], part: str = "") -> str:
    return f"/drafts/{draft['draft_id']}{part}"


async def test_a_change_is_told_with_what_to_do_in_both_languages(city: City) -> None:
    owner = city.applicant()
    draft = await drafted(city, owner, "B1-08")
    async with in_force(city, changed(NEW_PAPER)) as under:
        seen = (await under(owner).get(path_of(draft))).json()
    (change,) = seen["changes"]
    assert (change["item_code"], change["kind"], change["code"], change["way"]) == (
        "B1-08",
        "paper",
        "cold_chain_plan",
        "added",
    )
    assert "冷链运输方案" in change["words"]["zh"]
    assert "Plan of the cold chain" in change["words"]["en"]
    assert change["to_do"] == {"zh": "请补充提交。", "en": "Hand it in."}
    assert seen["catalogue_version"] == draft["catalogue_version"] != seen["version_in_force"]


async def test_handing_in_is_refused_until_the_change_was_seen(city: City) -> None:
    owner = city.applicant()
    draft = await drafted(city, owner, "B1-08")
    async with in_force(city, changed(NEW_PAPER)) as under:
        later = under(owner)
        refused = await later.post(path_of(draft, "/submission"))
        problem = problem_of(refused, 409, "catalogue_changed")
        assert "B1-08" in problem["detail"]
        rebased = (await later.post(path_of(draft, "/rebase"))).json()
        assert [change["code"] for change in rebased["taken_over"]] == ["cold_chain_plan"]
        assert rebased["draft"]["changes"] == []
        assert rebased["draft"]["catalogue_version"] == rebased["draft"]["version_in_force"]
        accepted = await later.post(path_of(draft, "/submission"))
    assert accepted.status_code == 201, accepted.text


async def test_a_new_version_that_leaves_the_items_alone_stops_nobody(city: City) -> None:
    owner = city.applicant()
    draft = await drafted(city, owner, "B1-08")
    async with in_force(city, changed(OTHER_SECTION)) as under:
        seen = (await under(owner).get(path_of(draft))).json()
        assert seen["changes"] == []
        assert seen["version_in_force"] != draft["version_in_force"]
        accepted = await under(owner).post(path_of(draft, "/submission"))
    assert accepted.status_code == 201, accepted.text


async def test_editing_a_draft_does_not_count_as_having_seen_the_change(city: City) -> None:
    owner = city.applicant()
    draft = await drafted(city, owner, "B1-08")
    async with in_force(city, changed(NEW_PAPER)) as under:
        later = under(owner)
        kept = await later.put(path_of(draft), draft["content"])
        assert [change["code"] for change in kept.json()["changes"]] == ["cold_chain_plan"]
        refused = await later.post(path_of(draft, "/submission"))
        problem_of(refused, 409, "catalogue_changed")


async def test_an_item_chosen_under_the_new_version_is_seen_as_it_is(city: City) -> None:
    owner = city.applicant()
    draft = await drafted(city, owner, "B1-06")
    async with in_force(city, changed(NEW_PAPER)) as under:
        content = {**draft["content"], "items": ["B1-06", "B1-08"]}
        kept = await under(owner).put(path_of(draft), content)
    assert kept.json()["changes"] == []


async def test_what_is_no_longer_asked_for_leaves_the_draft(city: City) -> None:
    owner = city.applicant()
    async with in_force(city, changed(NEW_PAPER)) as under:
        body = await draft_body(city, owner, Order(("B1-08",), uscc=fresh_uscc()))
        plan = {"paper_code": "cold_chain_plan", "document_id": await owner.upload("plan")}
        body["papers"].append(plan)
        draft = (await under(owner).post("/drafts", body)).json()
        assert draft["faults"] == []
    seen = (await owner.get(path_of(draft))).json()
    assert [(change["code"], change["way"]) for change in seen["changes"]] == [
        ("cold_chain_plan", "removed")
    ]
    rebased = (await owner.post(path_of(draft, "/rebase"))).json()
    assert rebased["papers_removed"] == ["cold_chain_plan"]
    assert plan not in rebased["draft"]["content"]["papers"]
    assert rebased["draft"]["faults"] == []
    assert (await owner.post(path_of(draft, "/submission"))).status_code == 201


async def test_a_version_that_is_in_force_no_more_cannot_be_taken_over(city: City) -> None:
    owner = city.applicant()
    draft = await drafted(city, owner, "B1-08")
    async with in_force(city, changed(NEW_PAPER)) as under:
        body = {"catalogue_version": draft["version_in_force"]}
        refused = await under(owner).post(path_of(draft, "/rebase"), body)
    problem_of(refused, 409, "catalogue_changed")


async def test_rebasing_again_with_the_same_key_repeats_the_answer(city: City) -> None:
    owner = city.applicant()
    draft = await drafted(city, owner, "B1-08")
    async with in_force(city, changed(NEW_PAPER)) as under:
        first = await under(owner).post(path_of(draft, "/rebase"), key="same-key-1")
        again = await under(owner).post(path_of(draft, "/rebase"), key="same-key-1")
    assert first.json()["taken_over"]
    assert again.json() == first.json()


async def test_nobody_rebases_the_draft_of_another(city: City) -> None:
    draft = await drafted(city, city.applicant(), "B1-08")
    refused = await city.applicant().post(path_of(draft, "/rebase"))
    problem_of(refused, 404, "draft_unknown")
