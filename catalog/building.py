"""Checked entries of the catalogue as values of the domain."""

from datetime import time

from catalog import parts, schema, scheme_schema
from catalog.entries import Period
from domain import catalogue as values
from domain import item_terms as terms
from domain.clock import Limit, WarningRung
from domain.visit_terms import AS_BEFORE, VisitTerms, WorkingHours


def limit(period: Period) -> Limit:
    return Limit(period.kind, period.count, period.unit, period.source)


def scheme(entry: scheme_schema.SchemeFile) -> values.Scheme:
    """Build the scheme with the city's own words, times, ladder and phases."""
    return values.Scheme(
        code=entry.code,
        label=entry.label,
        city=values.Label(entry.city_zh, entry.city_en),
        authority=values.Label(entry.authority_zh, entry.authority_en),
        source=entry.source,
        begins_on=entry.begins_on,
        ends_on=entry.ends_on,
        words=tuple((word.code, word.label) for word in entry.words),
        issuance=entry.issuance,
        shortest_promised=entry.shortest_promised,
        combined_certificate=entry.combined_certificate,
        times=_times(entry.times),
        ladder=tuple(_rung(rung) for rung in entry.ladder),
        item_phases=tuple(entry.item_phases.items()),
        minimum_inspectors=entry.minimum_inspectors,
        rectification_rounds=entry.rectification_rounds,
        reconsideration_body=values.Label(
            entry.reconsideration_body_zh, entry.reconsideration_body_en
        ),
        no_shows_tolerated=entry.no_shows_tolerated,
        receipt=_receipt(entry.receipt) if entry.receipt else None,
        target=values.Target(entry.target.percent, entry.target.source) if entry.target else None,
        overrun=_overrun(entry.overrun) if entry.overrun else None,
        single_commitment_check=_verification(entry.single_commitment_check)
        if entry.single_commitment_check
        else None,
        visits=_visits(entry.visits) if entry.visits else AS_BEFORE,
        doorstep_department=entry.doorstep_department or "",
    )


def _receipt(entry: scheme_schema.Receipt) -> values.Receipt:
    return values.Receipt(
        time.fromisoformat(entry.opens_at),
        time.fromisoformat(entry.closes_at),
        entry.outside_hours,
        entry.source,
    )


def _overrun(entry: scheme_schema.Overrun) -> values.OverrunWarning:
    return values.OverrunWarning(entry.light, entry.notify)


def department(entry: scheme_schema.Department) -> values.Department:
    return values.Department(entry.code, entry.label, entry.level)


def item(
    entry: schema.ItemFile,
    version: schema.ItemVersion,
    owner: values.Department,
    variant: schema.Variant | None = None,
) -> values.Item:
    """Build the item of one version, in the hands of the city's own authority.

    With a variant, ``version`` is what the variant makes of it.
    """
    return values.Item(
        code=entry.code,
        label=entry.label,
        department=owner,
        section=entry.section,
        system=entry.system,
        permit_prefix=entry.permit_prefix,
        basis=version.basis,
        mode=version.mode,
        mode_source=version.mode_source,
        limits=tuple(limit(each) for each in version.limits),
        site_check=version.site_check,
        papers=tuple(_paper(each) for each in version.papers),
        conditions=tuple(_condition(each) for each in version.conditions),
        checklist=tuple(
            values.ChecklistPoint(each.code, each.label, each.source) for each in version.checklist
        ),
        prerequisites=tuple(
            values.Prerequisite(each.item_code, each.source, each.precedes_registration)
            for each in version.prerequisites
        ),
        fields=tuple(_field(each) for each in version.fields),
        validity=_validity(version.validity),
        commitment_optional=version.commitment_optional,
        instant=version.instant is not None,
        credit_sensitive=version.credit_sensitive,
        quantity_limited=version.quantity_limited,
        brings_registration=version.brings_registration,
        filing_by_own_statute=version.filing_by_own_statute,
        hearing_required=version.hearing_required,
        expected_inspections=version.expected_inspections,
        verification=_verification(version.verification) if version.verification else None,
        bar=_bar(version.bar) if version.bar else None,
        variant=terms.Variant(variant.code, variant.label, variant.source) if variant else None,
        instant_approval=_instant(version.instant) if version.instant else None,
        four_eyes=version.four_eyes,
        four_eyes_source=version.four_eyes_source or "",
        expert_review=_procedure(version.expert_review),
        testing=_procedure(version.testing),
        suspends_for_rectification=_source(version.suspends_for_rectification),
        refusal_grounds=tuple(
            terms.RefusalGround(each.code, each.label, each.source)
            for each in version.refusal_grounds
        ),
        matters=entry.matters,
        notes=tuple(terms.Note(each.code, each.label, each.source) for each in entry.notes),
        statutory_item=_statutory(entry.statutory_item),
        delegations=tuple(_delegation(each) for each in entry.delegations),
    )


def _times(entry: scheme_schema.Times) -> values.SchemeTimes:
    return values.SchemeTimes(
        acceptance=limit(entry.acceptance),
        correction=limit(entry.correction),
        supplement=limit(entry.supplement),
        joint_cap=limit(entry.joint_cap),
        service_of_decision=limit(entry.service_of_decision),
        rectification=limit(entry.rectification),
        single_window=_optional(entry.single_window),
        doorstep_visit=_optional(entry.doorstep_visit),
        lane_extension=_optional(entry.lane_extension),
        joint_extension=_optional(entry.joint_extension),
        hearing_request=_optional(entry.hearing_request),
        hearing_held=_optional(entry.hearing_held),
        hearing_notice=_optional(entry.hearing_notice),
    )


def _visits(entry: scheme_schema.Visits) -> VisitTerms:
    return VisitTerms(
        hours=tuple(
            WorkingHours(time.fromisoformat(each.opens_at), time.fromisoformat(each.closes_at))
            for each in entry.hours
        ),
        duration_minutes=entry.duration_minutes,
        travel_minutes=entry.travel_minutes,
        daily_maximum=entry.daily_maximum,
        entry_refusals_tolerated=entry.entry_refusals_tolerated,
        entry_refusals_source=entry.entry_refusals_source,
        notice=limit(entry.notice),
        reschedule_notice=limit(entry.reschedule_notice),
        late_record=limit(entry.late_record),
    )


def _rung(entry: scheme_schema.Rung) -> WarningRung:
    return WarningRung(
        name=entry.name,
        limit_kind=entry.limit_kind,
        working_days_before=entry.working_days_before,
        light=entry.light,
        notify=entry.notify,
        percent=entry.percent,
    )


def _paper(entry: parts.Paper) -> values.Paper:
    return values.Paper(
        code=entry.code,
        label=entry.label,
        paper_class=entry.paper_class,
        source=entry.source,
        shared_as=entry.shared_as,
        replaceable_by_commitment=entry.replaceable_by_commitment,
        needs_person=entry.needs_person,
        deferral=_optional(entry.deferral),
    )


def _condition(entry: parts.Condition) -> values.Condition:
    return values.Condition(
        code=entry.code,
        dimension=entry.dimension,
        label=values.Label(entry.label_zh, entry.label_en),
        source=entry.source,
        replaceable_by_commitment=entry.replaceable_by_commitment,
    )


def _field(entry: parts.FormField) -> values.FormField:
    return values.FormField(
        code=entry.code,
        label=entry.label,
        kind=entry.kind,
        source=entry.source,
        required=entry.required,
        choices=entry.choices,
        max_length=entry.max_length,
    )


def _validity(entry: parts.Validity) -> values.Validity:
    return values.Validity(
        source=entry.source,
        term=_optional(entry.term),
        renewal_opens_before=_optional(entry.renewal_opens_before),
        renewal_closes_before=_optional(entry.renewal_closes_before),
    )


def _verification(entry: parts.Verification) -> values.Verification:
    return values.Verification(
        due=limit(entry.due),
        rectification=limit(entry.rectification),
        hearing_request=limit(entry.hearing_request),
        source=entry.source,
    )


def _bar(entry: parts.Bar) -> values.Bar:
    return values.Bar(limit(entry.false_papers), limit(entry.fraud))


def _optional(period: Period | None) -> Limit | None:
    return limit(period) if period else None


def _instant(entry: parts.InstantApproval) -> terms.InstantApproval:
    return terms.InstantApproval(
        source=entry.source,
        published_on=entry.published_on,
        rules=tuple(
            terms.InstantRule(rule.code, rule.when, rule.label, rule.source) for rule in entry.rules
        ),
        sampling_percent=entry.sampling_percent.count,
        sampling_source=entry.sampling_percent.source,
    )


def _procedure(entry: parts.Procedure | None) -> terms.Procedure | None:
    return terms.Procedure(entry.source, limit(entry.longest)) if entry else None


def _source(entry: parts.Cited | None) -> str:
    return entry.source if entry else ""


def _statutory(entry: parts.StatutoryItem | None) -> terms.StatutoryItem | None:
    return terms.StatutoryItem(entry.code, entry.variant, entry.source) if entry else None


def _delegation(entry: parts.Delegation) -> terms.Delegation:
    return terms.Delegation(
        kind=entry.kind,
        to=values.Label(entry.to_zh, entry.to_en),
        areas=entry.areas,
        begins_on=entry.begins_on,
        ends_on=entry.ends_on,
        source=entry.source,
    )
