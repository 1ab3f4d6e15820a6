"""Guided intake (智能导办, R38): which items a business needs, with the rule that says so."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from catalog.answers import answer_missing, default_answers
from catalog.asking import still_open
from catalog.catalogue import Catalogue
from catalog.contradictions import refuse_contradictions
from catalog.expressions import Answer, holds, variables
from catalog.parts import Rule
from catalog.rules import CATCH_ALL, rules_of
from catalog.standing import standing_of
from domain.catalogue import Determination, Label, Requirement, Scheme

_TRADITIONAL_WAY = Label(
    zh="请通过传统方式向实施部门申请。",
    en="Apply to the department in the traditional way.",
)


def determine(
    catalogue: Catalogue,
    *,
    scheme_code: str,
    on: date,
    answers: Mapping[str, Answer],
    item_codes: tuple[str, ...] = (),
) -> tuple[Determination, ...]:
    """Find for each item (all of the catalogue unless named) whether it is needed on a day.

    An item that is needed but not offered by the scheme on that day is found outside it: the
    traditional way stays open. An item without a version in force is left out.

    Raises:
        Refused: the scheme or an item is unknown (not found), or an answer is unknown, of the
            wrong type, outside its choices, contradicts another, or is missing although it
            can still change a finding (invalid, ``answers.<code>``).
    """
    scheme = catalogue.scheme(scheme_code)
    catalogue.questions_for(item_codes=item_codes)
    codes = item_codes or catalogue.item_codes
    standing = standing_of(catalogue.questions, answers)
    refuse_contradictions(catalogue.contradictions, standing)
    if missing := still_open(catalogue, scheme, on, standing, codes):
        raise answer_missing(missing[0].question)
    complete = {**default_answers(catalogue.questions), **standing.known}
    found = (_determination(catalogue, scheme, code, on, complete) for code in codes)
    return tuple(_as_asked(each, standing.given) for each in found if each is not None)


def _determination(
    catalogue: Catalogue, scheme: Scheme, item_code: str, on: date, answers: Mapping[str, Answer]
) -> Determination | None:
    version = catalogue.version_in_force(scheme.code, item_code, on)
    if version is None:
        return None
    rules = rules_of(version, scheme)
    rule = next(rule for rule in rules if holds(rule.when, answers))
    finding = Determination(
        item_code=item_code,
        requirement=rule.requirement,
        rule=rule.code,
        source=rule.source,
        answers_used=_read_by(rule, rules),
        reason=Label(rule.reason_zh, rule.reason_en),
        instead=_instead(rule),
    )
    return finding if scheme.offers(item_code, on) else _outside(finding, scheme)


def _read_by(rule: Rule, rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """Give the answers a rule rests on; a catch-all rests on all that the others read."""
    if rule.when != CATCH_ALL:
        return variables(rule.when)
    return tuple(sorted({name for each in rules for name in variables(each.when)}))


def _instead(rule: Rule) -> Label | None:
    if rule.instead_zh is None or rule.instead_en is None:
        return None
    return Label(rule.instead_zh, rule.instead_en)


def _outside(finding: Determination, scheme: Scheme) -> Determination:
    if finding.requirement not in {Requirement.REQUIRED, Requirement.FILING_ONLY}:
        return finding
    return replace(
        finding,
        requirement=Requirement.OUTSIDE_SCHEME,
        rule="not_offered",
        source=scheme.source,
        reason=Label(
            zh=f"{finding.reason.zh}该事项目前不在“{scheme.label.zh}”办理范围内。",
            en=f"{finding.reason.en} The scheme does not offer it at present.",
        ),
        instead=_TRADITIONAL_WAY,
    )


def _as_asked(finding: Determination, asked: frozenset[str]) -> Determination:
    """Leave out answers that were never given because the question was not asked."""
    used = tuple(code for code in finding.answers_used if code in asked)
    return replace(finding, answers_used=used)
