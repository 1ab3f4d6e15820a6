"""Administrators validate, compare and publish; a bad bundle changes nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.catalogue_watch import kept_catalogues
from catalog.keeping import Catalogues
from catalog.loader import CATALOGUE_DIRECTORY, content_hash, load_catalogue, read_files
from domain.actors import Role
from domain.calendar import local_date
from repositories import catalogues
from tests.api.refusals import problem_of
from tests.system.city import City
from tests.system.journeys import USCC, Journey, Order, accepted, submitted, until_true

FILES = read_files(CATALOGUE_DIRECTORY)
FOOD = "items/B1-02.yaml"
BROKEN = {**FILES, FOOD: FILES[FOOD].replace("when: prepares_food\n", "when: prepares_fud\n", 1)}


def today() -> date:
    return local_date(datetime.now(UTC))


def renamed(section: str) -> dict[str, str]:
    """The delivered files with the food permit in another section's hands."""
    line = next(each for each in FILES[FOOD].splitlines() if each.startswith("section: "))
    return {**FILES, FOOD: FILES[FOOD].replace(line, f"section: {section}", 1)}


async def ask(city: City, path: str, **body: Any) -> dict[str, Any]:
    answer = await city.person(Role.ADMINISTRATOR).post(f"/catalogue/{path}", body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_bundle_in_order_is_told_to_be(city: City) -> None:
    told = await ask(city, "validate", files=FILES)
    assert told == {"valid": True, "version": content_hash(FILES), "problems": []}


async def test_what_is_wrong_is_told_with_file_line_item_and_rule(city: City) -> None:
    told = await ask(city, "validate", files=BROKEN)
    lines = BROKEN[FOOD].splitlines()
    assert not told["valid"]
    problem = told["problems"][0]
    assert (problem["file"], problem["item"], problem["rule"]) == (FOOD, "B1-02", "expression_type")
    assert "prepares_fud" in lines[problem["line"] - 1]


@pytest.mark.parametrize(
    ("files", "field"),
    [
        ({}, "files"),
        ({"../etc/passwd": "a"}, "files"),
        ({"items/B1-02.py": "a"}, "files"),
        ({FOOD: "a\x00"}, f"files.{FOOD}"),
        ({FOOD: 5}, f"files.{FOOD}"),
    ],
)
async def test_a_bundle_of_the_wrong_shape_is_refused(
    city: City, files: dict[str, Any], field: str
) -> None:
    answer = await city.person(Role.ADMINISTRATOR).post("/catalogue/validate", {"files": files})
    assert problem_of(answer, 422, "request_malformed")["field"].startswith(field)


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [*a]",
        "a: &a [1,1,1,1,1,1,1,1,1,1]\n"
        + "\n".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 10)}]"
            for n in range(7)
        ),
        "- " * 3000 + "a",
        "code: ! 5",
        "\ufeff{",
        "code: 2023-99-99",
    ],
    ids=["holds itself", "multiplies", "deep", "tagged", "odd", "no day"],
)
async def test_hostile_yaml_is_a_problem_of_its_file(city: City, text: str) -> None:
    told = await ask(city, "validate", files={**FILES, FOOD: text})
    assert not told["valid"]
    assert {problem["file"] for problem in told["problems"]} == {FOOD}


async def test_a_bad_bundle_is_neither_published_nor_compared(city: City) -> None:
    running = city.resources.catalogue.version
    administrator = city.person(Role.ADMINISTRATOR)
    for path, more in (("versions", {"effective_from": today().isoformat()}), ("diff", {})):
        answer = await administrator.post(f"/catalogue/{path}", {"files": BROKEN, **more})
        problem = problem_of(answer, 422, "catalogue_expression_type")
        assert problem["field"] == f"files.{FOOD}"
    assert city.resources.catalogue.version == running


async def test_nothing_is_published_for_a_day_that_is_over(city: City) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    body = {"files": FILES, "effective_from": yesterday}
    answer = await city.person(Role.ADMINISTRATOR).post("/catalogue/versions", body)
    assert problem_of(answer, 422, "effective_from_past")["field"] == "effective_from"


async def test_a_dry_run_tells_the_change_and_the_cases_it_touches(city: City) -> None:
    waiting = await submitted(city, Order(("B1-02",), uscc=USCC))
    await waiting.open_task("intake_check", "B1-02")
    others = await submitted(city, Order(("B1-06",), uscc=USCC))
    before = (await ask(city, "diff", files=renamed("试行科")))["touched"]["kept"]
    await accepted(city, Order(("B1-02",), uscc=USCC))
    told = await ask(city, "diff", files=renamed("试行科"))
    assert [each["item"] for each in told["differences"]] == ["B1-02"]
    assert told["differences"][0]["after"] == "试行科"
    assert "becomes 试行科" in told["differences"][0]["words"]
    assert waiting.case_id in told["touched"]["cases"]
    assert others.case_id not in told["touched"]["cases"]
    assert told["touched"]["kept"] == before + 1


async def test_a_version_published_from_today_is_in_force_and_reaches_waiting_cases(
    city: City,
) -> None:
    running = city.resources.catalogue.version
    waiting = await submitted(city, Order(("B1-02",), uscc=USCC))
    await waiting.open_task("intake_check", "B1-02")
    newer = renamed("新设科")
    async with kept_catalogues(city.settings, city.database, city.resources.listener) as another:
        await _published_from_today(city, newer, waiting, another)
    assert city.resources.catalogue.version == running


async def _published_from_today(
    city: City, newer: dict[str, str], waiting: Journey, another: Catalogues
) -> None:
    """Publish, and put the delivered catalogue back into force whatever happens."""
    try:
        key = uuid4().hex
        body = {"files": newer, "effective_from": today().isoformat()}
        administrator = city.person(Role.ADMINISTRATOR)
        first = await administrator.post("/catalogue/versions", body, key=key)
        again = await administrator.post("/catalogue/versions", body, key=key)
        assert first.status_code == 200, first.text
        assert again.json() == first.json()
        assert waiting.case_id in first.json()["touched"]["cases"]
        assert first.json()["told"] >= 1
        assert city.resources.catalogue.version == content_hash(newer)
        listed = (await administrator.get("/catalogue/versions")).json()
        assert listed["in_force"] == content_hash(newer)
        current = [each["version"] for each in listed["versions"] if each["in_force"]]
        assert current == [content_hash(newer)]

        await until_true(lambda: _has_taken_over(waiting))
        await until_true(lambda: _serves(another, content_hash(newer)))
    finally:
        await ask(city, "versions", files=FILES, effective_from=today().isoformat())


async def _has_taken_over(journey: Journey) -> bool:
    return "catalogue_replaced" in await journey.kinds()


async def _serves(process: Catalogues, version: str) -> bool:
    return process.current.version == version


async def test_a_later_version_waits_for_its_day(city: City) -> None:
    running = city.resources.catalogue.version
    day = date(2097, 1, 1)
    await ask(city, "versions", files=renamed("未来科"), effective_from=day.isoformat())
    assert city.resources.catalogue.version == running
    kept = Catalogues(load_catalogue())
    assert not await kept.refresh(city.database, day - timedelta(days=1))
    assert await kept.refresh(city.database, day)
    assert kept.current.version == content_hash(renamed("未来科"))


async def test_a_stored_version_that_cannot_be_used_leaves_the_running_one(city: City) -> None:
    kept = Catalogues(load_catalogue())
    running = kept.current
    day = date(2098, 1, 1)
    async with city.database.transaction() as session:
        await catalogues.publish(
            session,
            version="broken",
            effective_from=day,
            texts=BROKEN,
            by="test",
            at=datetime.now(UTC),
        )
    assert not await kept.refresh(city.database, day)
    assert not await kept.refresh(city.database, day)
    assert kept.current is running


async def test_assumptions_are_listed(city: City) -> None:
    listed = (await city.person(Role.ADMINISTRATOR).get("/catalogue/assumptions")).json()
    assert {"file", "key", "text"} == set(listed[0])
    assert all(each["text"].startswith("assumption") for each in listed)
