"""The parts of the story that need no server: how it is told, and how it waits."""

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stack.scenario import application_form as shop
from stack.scenario.expectations import UnmetExpectationError, require_success
from stack.scenario.narrator import (
    BEIJING,
    WIDTH,
    Narrator,
    aligned,
    columns,
    day,
    length,
    moment,
    wrap,
)
from stack.scenario.waiting import MARGIN, in_office, still_to_pass, until

WORDS = st.text(st.sampled_from("ab 许可，m²"), max_size=200)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


class TestNarrator:
    def test_numbers_the_chapters(self, out: io.StringIO) -> None:
        narrator = Narrator(out)
        narrator.chapter("Guidance", "办事指引")
        narrator.chapter("Draft", "一表申请")
        assert "1. Guidance  办事指引\n" in out.getvalue()
        assert "2. Draft  一表申请\n" in out.getvalue()

    def test_indents_the_lines_that_follow(self, out: io.StringIO) -> None:
        Narrator(out).does("The owner", "waits " * 40)
        first, *others = out.getvalue().splitlines()
        assert first.startswith("  ▸ The owner waits")
        assert others
        assert all(line.startswith("    waits") for line in others)

    @given(WORDS)
    def test_keeps_within_its_width(self, text: str) -> None:
        out = io.StringIO()
        Narrator(out).answers(text.replace("，", "， "))
        words = max((columns(word) for word in text.replace("，", "， ").split()), default=0)
        assert all(columns(line) <= max(WIDTH, words + 6) for line in out.getvalue().splitlines())

    def test_closes_with_every_file_and_link(self, out: io.StringIO) -> None:
        narrator = Narrator(out)
        narrator.saved("The licence", Path("/files/licence.pdf"))
        narrator.link("The page", "http://city/page")
        begins = len(out.getvalue())
        narrator.closes("All came true.", "Links:")
        closing = out.getvalue()[begins:]
        assert closing.index("All came true.") < closing.index("/files/licence.pdf")
        assert closing.index("Links:") < closing.index("http://city/page")

    def test_breaks_off_with_one_sentence(self, out: io.StringIO) -> None:
        Narrator(out).breaks_off(str(UnmetExpectationError("it rains", "the sun shines")))
        assert out.getvalue().strip() == "✗ Expected that it rains, but the sun shines."


class TestLayout:
    def test_counts_two_columns_for_a_chinese_character(self) -> None:
        assert columns("许可 B1-04") == 10

    def test_aligns_cells_behind_chinese_and_latin_alike(self) -> None:
        lines = aligned([("许可", "x"), ("abc", "y"), ("one alone",)])
        assert lines == ("许可       x", "abc        y", "one alone")

    @given(WORDS, st.integers(1, 120))
    def test_wraps_without_losing_a_word(self, text: str, width: int) -> None:
        assert " ".join(wrap(text, width)).split() == text.split()

    def test_tells_instants_in_beijing(self) -> None:
        assert moment("2026-11-24T17:00:00Z") == "Wed 2026-11-25 01:00"
        assert moment(NOON) == "Tue 2026-11-24 12:00"

    def test_tells_a_missing_day_as_no_expiry(self) -> None:
        assert day(None) == "长期 no expiry"
        assert day("2026-11-24") == day(date(2026, 11, 24)) == "Tue 2026-11-24"

    @pytest.mark.parametrize(
        ("duration", "told"),
        [
            (timedelta(), "no time"),
            (timedelta(minutes=1), "1 minute"),
            (timedelta(days=5, minutes=5), "5 days 5 minutes"),
            (timedelta(days=1, hours=23, minutes=59, seconds=59), "2 days"),
        ],
        ids=str,
    )
    def test_tells_durations_in_words(self, duration: timedelta, told: str) -> None:
        assert length(duration) == told


class TestWaiting:
    async def test_gives_what_was_seen_when_it_was_so(self) -> None:
        numbers = iter(range(10))

        async def look() -> int:
            return next(numbers)

        assert await until(look, lambda seen: seen == 2, expected="two comes") == 2

    async def test_tells_in_one_sentence_what_did_not_become_so(self) -> None:
        async def look() -> bool:
            return False

        with pytest.raises(UnmetExpectationError) as unmet:
            await until(look, bool, expected="it becomes true", patience_seconds=0.01)
        assert str(unmet.value).startswith("Expected that it becomes true, but it was not so")

    @given(INSTANTS, INSTANTS)
    def test_time_passes_until_surely_after_the_instant(
        self, now: datetime, instant: datetime
    ) -> None:
        duration = still_to_pass(now, instant)
        assert now + duration >= instant + MARGIN
        assert duration >= timedelta()

    def test_no_time_passes_for_what_is_long_past(self) -> None:
        assert still_to_pass(NOON, NOON - timedelta(days=1)) == timedelta()

    @given(INSTANTS)
    def test_the_next_office_hour_is_a_weekday_morning_within_three_days(
        self, instant: datetime
    ) -> None:
        met = in_office(instant)
        assert instant <= met <= instant + timedelta(days=3)
        assert met.weekday() < 5
        assert (met.astimezone(BEIJING).hour, met.minute) == (10, 0)


class TestExpectations:
    def test_names_the_code_and_field_of_a_problem(self) -> None:
        problem = {"code": "citizen_id_invalid", "field": "form.id", "detail": "It does not fit."}
        with pytest.raises(UnmetExpectationError) as unmet:
            require_success(httpx.Response(422, json=problem), "the draft is received")
        assert str(unmet.value) == (
            "Expected that the draft is received, but the city answered "
            "422 citizen_id_invalid at form.id (It does not fit)."
        )

    def test_gives_the_status_alone_when_there_is_no_problem(self) -> None:
        with pytest.raises(UnmetExpectationError, match="the city answered 502"):
            require_success(httpx.Response(502, text="bad gateway"), "it works")

    def test_goes_on_after_success(self) -> None:
        require_success(httpx.Response(201, json={}), "it works")


class TestApplicationForm:
    def test_papers_that_are_shared_pledged_or_committed_to_are_not_brought(self) -> None:
        def paper(
            code: str, *, shared: bool = False, replaceable: bool = False
        ) -> dict[str, object]:
            return {"code": code, "shared": shared, "replaceable_by_commitment": replaceable}

        items = [
            {"code": "B1-02", "papers": [paper("drawing"), paper(shop.PLEDGED_PAPER)]},
            {"code": "B1-05", "papers": [paper("plan", replaceable=True), paper("drawing")]},
            {
                "code": shop.COMMITTED,
                "papers": [paper("report", replaceable=True), paper("identity", shared=True)],
            },
        ]
        assert shop.papers_to_bring(items) == ("drawing", "plan")

    def test_fields_known_from_elsewhere_are_not_filled_in_again(self) -> None:
        asked: dict[str, object] = {"choices": [], "required": True}
        form = [
            asked | {"code": "uscc", "kind": "uscc"},
            asked | {"code": "business_name", "kind": "text"},
            asked
            | {
                "code": "device_business_mode",
                "kind": "choice",
                "choices": ["retail", "wholesale"],
            },
            asked | {"code": "opening_date", "kind": "date"},
            asked | {"code": "website", "kind": "text", "required": False},
        ]
        filled = shop.filled_in(form)
        assert filled == {"device_business_mode": "retail", "opening_date": "2027-03-01"}
