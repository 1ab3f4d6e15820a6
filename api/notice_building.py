"""The one-time notice from answers alone: pure computation, equal for equal answers (R38-R43)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from api.item_notices import ROUTED, item_notice
from api.schemas.base import LabelAnswer
from api.schemas.guidance import AnsweredQuestion, GuidanceRequest, NoticeContent, RemedyAnswer
from api.schemas.intake import GivenAnswer
from api.scope_answers import scope_of_notice
from api.texts import field_answer
from catalog.catalogue import Catalogue
from catalog.findings import abolished, findings
from catalog.matching import entries_named
from catalog.questions import Question
from domain.abolition import without_abolished
from domain.catalogue import Determination, Item, Requirement, Scheme
from domain.form import merged_fields
from domain.service_grade import grade_of, grade_of_all

YES, NO = LabelAnswer(zh="是", en="Yes"), LabelAnswer(zh="否", en="No")
NONE_OF_THEM = LabelAnswer(zh="无", en="None")
FINAL = LabelAnswer(
    zh=(
        "本告知单一次性列明全部许可条件、申请材料、填写项和核查要点。除您的回答有变化外，"
        "任何部门不得要求提交本告知单以外的材料，不得以本告知单以外的条件不予许可"
        "（行政许可法第三十条、第三十一条、第三十二条）。"
    ),
    en=(
        "This notice names every condition, paper, field and point of the visit, once and for "
        "all. Unless your answers change, no department may ask for any other paper or refuse "
        "for any other condition (Administrative Licensing Law, Art. 30, 31 and 32)."
    ),
)


@dataclass(frozen=True, slots=True)
class Built:
    """A notice with its number, the hash of what is needed, and the items behind it.

    Equal content has one ``notice_id``.
    """

    content: NoticeContent
    notice_id: str
    content_hash: str
    items: tuple[Item, ...]


def build_notice(catalogue: Catalogue, request: GuidanceRequest, on: date) -> Built:
    """Build the notice of a day.

    What is told are the items asked for, and every other item of the catalogue that the answers
    make necessary or that they would be wrong to be silent about.

    Raises:
        Refused: unknown scheme, theme, item or question; unusable, contradicting or missing
            answers.
    """
    scheme = catalogue.scheme(request.scheme)
    asked = catalogue.items_of_theme(request.theme) if request.theme else request.items
    found = findings(
        catalogue, scheme_code=scheme.code, on=on, answers=request.answers, asked_for=asked
    )
    told = tuple(each for each in found if _is_told(each, asked))
    described = _described(catalogue, scheme, told, request, on)
    gone = abolished(catalogue, scheme.code, on, found, catalogue.item_codes)
    items = {code: without_abolished(item, gone) for code, item in described.items()}
    told = tuple(each for each in told if each.item_code in items)
    content = _content(catalogue, told, items, request, on)
    needed = tuple(items[each.item_code] for each in told if each.requirement in ROUTED)
    notice_id = _digest(content.model_dump(mode="json"))[:32]
    return Built(content, notice_id, content_hash(content), needed)


def content_hash(content: NoticeContent) -> str:
    """Give SHA-256 over what is needed, in canonical JSON.

    Left out is what differs without any difference in need: the day, the version's name, which
    answers a rule read, and items that are not needed.
    """
    items = [
        item.model_dump(mode="json", exclude={"answers_used"})
        for item in content.items
        if item.requirement != Requirement.NOT_REQUIRED
    ]
    kept = content.model_dump(mode="json", include={"scheme", "form", "remedies"})
    return _digest({**kept, "items": items})


def remedies_of(scheme: Scheme) -> tuple[RemedyAnswer, ...]:
    """Give the remedies against the department that decides (行政许可法 38)."""
    return (
        RemedyAnswer(
            code="administrative_reconsideration",
            label=LabelAnswer(zh="行政复议", en="Administrative reconsideration"),
            body=LabelAnswer.of(scheme.reconsideration_body),
            source="行政复议法 20",
        ),
        RemedyAnswer(
            code="administrative_litigation",
            label=LabelAnswer(zh="行政诉讼", en="Administrative litigation"),
            source="行政诉讼法 46",
        ),
    )


def _is_told(found: Determination, asked: tuple[str, ...]) -> bool:
    named = not asked or found.item_code in asked
    return named or found.requirement is not Requirement.NOT_REQUIRED


def _described(
    catalogue: Catalogue,
    scheme: Scheme,
    found: Iterable[Determination],
    request: GuidanceRequest,
    on: date,
) -> dict[str, Item]:
    """Give the items found; only those that are needed stand as the answers make them."""
    described = {}
    for each in found:
        answers = request.answers if each.requirement in ROUTED else {}
        item = catalogue.describe(scheme.code, each.item_code, on, answers)
        if item is not None:
            described[each.item_code] = item
    return described


def _content(
    catalogue: Catalogue,
    told: tuple[Determination, ...],
    items: Mapping[str, Item],
    request: GuidanceRequest,
    on: date,
) -> NoticeContent:
    scheme = catalogue.scheme(request.scheme)
    labels = {code: entry.label for code, entry in catalogue.items.items()}
    needed = [items[each.item_code] for each in told if each.requirement in ROUTED]
    entries = entries_named(catalogue, request.scope)
    return NoticeContent(
        scheme=scheme.code,
        scheme_label=LabelAnswer.of(scheme.label),
        authority=LabelAnswer.of(scheme.authority),
        catalogue_version=catalogue.version,
        on=on,
        answered=_answered(catalogue.questions, request.answers),
        items=tuple(item_notice(items[each.item_code], each, labels, on) for each in told),
        form=tuple(field_answer(field) for field in merged_fields(needed).values()),
        remedies=remedies_of(scheme),
        finality=FINAL,
        service_grade=grade_of_all(map(grade_of, needed)).value if needed else None,
        scope=scope_of_notice(catalogue, scheme.code, entries, told) if entries else None,
    )


def _answered(
    questions: Iterable[Question], answers: Mapping[str, GivenAnswer]
) -> tuple[AnsweredQuestion, ...]:
    """Repeat the answers on which the notice rests; free texts stay out, they might name people."""
    return tuple(
        AnsweredQuestion(
            code=question.code,
            label=LabelAnswer.of(question.label),
            answer=_in_words(question, answers[question.code]),
        )
        for question in questions
        if question.code in answers and question.kind != "text"
    )


def _in_words(question: Question, answer: GivenAnswer) -> LabelAnswer:
    if isinstance(answer, bool):
        return YES if answer else NO
    if isinstance(answer, int | float):
        return LabelAnswer(zh=f"{answer:g}", en=f"{answer:g}")
    codes = (answer,) if isinstance(answer, str) else answer
    chosen = [choice.label for choice in question.choices if choice.code in codes]
    if not chosen:
        return NONE_OF_THEM
    return LabelAnswer(
        zh="、".join(label.zh for label in chosen), en=", ".join(label.en for label in chosen)
    )


def _digest(content: Mapping[str, object]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
