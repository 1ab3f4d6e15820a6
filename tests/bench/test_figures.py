"""The computations of the bench."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.figures import (
    COMPARED,
    Samples,
    milliseconds,
    per_lifecycle,
    percentile,
    ratios,
    summary,
)

some_seconds = st.lists(st.floats(0, 1000), min_size=1)


def test_the_median_of_an_odd_number_of_samples_is_the_middle_one() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0


def test_the_p99_of_a_hundred_samples_is_the_second_largest() -> None:
    assert percentile([float(number) for number in range(100)], 0.99) == 98.0


def test_nothing_measured_has_no_percentile() -> None:
    assert percentile([], 0.99) is None
    assert milliseconds(None) is None


@given(some_seconds, st.sampled_from((0.5, 0.9, 0.99, 1.0)))
def test_a_percentile_is_a_sample_that_enough_others_do_not_exceed(
    samples: list[float], share: float
) -> None:
    found = percentile(samples, share)
    assert found in samples
    assert sum(sample <= found for sample in samples) >= share * len(samples) - 1e-9


@given(some_seconds)
def test_percentiles_grow_with_the_share(samples: list[float]) -> None:
    found = [percentile(samples, share) or 0.0 for share in (0.1, 0.5, 0.99, 1.0)]
    assert found == sorted(found)
    assert found[-1] == max(samples)


def test_a_stall_is_any_answer_that_took_longer_than_five_seconds() -> None:
    samples = Samples(starts=[5.0, 5.1], decisions=[0.1, 6.0], effects=[7.0], lifecycles=[60.0])
    assert samples.stalls == 3


def test_costs_are_divided_by_finished_lifecycles_only() -> None:
    assert per_lifecycle(1000.0, 8) == 125.0
    assert per_lifecycle(1000.0, 0) is None


def test_a_summary_tells_rate_latencies_in_milliseconds_and_errors() -> None:
    samples = Samples(starts=[0.1], decisions=[0.2, 0.3], effects=[0.4], lifecycles=[1.0, 2.0])
    samples.failed("case_not_answering")
    samples.failed("case_not_answering")
    told = summary(samples, seconds=4.0)
    assert told["lifecycles_per_second"] == 0.5
    assert told["decision_p50_ms"] == 200.0
    assert told["decision_p99_ms"] == 300.0
    assert told["effect_p99_ms"] == 400.0
    assert told["errors"] == {"case_not_answering": 2}


@pytest.mark.parametrize("seconds", [0.0, -1.0])
def test_a_load_without_duration_has_no_rate(seconds: float) -> None:
    assert summary(Samples(), seconds)["lifecycles_per_second"] is None


def test_ratios_tell_how_many_times_the_bare_workflows_figures_ours_are() -> None:
    bare = dict.fromkeys(COMPARED, 10.0)
    ours: dict[str, float | None] = {**dict.fromkeys(COMPARED, 25.0), "start_p50_ms": None}
    told = ratios(ours, bare)
    assert told["cpu_ms_per_lifecycle"] == 2.5
    assert told["start_p50_ms"] is None
