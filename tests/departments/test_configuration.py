"""A wrong configuration is told clearly, with file, key and reason, before anything starts."""

from pathlib import Path
from typing import Any

import pytest

from departments.configuration import (
    SYSTEMS_FILE,
    DepartmentConfigurationError,
    SystemStyle,
    load_configuration,
)


def one_system(**more: object) -> dict[str, Any]:
    system = {"department": "health", "style": "callback", "path": "/health", "items": ["B1-04"]}
    return {"systems": {"health": {**system, **more}}, "shared_data": {"path": "/shared"}}


def problems_of(source: Path | dict[str, Any]) -> str:
    with pytest.raises(DepartmentConfigurationError) as caught:
        load_configuration(source)
    assert caught.value.problems
    return str(caught.value)


def test_the_demo_city_has_a_system_for_each_of_its_items() -> None:
    configuration = load_configuration(SYSTEMS_FILE)
    decided_by = {
        "BL-00": "market_regulation",
        "B1-01": "market_regulation_permits",
        "B1-02": "market_regulation_permits",
        "B1-08": "market_regulation_permits",
        "B1-04": "health",
        "B1-05": "fire_rescue",
        "B1-06": "tobacco",
        "B1-12": "urban_management",
    }
    assert {item: configuration.system_of(item) for item in decided_by} == decided_by
    assert {system.style for system in configuration.systems.values()} == set(SystemStyle)


def test_nobody_decides_an_item_that_no_system_names() -> None:
    assert load_configuration(SYSTEMS_FILE).system_of("B9-99") is None


def test_a_system_is_under_the_base_address_unless_it_has_its_own() -> None:
    usual = load_configuration(one_system()).systems["health"]
    assert usual.address_under("http://base.test/") == "http://base.test/health"
    elsewhere = one_system(address="https://health.test:8443/api")
    own = load_configuration(elsewhere).systems["health"]
    assert own.address_under("http://base.test") == "https://health.test:8443/api"


def test_a_call_is_bounded_by_ten_seconds_unless_told_otherwise() -> None:
    assert load_configuration(one_system()).systems["health"].timeout.total_seconds() == 10
    patient = load_configuration(one_system(timeout_seconds=20)).systems["health"]
    assert patient.timeout.total_seconds() == 20


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"style": "telepathy"}, "systems.health.style"),
        ({"path": "health"}, "systems.health.path"),
        ({"path": "/Health"}, "systems.health.path"),
        ({"items": []}, "systems.health.items"),
        ({"department": "Health Commission"}, "systems.health.department"),
        ({"timeout_seconds": 0}, "systems.health.timeout_seconds"),
        ({"timeout_seconds": 601}, "systems.health.timeout_seconds"),
        ({"address": "ftp://health.test"}, "systems.health.address"),
        ({"address": "https://health.test/?a=b"}, "systems.health.address"),
        ({"address": "https://health.test:99999"}, "systems.health.address"),
        ({"address": "https://health.test:port"}, "systems.health.address"),
        ({"adress": "https://health.test"}, "systems.health.adress"),
    ],
)
def test_a_wrong_value_is_told_with_its_key(wrong: dict[str, object], key: str) -> None:
    assert f"departments configuration: {key}: " in problems_of(one_system(**wrong))


def test_an_item_belongs_to_one_system_and_a_path_to_one_place() -> None:
    twice = one_system()
    twice["systems"]["other"] = {**twice["systems"]["health"], "path": "/other"}
    assert "named more than once: B1-04" in problems_of(twice)
    twice["systems"]["other"] = {**twice["systems"]["health"], "items": ["B1-05"]}
    assert "named more than once: /health" in problems_of(twice)
    shared = {**one_system(), "shared_data": {"path": "/health"}}
    assert "named more than once: /health" in problems_of(shared)


@pytest.mark.parametrize("missing", ["systems", "shared_data"])
def test_what_is_missing_is_named(missing: str) -> None:
    content = one_system()
    del content[missing]
    assert f"{missing}: Field required" in problems_of(content)


def test_a_city_without_systems_is_refused() -> None:
    assert "systems" in problems_of({**one_system(), "systems": {}})


def test_a_key_that_is_there_twice_is_refused_instead_of_losing_a_system(tmp_path: Path) -> None:
    file = tmp_path / "systems.yaml"
    file.write_text("systems:\n  health: {}\n  health: {}\n", encoding="utf-8")
    told = problems_of(file)
    assert "key 'health' is there twice" in told
    assert str(file) in told


@pytest.mark.parametrize("content", ["systems: [", "\t", "a: !!python/object:os.system {}"])
def test_a_file_that_is_not_plain_yaml_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "systems.yaml"
    file.write_text(content, encoding="utf-8")
    assert "is not YAML" in problems_of(file)


def test_an_empty_file_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "systems.yaml"
    assert "cannot be read" in problems_of(file)
    file.touch()
    assert "whole file" in problems_of(file)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "systems.yaml"
    file.write_bytes("部门: 1".encode("gbk"))
    assert "is not YAML" in problems_of(file)
