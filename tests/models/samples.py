"""Full samples of any payload type, made from its annotations: nothing is left at its default."""

import types
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

_PLAIN: dict[type, Any] = {
    str: "文本 with words",
    int: 7,
    float: 1.5,
    bool: True,
    bytes: b"bytes",
    date: date(2026, 2, 28),
    datetime: datetime(2026, 3, 2, 1, 2, 3, 456789, tzinfo=UTC),
    time: time(9, 30),
    timedelta: timedelta(hours=5),
}


def sample(kind: Any) -> Any:
    """Give a value of the type with every optional part present and every tuple filled."""
    origin = get_origin(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if origin is Annotated:
        return sample(get_args(kind)[0])
    if origin is Literal:
        return get_args(kind)[0]
    if origin is tuple:
        return tuple(sample(part) for part in get_args(kind) if part is not Ellipsis)
    if origin is dict:
        key, value = get_args(kind)
        return {sample(key): sample(value)}
    if origin in {Union, types.UnionType}:
        return sample(next(part for part in get_args(kind) if part is not types.NoneType))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return list(kind)[-1]
    return _filled(kind)


def bare(kind: type) -> Any:
    """Give a value of a dataclass with nothing but what it needs."""
    hints = get_type_hints(kind)
    needed = (each for each in fields(kind) if _is_needed(each))
    return kind(**{each.name: sample(hints[each.name]) for each in needed})


def members(union: Any) -> tuple[type, ...]:
    """Give the classes of a union, whether it carries a discriminator or not."""
    if get_origin(union) is Annotated:
        return members(get_args(union)[0])
    return tuple(get_args(union))


def _filled(kind: Any) -> Any:
    assert is_dataclass(kind), f"no sample for {kind}"
    cls = kind if isinstance(kind, type) else type(kind)
    hints = get_type_hints(cls, include_extras=True)
    return cls(**{each.name: sample(hints[each.name]) for each in fields(cls) if each.init})


def _is_needed(each: Any) -> bool:
    return bool(each.init and repr(each.default) == repr(each.default_factory))
