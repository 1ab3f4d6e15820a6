"""Periods, ladder and office hours of the delivered schemes, and what a scheme may not say."""

import pytest
from pydantic import ValidationError

from catalog.loader import load_catalogue
from catalog.scheme_schema import Receipt, Rung
from domain.catalogue import OutsideHours, Scheme
from domain.clock import Light, LimitKind

SCHEMES = tuple(load_catalogue().schemes.values())


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.code)
class TestEveryScheme:
    def test_has_the_periods_of_the_law(self, scheme: Scheme) -> None:
        times = scheme.times
        periods = (
            (times.acceptance, 5),
            (times.service_of_decision, 10),
            (times.lane_extension, 10),
            (times.joint_cap, 45),
            (times.joint_extension, 15),
            (times.hearing_request, 5),
            (times.hearing_held, 20),
            (times.hearing_notice, 7),
        )
        for limit, count in periods:
            assert limit is not None
            assert (limit.count, limit.unit) == (count, "working_days")
            assert limit.source.startswith("行政许可法")

    def test_warns_at_shares_before_and_after_each_limit(self, scheme: Scheme) -> None:
        for kind, passed in ((LimitKind.PROMISED, Light.YELLOW), (LimitKind.STATUTORY, Light.RED)):
            rungs = [rung for rung in scheme.ladder if rung.limit_kind is kind]
            assert [rung.percent for rung in rungs if rung.percent] == [50, 80]
            days = {r.working_days_before: r.light for r in rungs if r.percent is None}
            assert days == {1: Light.BLUE, 0: passed}
        told = {role for rung in scheme.ladder for role in rung.notify}
        assert told == {"handler", "head", "supervisor"}

    def test_says_what_holds_after_office_hours(self, scheme: Scheme) -> None:
        assert scheme.receipt is not None
        assert scheme.receipt.outside_hours is OutsideHours.AT_ONCE
        assert scheme.receipt.source.startswith("电子签名法 11")


def test_a_rung_is_reached_in_one_way() -> None:
    rung = {"name": "half", "limit_kind": "promised", "light": "blue", "notify": ("handler",)}
    assert Rung.model_validate({**rung, "percent": 50}).percent == 50
    with pytest.raises(ValidationError, match="either days before the end or a share"):
        Rung.model_validate({**rung, "percent": 50, "working_days_before": 1})


def test_an_office_opens_before_it_closes() -> None:
    hours = {"opens_at": "17:00", "closes_at": "09:00", "outside_hours": "at_once", "source": "R1"}
    with pytest.raises(ValidationError, match="opens_at lies before closes_at"):
        Receipt.model_validate(hours)
