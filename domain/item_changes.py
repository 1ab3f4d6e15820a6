"""What an applicant must know of an item that changed: readable, kind by kind, with what to do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.catalogue import Item, ReformMode
from domain.clock import Limit
from domain.labels import Label
from domain.period_words import kind_words, period_words


class ChangeKind(StrEnum):
    """Of what an item consists, as applicants see it."""

    MODE = "mode"
    DEPARTMENT = "department"
    FIELD = "field"
    PAPER = "paper"
    CONDITION = "condition"
    CHECKLIST = "checklist"
    PREREQUISITE = "prerequisite"
    LIMIT = "limit"
    VALIDITY = "validity"
    WORDING = "wording"


class ChangeWay(StrEnum):
    """Whether something is new, gone, or otherwise than before."""

    ADDED = "added"
    REMOVED = "removed"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One change in words; ``to_do`` says what the applicant must do about it."""

    item_code: str
    kind: ChangeKind
    code: str
    way: ChangeWay
    words: Label
    to_do: Label


class Coded(Protocol):
    """A part of an item that people know by its label."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> Label: ...


_NOTHING_TO_DO = Label("无需办理，知悉即可。", "Nothing; only take note.")
_KIND_WORDS = {
    ChangeKind.FIELD: Label("填写项", "Field"),
    ChangeKind.PAPER: Label("申请材料", "Paper"),
    ChangeKind.CONDITION: Label("许可条件", "Condition"),
    ChangeKind.CHECKLIST: Label("核查要点", "Point of the visit"),
}
_WAY_WORDS = {
    ChangeWay.ADDED: Label("新增", "new"),
    ChangeWay.REMOVED: Label("取消", "no longer asked"),
    ChangeWay.ALTERED: Label("调整", "changed"),
}
_TO_DO = {
    (ChangeKind.FIELD, ChangeWay.ADDED): Label("请补充填写。", "Fill it in."),
    (ChangeKind.FIELD, ChangeWay.ALTERED): Label("请核对已填内容。", "Check what you filled in."),
    (ChangeKind.FIELD, ChangeWay.REMOVED): Label("已从草稿中移除。", "It leaves the draft."),
    (ChangeKind.PAPER, ChangeWay.ADDED): Label("请补充提交。", "Hand it in."),
    (ChangeKind.PAPER, ChangeWay.ALTERED): Label("请核对所交材料。", "Check the paper handed in."),
    (ChangeKind.PAPER, ChangeWay.REMOVED): Label("已从草稿中移除。", "It leaves the draft."),
    (ChangeKind.CONDITION, ChangeWay.ADDED): Label("请确认符合该条件。", "See that you meet it."),
    (ChangeKind.CONDITION, ChangeWay.ALTERED): Label("请确认仍符合。", "See that you meet it."),
    (ChangeKind.CHECKLIST, ChangeWay.ADDED): Label("请为核查做好准备。", "Be ready for it."),
    (ChangeKind.CHECKLIST, ChangeWay.ALTERED): Label("请为核查做好准备。", "Be ready for it."),
    (ChangeKind.PREREQUISITE, ChangeWay.ADDED): Label(
        "请先取得或者一并申请。", "Obtain it first, or apply for both together."
    ),
}
_MODES = {
    ReformMode.ABOLISHED: Label("直接取消审批", "abolished"),
    ReformMode.FILING: Label("审批改为备案", "filing"),
    ReformMode.COMMITMENT: Label("实行告知承诺", "notice and commitment"),
    ReformMode.STREAMLINED: Label("优化审批服务", "streamlined review"),
}
_MODE_TO_DO = {
    ReformMode.ABOLISHED: Label("请将该事项移出申请。", "Take the item out of the application."),
    ReformMode.FILING: Label("改为备案，当场办结。", "It is only filed, and done on the spot."),
    ReformMode.COMMITMENT: Label(
        "请签署告知承诺书，或者选择一般程序。", "Sign the commitment, or choose the reviewed way."
    ),
    ReformMode.STREAMLINED: Label("请按材料清单备齐材料。", "Have all the papers listed ready."),
}


def item_changes(before: Item, after: Item) -> tuple[ItemChange, ...]:
    """Give every change of an item; empty exactly when nothing of it changed."""
    found = tuple(_found(before, after))
    if found or before == after:
        return found
    words = Label("事项的说明文字或依据有调整。", "Explanations or legal basis were changed.")
    return (_change(after, ChangeKind.WORDING, "item", words=words),)


def _found(before: Item, after: Item) -> Iterator[ItemChange]:
    yield from _mode(before, after)
    yield from _department(before, after)
    parts: tuple[tuple[ChangeKind, Sequence[Coded], Sequence[Coded]], ...] = (
        (ChangeKind.FIELD, before.fields, after.fields),
        (ChangeKind.PAPER, before.papers, after.papers),
        (ChangeKind.CONDITION, before.conditions, after.conditions),
        (ChangeKind.CHECKLIST, before.checklist, after.checklist),
    )
    for kind, ours, theirs in parts:
        yield from _coded(after, kind, _by_code(ours), _by_code(theirs))
    yield from _prerequisites(before, after)
    yield from _limits(before, after)
    yield from _validity(before, after)


def _mode(before: Item, after: Item) -> Iterator[ItemChange]:
    if before.mode is not after.mode:
        old, new = _MODES[before.mode], _MODES[after.mode]
        words = Label(
            f"办理方式由“{old.zh}”改为“{new.zh}”。", f"The mode was {old.en} and is {new.en} now."
        )
        yield _change(
            after, ChangeKind.MODE, after.mode.value, words=words, to_do=_MODE_TO_DO[after.mode]
        )


def _department(before: Item, after: Item) -> Iterator[ItemChange]:
    if (before.department, before.section) != (after.department, after.section):
        old, new = before.department.label, after.department.label
        words = Label(
            f"实施部门由{old.zh}（{before.section}）改为{new.zh}（{after.section}）。",
            f"The department was {old.en} ({before.section}), it is {new.en} ({after.section}).",
        )
        yield _change(after, ChangeKind.DEPARTMENT, after.department.code, words=words)


def _coded(
    item: Item, kind: ChangeKind, before: Mapping[str, Coded], after: Mapping[str, Coded]
) -> Iterator[ItemChange]:
    for code in dict.fromkeys((*before, *after)):
        old, new = before.get(code), after.get(code)
        if old == new:
            continue
        way = _way(is_old=old is not None, is_new=new is not None)
        label = (new or before[code]).label
        what, how = _KIND_WORDS[kind], _WAY_WORDS[way]
        words = Label(f"{what.zh}“{label.zh}”：{how.zh}。", f"{what.en} “{label.en}”: {how.en}.")
        yield _change(item, kind, code, way=way, words=words)


def _prerequisites(before: Item, after: Item) -> Iterator[ItemChange]:
    old = {each.item_code: each for each in before.prerequisites}
    new = {each.item_code: each for each in after.prerequisites}
    for code in dict.fromkeys((*old, *new)):
        if old.get(code) != new.get(code):
            way = _way(is_old=code in old, is_new=code in new)
            how = _WAY_WORDS[way]
            words = Label(f"前置许可 {code}：{how.zh}。", f"Permit needed first, {code}: {how.en}.")
            yield _change(after, ChangeKind.PREREQUISITE, code, way=way, words=words)


def _limits(before: Item, after: Item) -> Iterator[ItemChange]:
    old = {limit.kind: limit for limit in before.limits}
    new = {limit.kind: limit for limit in after.limits}
    for kind in dict.fromkeys((*old, *new)):
        if old.get(kind) != new.get(kind):
            was, becomes, name = _period(old.get(kind)), _period(new.get(kind)), kind_words(kind)
            words = Label(
                f"{name.zh}办理时限由{was.zh}改为{becomes.zh}。",
                f"The {name.en} limit was {was.en} and is {becomes.en} now.",
            )
            way = _way(is_old=kind in old, is_new=kind in new)
            yield _change(after, ChangeKind.LIMIT, kind.value, way=way, words=words)


def _validity(before: Item, after: Item) -> Iterator[ItemChange]:
    if before.validity != after.validity:
        was, becomes = _period(before.validity.term), _period(after.validity.term)
        words = Label(
            f"有效期或者延续申请期限有调整（有效期：{was.zh}→{becomes.zh}）。",
            f"Term or time to renew changed (term: {was.en}, now {becomes.en}).",
        )
        yield _change(after, ChangeKind.VALIDITY, "validity", words=words)


def _period(limit: Limit | None) -> Label:
    return period_words(limit) if limit else Label("未规定", "none")


def _by_code(parts: Sequence[Coded]) -> dict[str, Coded]:
    return {part.code: part for part in parts}


def _way(*, is_old: bool, is_new: bool) -> ChangeWay:
    if is_old and is_new:
        return ChangeWay.ALTERED
    return ChangeWay.ADDED if is_new else ChangeWay.REMOVED


def _change(
    item: Item,
    kind: ChangeKind,
    code: str,
    *,
    words: Label,
    way: ChangeWay = ChangeWay.ALTERED,
    to_do: Label | None = None,
) -> ItemChange:
    due = to_do or _TO_DO.get((kind, way), _NOTHING_TO_DO)
    return ItemChange(item.code, kind, code, way, words, due)
