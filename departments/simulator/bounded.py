"""Memory that forgets the oldest, so that a simulator left running for weeks does not grow."""

from collections import OrderedDict
from typing import TypeVar

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")

MOST_KEPT = 20_000
LONGEST_LOG = 1_000


class Bounded(OrderedDict[KeyT, ValueT]):
    """A mapping of the latest ``MOST_KEPT`` entries."""

    def __setitem__(self, key: KeyT, value: ValueT) -> None:
        super().__setitem__(key, value)
        while len(self) > MOST_KEPT:
            self.popitem(last=False)
