"""What the bench tells of guidance and form, and how it answers what guidance asks."""

import pytest

from bench import intake
from catalog.loader import load_catalogue


def test_the_table_puts_the_form_beside_the_forms_one_by_one() -> None:
    told = intake.table(
        {
            "items": 8,
            "guidance_p50_ms": 11.0,
            "guidance_p99_ms": 29.0,
            "notice_median_ms": 4.0,
            "notice_p99_ms": 9.0,
            "restaurant_form": {
                "together": {"fields": 17, "papers": 11},
                "separately": {"fields": 39, "papers": 13},
            },
        }
    )
    assert "theme of 8 items: p50 11.0 ms, p99 29.0 ms" in told
    assert "17 fields and 11 papers instead of 39 and 13 one by one" in told


@pytest.mark.parametrize("theme", [intake.EIGHT_ITEMS, intake.RESTAURANT])
def test_the_measured_themes_exist(theme: str) -> None:
    assert load_catalogue().items_of_theme(theme)


def test_the_measured_theme_has_eight_items() -> None:
    assert len(load_catalogue().items_of_theme(intake.EIGHT_ITEMS)) == 8
