"""A small catalogue slice built by hand, so that rules are tested without any file."""

from dataclasses import replace
from datetime import date
from typing import TypedDict, Unpack

from domain.catalogue import (
    Bar,
    CatalogueSlice,
    ChecklistPoint,
    Condition,
    Department,
    Determination,
    Dimension,
    FormField,
    IssuancePolicy,
    Item,
    Label,
    Paper,
    PaperClass,
    Prerequisite,
    ReformMode,
    Requirement,
    Scheme,
    SchemeTimes,
    SiteCheck,
    Validity,
    Verification,
)
from domain.clock import Light, Limit, LimitKind, LimitUnit, WarningRung

LICENCE, FOOD, HYGIENE, FIRE, TOBACCO, FILING = "BL-00", "B1-02", "B1-04", "B1-05", "B1-06", "B1-08"
TODAY = date(2026, 3, 2)


def label(text: str) -> Label:
    return Label(zh=text, en=text)


def working_days(count: int, kind: LimitKind = LimitKind.STATUTORY) -> Limit:
    return Limit(kind=kind, count=count, unit=LimitUnit.WORKING_DAYS, source="assumption")


def department(code: str) -> Department:
    return Department(code, label(code))


class ItemParts(TypedDict, total=False):
    """What a test may say of an item; everything else stays as the item was built."""

    limits: tuple[Limit, ...]
    site_check: SiteCheck
    papers: tuple[Paper, ...]
    checklist: tuple[ChecklistPoint, ...]
    fields: tuple[FormField, ...]
    system: str
    commitment_optional: bool
    instant: bool
    credit_sensitive: bool
    quantity_limited: bool
    brings_registration: bool
    verification: Verification


def paper(
    code: str,
    paper_class: PaperClass = PaperClass.MUST_HAVE,
    *,
    shared_as: str | None = None,
    replaceable_by_commitment: bool = False,
    needs_person: bool = False,
    deferral: Limit | None = None,
) -> Paper:
    return Paper(
        code,
        label(code),
        paper_class,
        "assumption",
        shared_as=shared_as,
        replaceable_by_commitment=replaceable_by_commitment,
        needs_person=needs_person,
        deferral=deferral,
    )


def item(
    code: str,
    owner: str,
    mode: ReformMode = ReformMode.STREAMLINED,
    **more: Unpack[ItemParts],
) -> Item:
    """An item with one paper, one condition and both limits, changed as told."""
    built = Item(
        code=code,
        label=label(code),
        department=department(owner),
        section="section one",
        basis=("assumption",),
        mode=mode,
        mode_source="assumption",
        limits=(working_days(20), working_days(10, LimitKind.PROMISED)),
        site_check=SiteCheck.NONE,
        papers=(paper(f"{code}.plan"),),
        conditions=(Condition(f"{code}.space", Dimension.PREMISES, label("space"), "assumption"),),
        checklist=(),
        prerequisites=(),
        fields=(FormField("name", label("name"), "text", "assumption"),),
        validity=Validity("assumption"),
        permit_prefix=code.replace("-", ""),
        system=owner,
        bar=Bar(working_days(250), working_days(750)),
    )
    return replace(built, **more)


def licence() -> Item:
    return item(LICENCE, "market_regulation", brings_registration=True)


def point(code: str) -> ChecklistPoint:
    return ChecklistPoint(code, label(code.replace("_", " ")), "assumption")


def food() -> Item:
    return item(
        FOOD,
        "market_regulation",
        site_check=SiteCheck.BEFORE_DECISION,
        checklist=(point("escape_route"), point("kitchen_flow")),
        papers=(
            paper("B1-02.plan"),
            paper("safety_rules", PaperClass.DEFERRABLE, deferral=working_days(5)),
        ),
    )


def hygiene(**more: Unpack[ItemParts]) -> Item:
    report = paper("hygiene_report", PaperClass.DEFERRABLE, replaceable_by_commitment=True)
    built = item(
        HYGIENE,
        "health",
        ReformMode.COMMITMENT,
        commitment_optional=True,
        credit_sensitive=True,
        verification=Verification(
            working_days(40), working_days(10), working_days(5), "assumption"
        ),
        papers=(report,),
    )
    return replace(built, **more)


def fire() -> Item:
    return item(
        FIRE,
        "fire_rescue",
        ReformMode.COMMITMENT,
        commitment_optional=True,
        site_check=SiteCheck.BEFORE_DECISION,
        checklist=(point("escape_route"),),
        credit_sensitive=True,
    )


def tobacco() -> Item:
    return item(TOBACCO, "tobacco", quantity_limited=True)


def filing() -> Item:
    return item(FILING, "market_regulation", ReformMode.FILING, limits=())


def plain(code: str, owner: str, **more: Unpack[ItemParts]) -> Item:
    """A reviewed item without anything special."""
    return item(code, owner, **more)


def shared(code: str, owner: str) -> Item:
    """A reviewed item with a paper that shared data is asked for before acceptance."""
    return item(code, owner, papers=(paper("identity", PaperClass.SHAREABLE, shared_as="id"),))


def after(other: Item, prerequisite: str) -> Item:
    """The same item, but another permit must be held first."""
    return replace(other, prerequisites=(Prerequisite(prerequisite, "assumption"),))


def scheme(issuance: IssuancePolicy = IssuancePolicy.PARTIAL) -> Scheme:
    return Scheme(
        code="zhongshan",
        label=label("一照通行"),
        city=label("中山"),
        authority=label("中山市人民政府"),
        source="seed 004",
        begins_on=date(2021, 9, 6),
        ends_on=None,
        words=(),
        issuance=issuance,
        shortest_promised=False,
        combined_certificate=False,
        times=SchemeTimes(
            acceptance=working_days(5),
            correction=working_days(10),
            supplement=working_days(5),
            joint_cap=working_days(45, LimitKind.CAP),
            service_of_decision=working_days(10),
            rectification=working_days(10),
            lane_extension=working_days(10),
            joint_extension=working_days(15, LimitKind.CAP),
        ),
        ladder=(
            WarningRung("reminder", LimitKind.PROMISED, 1, Light.BLUE, ("handler",)),
            WarningRung("promised", LimitKind.PROMISED, 0, Light.YELLOW, ("handler", "head")),
            WarningRung("statutory", LimitKind.STATUTORY, 0, Light.RED, ("head", "supervisor")),
        ),
        item_phases=(),
        minimum_inspectors=2,
        rectification_rounds=2,
        reconsideration_body=label("中山市人民政府"),
    )


def slice_of(*items: Item, scheme_in_force: Scheme | None = None) -> CatalogueSlice:
    return CatalogueSlice("test", TODAY, scheme_in_force or scheme(), items)


def required(item_code: str) -> Determination:
    return Determination(
        item_code, Requirement.REQUIRED, "test_rule", "assumption", (), label("needed")
    )


def determined(item_code: str, requirement: Requirement) -> Determination:
    return Determination(
        item_code, requirement, "test_rule", "assumption", (), label("not here"), label("there")
    )
