"""Words for clocks, in both languages."""

from api.schemas.base import LabelAnswer
from domain.biting import Biting, Candidate, TargetDate
from domain.clock import ClockAction, ClockEntry, ClockKind, Limit, LimitKind, LimitUnit
from domain.clock_explanation import ExplainedSuspension, Why


def _label(zh: str, en: str) -> LabelAnswer:
    return LabelAnswer(zh=zh, en=en)


CLOCKS = {
    ClockKind.ACCEPTANCE: _label("受理期限", "Acceptance"),
    ClockKind.LANE: _label("审批期限", "Decision on the item"),
    ClockKind.JOINT_CAP: _label("联合办理总期限", "Joint handling"),
    ClockKind.SINGLE_WINDOW: _label("接件至发证期限", "Receipt to issuance"),
    ClockKind.DEBT: _label("容缺补交期限", "Deferred paper"),
    ClockKind.CORRECTION: _label("补正期限", "Correction"),
    ClockKind.SUPPLEMENT: _label("补充材料期限", "Additions"),
    ClockKind.VISIT: _label("核查期限", "Visit"),
    ClockKind.RECTIFICATION: _label("整改期限", "Rectification"),
    ClockKind.HEARING_REQUEST: _label("申请听证期限", "Request for a hearing"),
    ClockKind.HEARING: _label("组织听证期限", "Holding of the hearing"),
    ClockKind.SERVICE: _label("颁发送达期限", "Service of the decision"),
    ClockKind.VERIFICATION: _label("承诺核查期限", "Verification of the commitment"),
    ClockKind.PERMIT_TERM: _label("许可有效期", "Term of the permit"),
}
KINDS = {
    LimitKind.STATUTORY: _label("法定期限", "statutory limit"),
    LimitKind.PROMISED: _label("承诺期限", "promised limit"),
    LimitKind.SCHEME: _label("改革方案期限", "limit of the scheme"),
    LimitKind.CAP: _label("联合办理上限", "cap on joint handling"),
}
UNITS = {
    LimitUnit.WORKING_DAYS: _label("个工作日", "working days"),
    LimitUnit.CALENDAR_DAYS: _label("个自然日", "calendar days"),
    LimitUnit.MONTHS: _label("个月", "months"),
    LimitUnit.YEARS: _label("年", "years"),
}
DAYS = {
    Why.START_DAY: _label("起算当日，不计", "Day of the event, not counted"),
    Why.COUNTED: _label("计入", "Counted"),
    Why.WEEKEND: _label("双休日，不计", "Weekend, not counted"),
    Why.HOLIDAY: _label("节假日或调休，不计", "Public holiday, not counted"),
    Why.MAKE_UP_DAY: _label("调休上班日，计入", "Make-up working day, counted"),
    Why.SUSPENDED: _label("中止期间，不计", "Suspended, not counted"),
    Why.PROVISIONAL: _label(
        "放假安排尚未公布，暂计入", "Counted for now: the year's holidays are not published"
    ),
}
_ACTIONS = {
    ClockAction.START: _label("开始计算", "Began"),
    ClockAction.SUSPEND: _label("中止计算", "Suspended"),
    ClockAction.RESUME: _label("恢复计算", "Resumed"),
    ClockAction.EXTEND: _label("延长期限", "Extended"),
    ClockAction.STOP: _label("停止计算", "Stopped"),
}


def limit_text(limit: Limit) -> LabelAnswer:
    """Name a limit with its length, unit and source."""
    kind, unit = KINDS[limit.kind], UNITS[limit.unit]
    return _label(
        f"{kind.zh}{limit.count}{unit.zh}（{limit.source}）",
        f"{kind.en} of {limit.count} {unit.en} ({limit.source})",
    )


def entry_text(entry: ClockEntry) -> LabelAnswer:
    return _ACTIONS[entry.action]


def why_it_bites(biting: Biting) -> LabelAnswer:
    """Say which limit bites and why it is that one."""
    first, text = biting.first, _of(biting.first)
    on = first.due.date.isoformat()
    provisional = _label("（暂定）", " (provisional)") if first.due.provisional else _label("", "")
    if not biting.others:
        return _label(
            f"{text.zh}是唯一期限，{on}届满{provisional.zh}",
            f"The {text.en} is the only one and ends on {on}{provisional.en}",
        )
    following = biting.others[0]
    then, later = _of(following), following.due.date.isoformat()
    return _label(
        f"{text.zh}最先届满：{on}{provisional.zh}；其次为{then.zh}：{later}",
        f"The {text.en} ends first, on {on}{provisional.en}; next the {then.en}, on {later}",
    )


def target_text(target: TargetDate) -> LabelAnswer:
    unit = UNITS[target.unit]
    return _label(
        f"压减目标{target.count}{unit.zh}（{target.source}），不是期限",
        f"Target of {target.count} {unit.en} ({target.source}); not a limit",
    )


def suspension_text(explained: ExplainedSuspension) -> LabelAnswer:
    """Say until when it was told to last, and whether it lasts longer."""
    told = explained.suspension.told_until
    until = told.isoformat() if told else "—"
    if explained.days_over:
        return _label(
            f"告知所需时间至{until}，已超出{explained.days_over}日",
            f"Told to last until {until}; {explained.days_over} days longer",
        )
    return _label(f"告知所需时间至{until}", f"Told to last until {until}")


def _of(candidate: Candidate) -> LabelAnswer:
    """Name a limit; one of the whole case with its clock."""
    text = limit_text(candidate.limit)
    if candidate.clock_id.kind is ClockKind.LANE:
        return text
    clock = CLOCKS[candidate.clock_id.kind]
    return _label(f"{clock.zh}的{text.zh}", f"{text.en} for: {clock.en.lower()}")
