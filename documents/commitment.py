"""告知书 and 承诺书: what the applicant is told, and what the applicant signs (R20, R56)."""

from dataclasses import dataclass
from datetime import date

from documents.notice import NoticeDocument
from domain.catalogue import Condition, Item, Label, Paper, Scheme, Verification


@dataclass(frozen=True, slots=True)
class CommitmentTerms:
    """For whom and for what a commitment is made out; ``covers`` empty for the whole item."""

    scheme: Scheme
    item: Item
    business_name: str
    number: str
    made_out_on: date
    covers: str = ""


def commitment_notice(terms: CommitmentTerms) -> NoticeDocument:
    """Give the 告知书: basis, conditions without catch-all, verification, consequences."""
    item = terms.item
    paragraphs = (
        Label(
            f"您申请的“{item.label.zh}”可以采用告知承诺方式办理，依据：{'、'.join(item.basis)}。"
            "您可以自愿选择承诺，也可以提交材料按一般程序办理。",
            f"“{item.label.en}” may be had by commitment. You are free to commit or to bring "
            "the papers instead.",
        ),
        *_verification(item.verification or terms.scheme.single_commitment_check),
        Label(
            "承诺不实的，责令限期整改；逾期不整改或者整改后仍不符合条件的，依法撤销行政许可；"
            "构成违法的，依法处罚，并记入信用记录。",
            "If the commitment is untrue you are ordered to put things right by a date; otherwise "
            "the permit is revoked, penalties follow where the law says so, and it enters the "
            "credit record.",
        ),
        Label(
            "在达到法定条件前，不得从事相关经营活动。",
            "You may not operate before the conditions are met.",
        ),
    )
    return _document(terms, ("行政许可告知书", "Notice on commitment"), paragraphs)


def commitment_letter(terms: CommitmentTerms) -> NoticeDocument:
    """Give the 承诺书 that the applicant signs."""
    paragraphs = (
        Label(
            f"本申请人已知晓“{terms.item.label.zh}”的全部告知内容，郑重承诺：",
            f"The applicant knows everything told about “{terms.item.label.en}” and commits:",
        ),
        Label(
            "一、所填写的信息和提交的材料真实、准确。", "1. What is stated and handed in is true."
        ),
        Label("二、已经符合下列条件。", "2. The conditions below are met."),
        Label(
            "三、接受行政机关的核查，愿意承担不实承诺的法律责任。",
            "3. Checks are accepted, and so is the liability for an untrue commitment.",
        ),
        Label("四、以上是本申请人的真实意思表示。", "4. This is the applicant's own free will."),
        Label("申请人签名（盖章）：", "Signature or seal of the applicant:"),
    )
    return _document(terms, ("告知承诺书", "Letter of commitment"), paragraphs)


def _document(
    terms: CommitmentTerms, title: tuple[str, str], paragraphs: tuple[Label, ...]
) -> NoticeDocument:
    return NoticeDocument(
        title_zh=title[0],
        title_en=title[1],
        number=terms.number,
        addressee=terms.business_name,
        issued_by_zh=terms.item.department.label.zh,
        issued_on=terms.made_out_on,
        paragraphs=paragraphs,
        table=tuple((part.source, part.label.zh) for part in covered_parts(terms)),
        seal="",
    )


def covered_parts(terms: CommitmentTerms) -> tuple[Condition | Paper, ...]:
    """Give what is committed to: every condition of the item, or its one paper or condition."""
    if not terms.covers:
        return terms.item.conditions
    parts: tuple[Condition | Paper, ...] = (*terms.item.papers, *terms.item.conditions)
    return tuple(part for part in parts if part.code == terms.covers)


def _verification(check: Verification | None) -> tuple[Label, ...]:
    if check is None:
        return ()
    due, mending = check.due, check.rectification
    units = {
        "working_days": ("个工作日", "working days"),
        "calendar_days": ("日", "calendar days"),
        "months": ("个月", "months"),
        "years": ("年", "years"),
    }
    (due_zh, due_en), (mending_zh, mending_en) = units[due.unit.value], units[mending.unit.value]
    return (
        Label(
            f"行政机关自作出决定之日起{due.count}{due_zh}内核查；需要整改的，"
            f"期限为{mending.count}{mending_zh}。",
            f"The authority checks within {due.count} {due_en} of its decision; what must be put "
            f"right is put right within {mending.count} {mending_en}.",
        ),
    )
