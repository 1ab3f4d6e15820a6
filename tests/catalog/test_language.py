"""Our tree of an expression means what the CEL library makes of the text."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.answer_types import NUMBER, TEXT, TRUTH, Type, faults
from catalog.expressions import Answer, holds
from catalog.language import LanguageError, tree
from catalog.unknowns import outlook

TYPES: Mapping[str, Type] = {
    "sure": TRUTH,
    "open": TRUTH,
    "area": NUMBER,
    "trade": Type("text", frozenset({"shop", "bar"})),
    "lines": Type("several", frozenset({"a", "b"})),
    "name": TEXT,
}
ATOMS = (
    "sure",
    "open",
    "true",
    "area >= 300",
    "area < -1.5",
    "trade == 'shop'",
    "'shop' != trade",
    "trade in ['shop', \"bar\"]",
    "'a' in lines",
    "size(lines) > 1",
    "name == 'it\\'s'",
    "(sure == open)",
)
EXPRESSIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        inner.map(lambda each: f"!({each})"),
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(" ".join),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} ? ({p[1]}) : ({p[2]}))"),
        inner.map(lambda each: f"({each})"),
    ),
    max_leaves=6,
)
ANSWERS = st.fixed_dictionaries(
    {
        "sure": st.booleans(),
        "open": st.booleans(),
        "area": st.sampled_from([-2, 0, 299.9, 300]),
        "trade": st.sampled_from(["shop", "bar", ""]),
        "lines": st.sampled_from([(), ("a",), ("a", "b")]),
        "name": st.sampled_from(["it's", "x"]),
    }
)


@given(EXPRESSIONS)
def test_what_is_well_typed_is_found_to_be(expression: str) -> None:
    assert faults(tree(expression), TYPES) == ()


@given(EXPRESSIONS, ANSWERS, st.sets(st.sampled_from(list(TYPES))))
def test_a_certain_outlook_is_what_the_library_finds(
    expression: str, answers: dict[str, Answer], unknown: set[str]
) -> None:
    known = {code: answer for code, answer in answers.items() if code not in unknown}
    found = outlook(expression, known)
    if found.value is None:
        assert found.open <= unknown
        assert found.open
    else:
        assert found.value == holds(expression, answers)


@pytest.mark.parametrize(
    "expression",
    [
        "sure &&",
        "area + 1 > 2",
        "(sure",
        "[1, 2",
        "lines.exists(x, x == 'a')",
        "sure sure",
        "-sure",
        "a.",
        "#",
        "",
        "(" * 60 + "sure" + ")" * 60,
    ],
)
def test_what_rules_may_not_say_is_refused(expression: str) -> None:
    with pytest.raises(LanguageError):
        tree(expression)


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("area", "gives number"),
        ("sure > 1", "sure, which is truth, as number"),
        ("trade == 'pub'", "none of its choices"),
        ("'c' in lines", "none of its choices"),
        ("'a' in trade", "as several"),
        ("trade in ['shop', 1]", "another kind"),
        ("name == 3", "another kind"),
        ("!area", "as truth"),
        ("sure ? area : open", "another kind"),
        ("size(name) > 1", "as several"),
        ("nowhere == 1", "reads nowhere"),
    ],
)
def test_a_fault_of_type_is_told(expression: str, told: str) -> None:
    assert any(told in fault for fault in faults(tree(expression), TYPES))
