"""What no single file can know: that the files of the catalogue fit together."""

from collections import Counter
from collections.abc import Iterable, Iterator

from catalog.answers import default_answers
from catalog.catalogue import Catalogue
from catalog.expressions import ExpressionError, holds, variables
from catalog.guidance import CATCH_ALL
from catalog.problems import Problem
from catalog.questions import Question
from catalog.schema import ItemFile, ItemVersion
from domain.catalogue import ReformMode
from domain.clock import LimitKind


def check(catalogue: Catalogue) -> tuple[Problem, ...]:
    """Give every inconsistency, each with the file and key where it is mended."""
    first = (
        *_of_questions(catalogue),
        *(problem for item in catalogue.items.values() for problem in _of_item(catalogue, item)),
        *_of_prerequisites(catalogue),
        *_of_shared_codes(catalogue),
        *_of_schemes(catalogue),
    )
    # Which questions a theme needs follows from the rules, so these must be right.
    return first or tuple(_of_themes(catalogue))


def _of_questions(catalogue: Catalogue) -> Iterator[Problem]:
    codes = (question.code for question in catalogue.questions)
    yield from _twice("questions", "questions", codes)
    known: dict[str, Question] = {}
    for question in catalogue.questions:
        key = f"questions.{question.code}"
        name = catalogue.origins.get(key, "questions")
        yield from _twice(name, f"{key}.choices", (choice.code for choice in question.choices))
        if question.asked_when:
            yield from _of_expression(
                name, f"{key}.asked_when", question.asked_when, tuple(known.values())
            )
        known[question.code] = question


def _of_item(catalogue: Catalogue, item: ItemFile) -> Iterator[Problem]:
    name = f"items/{item.code}.yaml"
    yield from _overlaps(name, item)
    for number, version in enumerate(item.versions):
        key = f"versions.{number}"
        yield from _codes_twice(name, key, version)
        yield from _of_limits(name, key, version)
        yield from _of_mode(name, key, version)
        yield from _of_rules(catalogue, name, key, version)
    if not any(item.code in dict(scheme.item_phases) for scheme in catalogue.schemes.values()):
        yield Problem(name, "code", "no scheme has a phase from which it is offered")


def _overlaps(name: str, item: ItemFile) -> Iterator[Problem]:
    begun = Counter((area, each.effective_from) for each in item.versions for area in each.areas)
    for (area, day), number in begun.items():
        if number > 1:
            yield Problem(name, "versions", f"{number} versions begin on {day} in {area}")


def _codes_twice(name: str, key: str, version: ItemVersion) -> Iterator[Problem]:
    parts = {
        "fields": [entry.code for entry in version.fields],
        "papers": [entry.code for entry in version.papers],
        "conditions": [entry.code for entry in version.conditions],
        "checklist": [entry.code for entry in version.checklist],
        "rules": [entry.code for entry in version.rules],
    }
    for part, codes in parts.items():
        yield from _twice(name, f"{key}.{part}", codes)


def _of_limits(name: str, key: str, version: ItemVersion) -> Iterator[Problem]:
    kinds = [limit.kind for limit in version.limits]
    yield from _twice(name, f"{key}.limits", kinds)
    reviewed = version.mode in {ReformMode.STREAMLINED, ReformMode.COMMITMENT}
    if reviewed and LimitKind.STATUTORY not in kinds:
        yield Problem(name, f"{key}.limits", "a reviewed item needs its statutory limit")
    if set(kinds) - {LimitKind.STATUTORY, LimitKind.PROMISED}:
        yield Problem(name, f"{key}.limits", "an item has statutory and promised limits only")


def _of_mode(name: str, key: str, version: ItemVersion) -> Iterator[Problem]:
    committed = version.mode is ReformMode.COMMITMENT
    if committed and version.verification is None:
        yield Problem(name, f"{key}.verification", "commitment needs a check afterwards (R94)")
    if version.commitment_optional and not committed:
        yield Problem(name, f"{key}.commitment_optional", "belongs to mode commitment")
    if version.filing_by_own_statute and version.mode is not ReformMode.FILING:
        yield Problem(name, f"{key}.filing_by_own_statute", "belongs to mode filing")


def _of_rules(catalogue: Catalogue, name: str, key: str, version: ItemVersion) -> Iterator[Problem]:
    last = version.rules[-1]
    if last.when != CATCH_ALL or last.only_schemes:
        yield Problem(name, f"{key}.rules.{last.code}", "the last rule must be a catch-all: true")
    for rule in version.rules:
        where = f"{key}.rules.{rule.code}"
        yield from _of_expression(name, f"{where}.when", rule.when, catalogue.questions)
        for scheme in rule.only_schemes:
            if scheme not in catalogue.schemes:
                yield Problem(name, f"{where}.only_schemes", f"there is no scheme {scheme}")


def _of_expression(
    name: str, key: str, expression: str, questions: tuple[Question, ...]
) -> Iterator[Problem]:
    known = {question.code for question in questions}
    try:
        strange = [code for code in variables(expression) if code not in known]
        for code in strange:
            yield Problem(name, key, f"reads {code}, which is not asked before it")
        if not strange:
            holds(expression, default_answers(questions))
    except ExpressionError as error:
        yield Problem(name, key, str(error))


def _of_prerequisites(catalogue: Catalogue) -> Iterator[Problem]:
    needs: dict[str, set[str]] = {}
    for item in catalogue.items.values():
        needs[item.code] = {
            each.item_code for version in item.versions for each in version.prerequisites
        }
        for code in sorted(needs[item.code] - set(catalogue.items)):
            name = f"items/{item.code}.yaml"
            yield Problem(name, "prerequisites", f"there is no item {code}")
    for code in needs:
        if code in _reached(code, needs):
            yield Problem(f"items/{code}.yaml", "prerequisites", "the item needs itself in the end")


def _reached(code: str, needs: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(needs.get(code, ()))
    while waiting:
        found = waiting.pop()
        if found not in reached:
            reached.add(found)
            waiting.extend(needs.get(found, ()))
    return reached


def _of_shared_codes(catalogue: Catalogue) -> Iterator[Problem]:
    """Equal codes of two items are one field, paper or point of a case, so they must be equal."""
    first: dict[tuple[str, str], tuple[str, object]] = {}
    for item in catalogue.items.values():
        for version in item.versions:
            for part in ("fields", "papers", "checklist"):
                for entry in getattr(version, part):
                    owner, same = first.setdefault((part, entry.code), (item.code, entry))
                    if same != entry and owner != item.code:
                        text = f"{entry.code} differs from that of {owner}"
                        yield Problem(f"items/{item.code}.yaml", part, text)


def _of_themes(catalogue: Catalogue) -> Iterator[Problem]:
    asked = {question.code for question in catalogue.questions}
    for theme in catalogue.themes.values():
        key = f"themes.{theme.code}"
        name = catalogue.origins.get(key, "themes")
        unknown = [code for code in theme.items if code not in catalogue.items]
        strange = [code for code in theme.questions if code not in asked]
        for code in unknown:
            yield Problem(name, f"{key}.items", f"there is no item {code}")
        for code in strange:
            yield Problem(name, f"{key}.questions", f"there is no question {code}")
        if not unknown:
            missing = catalogue.read_for(theme.items) - set(theme.questions)
            for code in sorted(missing):
                yield Problem(name, f"{key}.questions", f"{code} is read by its items' rules")


def _of_schemes(catalogue: Catalogue) -> Iterator[Problem]:
    areas = [area for own in catalogue.areas.values() for area in own]
    yield from _twice("schemes", "areas", areas)
    for scheme in catalogue.schemes.values():
        name = f"schemes/{scheme.code}.yaml"
        if scheme.ends_on is not None and scheme.ends_on < scheme.begins_on:
            yield Problem(name, "ends_on", "lies before begins_on")
        yield from _twice(name, "ladder", (rung.name for rung in scheme.ladder))
        for code, day in scheme.item_phases:
            yield from _of_phase(catalogue, scheme.code, code)
            if day < scheme.begins_on:
                yield Problem(name, f"item_phases.{code}", "lies before begins_on")


def _of_phase(catalogue: Catalogue, scheme_code: str, item_code: str) -> Iterator[Problem]:
    name, key = f"schemes/{scheme_code}.yaml", f"item_phases.{item_code}"
    item = catalogue.items.get(item_code)
    if item is None:
        yield Problem(name, key, "there is no such item")
        return
    if item.department not in catalogue.departments[scheme_code]:
        yield Problem(name, "departments", f"{item.department} is missing, {item_code} needs it")
    begins = dict(catalogue.schemes[scheme_code].item_phases)[item_code]
    if catalogue.version_in_force(scheme_code, item_code, begins) is None:
        yield Problem(name, key, f"no version is in force on {begins}")


def _twice(name: str, key: str, codes: Iterable[str]) -> Iterator[Problem]:
    for code, number in Counter(codes).items():
        if number > 1:
            yield Problem(name, key, f"{code} is there {number} times")
