"""The registry's codes against our own check of them, which was written apart."""

from hypothesis import given
from hypothesis import strategies as st

from departments.simulator.uscc import ENTERPRISE_IN_ZHONGSHAN, new_uscc
from domain.identifiers import is_valid_uscc


@given(st.integers(), st.text(max_size=50))
def test_every_code_is_valid_and_an_enterprise_of_zhongshan(seed: int, key: str) -> None:
    code = new_uscc(seed, key)
    assert is_valid_uscc(code)
    assert code.startswith(ENTERPRISE_IN_ZHONGSHAN)


@given(st.integers(), st.text(max_size=50), st.text(max_size=50))
def test_the_same_key_is_registered_once_and_another_gets_another_code(
    seed: int, key: str, other: str
) -> None:
    assert new_uscc(seed, key) == new_uscc(seed, key)
    assert (new_uscc(seed, key) == new_uscc(seed, other)) == (key == other)
