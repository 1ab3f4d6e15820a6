"""The rules of guidance that hold for a version in a scheme."""

from catalog.parts import Rule
from catalog.schema import ItemVersion
from domain.catalogue import Scheme

CATCH_ALL = "true"
"""The condition of an item's last rule."""


def rules_of(version: ItemVersion, scheme: Scheme) -> tuple[Rule, ...]:
    """Give the rules in the order they are read, without those of other schemes."""
    return tuple(
        rule for rule in version.rules if not rule.only_schemes or scheme.code in rule.only_schemes
    )
