"""Licences read together from all that a business holds."""

from datetime import UTC, datetime
from typing import Any

from api.problems import not_found
from api.resources import Resources
from api.schemas.base import LabelAnswer
from api.schemas.licences import PublicLicenceAnswer, PublicPermitAnswer
from repositories import licences

TOKEN = "tongxing-licence+jws"  # noqa: S105  # the purpose that is signed into the token
STATUS_LABELS = {
    "valid": LabelAnswer(zh="有效", en="valid"),
    "suspended": LabelAnswer(zh="暂停", en="suspended"),
    "withdrawn": LabelAnswer(zh="已撤回", en="withdrawn"),
    "revoked": LabelAnswer(zh="已撤销", en="revoked"),
    "stripped": LabelAnswer(zh="已吊销", en="stripped"),
    "lapsed": LabelAnswer(zh="已失效", en="lapsed"),
    "cancelled": LabelAnswer(zh="已注销", en="cancelled"),
}


async def public_licence(resources: Resources, licence_code: str) -> PublicLicenceAnswer:
    """Give every permit of the business under its code, from any case, with today's status.

    Raises:
        Refused: ``licence_unknown``; a code whose first permit is not issued yet as well.
    """
    async with resources.database.reading() as session:
        licence = await licences.find(session, licence_code)
        if licence is None:
            raise not_found("licence")
        own = await licences.permits_of(session, licence_code)
        external = await licences.external_permits_of(session, licence["uscc"])
    if not own:
        raise not_found("licence")
    return PublicLicenceAnswer(
        licence_code=licence_code,
        business_name=licence["business_name"],
        uscc=licence["uscc"],
        as_of=datetime.now(UTC),
        permits=tuple(permit_answer(row) for row in (*own, *external)),
    )


def permit_answer(row: Any) -> PublicPermitAnswer:  # noqa: ANN401  # row
    """Show a permit's row to the public."""
    return PublicPermitAnswer(
        number=row["number"],
        label=LabelAnswer(zh=row["label_zh"], en=row["label_en"]),
        department=LabelAnswer(zh=row["department_zh"], en=row["department_en"]),
        status=row["status"],
        status_label=STATUS_LABELS.get(
            row["status"], LabelAnswer(zh=row["status"], en=row["status"])
        ),
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
    )
