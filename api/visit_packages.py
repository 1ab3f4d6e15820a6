"""What inspectors take with them offline, and the records that come back signed with it.

A package names its visit and its bearer and is signed like every seal. Its key is derived from the
signature over that name, so that nothing has to be kept: whoever holds the package made the
record, and a record that was changed on the way does not verify.
"""

import hashlib
from typing import Any

import jwt
from pydantic import ValidationError

from api.resources import Resources
from api.schemas.acts import SignedRecordInput, VisitRecordInput
from core.keys import SignatureInvalidError, verify
from domain.actors import Actor
from domain.calendar import local_date
from domain.case import Case
from domain.errors import ErrorKind, Refused
from domain.offline_records import record_may_be_filed_until
from domain.site_visit import FiledRecord, Visit
from domain.visits import waiting_items

PACKAGE = "tongxing-visit-package+jws"
RECORD = "tongxing-visit-record+jws"
_KEY = "tongxing-visit-record-key"
_RULE = "行政许可法 61"


def may_take_package(visit: Visit | None, actor: Actor) -> Refused | None:
    """Say why the actor gets no package, or None: inspectors of a scheduled visit do."""
    if visit is None or visit.slot is None or visit.status != "scheduled":
        return Refused(
            "no_visit_scheduled", "No visit is scheduled.", rule="R76", kind=ErrorKind.NOT_FOUND
        )
    if actor.subject not in {each.subject for each in visit.slot.inspectors}:
        return Refused(
            "inspector_not_of_this_visit",
            "Only inspectors named for the visit take its package.",
            rule="行政许可法 34",
            kind=ErrorKind.FORBIDDEN,
        )
    return None


def package_of(resources: Resources, case: Case, visit: Visit, actor: Actor) -> dict[str, Any]:
    """Give the visit as the inspector needs it on the spot, signed, and the key for records."""
    claims = _claims(case, visit, actor)
    return {
        "package": resources.signer.sign(claims, purpose=PACKAGE),
        "record_key": _record_key(resources, claims),
        "algorithm": "HS256",
        "content": claims,
    }


def record_from(
    resources: Resources, visit: Visit | None, actor: Actor, signed: SignedRecordInput
) -> tuple[VisitRecordInput, FiledRecord]:
    """Give the record as it was sent, and as the case files it but for its findings.

    Raises:
        Refused: the package is not ours or another's, or the record was not signed with it.
    """
    try:
        claims = verify(signed.package, resources.signer.public_keys(), purpose=PACKAGE)
    except SignatureInvalidError as error:
        raise _invalid("package_invalid", "We have not made this package.", "package") from error
    if visit is None or (claims["sub"], claims["inspector"]) != (visit.visit_id, actor.subject):
        raise _foreign()
    try:
        key = bytes.fromhex(_record_key(resources, claims))
        payload = jwt.decode(signed.record, key, algorithms=["HS256"])
        record = VisitRecordInput.model_validate(payload)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise _invalid("record_malformed", "The record is not whole.", f"record.{where}") from error
    except jwt.PyJWTError as error:
        raise _invalid("record_tampered", "The signature does not fit.", "record") from error
    filed = FiledRecord(
        record_id=record.record_id,
        digest=hashlib.sha256(signed.record.encode()).hexdigest(),
        recorded_at=record.recorded_at,
        inspectors=record.inspectors,
        findings=(),
        absent_departments=record.absent_departments,
        round=claims["round"],
        author=actor.subject,
    )
    return record, filed


def _claims(case: Case, visit: Visit, actor: Actor) -> dict[str, Any]:
    slot, until = visit.slot, record_may_be_filed_until(case, visit)
    return {
        "iss": case.slice.scheme.authority.zh,
        "sub": visit.visit_id,
        "inspector": actor.subject,
        "case_number": case.submission.case_number,
        "round": visit.round,
        "starts_at": slot.starts_at.isoformat() if slot else None,
        "ends_at": slot.ends_at.isoformat() if slot else None,
        "file_until": local_date(until).isoformat() if until else None,
        "business_name": case.submission.business.name,
        "address": dict(case.form).get("address", ""),
        "inspectors": [
            {"subject": each.subject, "department": each.department}
            for each in (slot.inspectors if slot else ())
        ],
        "points": _points(case, visit),
    }


def _points(case: Case, visit: Visit) -> list[dict[str, Any]]:
    """The merged checklist, each point once with the departments it concerns."""
    points: dict[str, dict[str, Any]] = {}
    for code in waiting_items(case, visit):
        item = case.item(code)
        for point in item.checklist:
            if point.code in visit.points:
                entry = points.setdefault(
                    point.code,
                    {
                        "code": point.code,
                        "label_zh": point.label.zh,
                        "label_en": point.label.en,
                        "source": point.source,
                        "departments": [],
                    },
                )
                if item.department.code not in entry["departments"]:
                    entry["departments"].append(item.department.code)
    return list(points.values())


def _record_key(resources: Resources, claims: dict[str, Any]) -> str:
    """Derive the key of one bearer's records of one round from our own signature over both."""
    name = {part: claims[part] for part in ("sub", "inspector", "round")}
    return hashlib.sha256(resources.signer.sign(name, purpose=_KEY).encode()).hexdigest()


def _foreign() -> Refused:
    return Refused(
        "record_foreign",
        "The package belongs to another visit or another inspector.",
        rule=_RULE,
        field="package",
        kind=ErrorKind.FORBIDDEN,
    )


def _invalid(reason: str, message: str, field: str) -> Refused:
    return Refused(reason, message, rule=_RULE, field=field, kind=ErrorKind.INVALID)
