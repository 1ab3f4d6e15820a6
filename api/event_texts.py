"""What every event and notice is called for people, and on which legal basis it stands."""

from api.schemas.base import LabelAnswer

TEXTS: dict[str, tuple[str, str, str]] = {
    "received": ("收到申请", "Application received", "行政许可法 32(5)"),
    "catalogue_replaced": ("适用新版事项目录", "Another catalogue version holds", "design §3"),
    "papers_found": ("共享获取材料", "Papers fetched by data sharing", "R47"),
    "lane_turned_away": ("事项不予办理", "Item turned away", "行政许可法 32(1)(2)"),
    "task_opened": ("产生办理任务", "Task opened", "design §6"),
    "task_decided": ("任务办结", "Task completed", "design §6"),
    "tasks_fell_away": ("任务取消", "Tasks fell away", "design §6"),
    "task_reassigned": ("任务转交", "Task reassigned", "R147"),
    "intake_checked": ("收件审查", "Intake checked", "行政许可法 32"),
    "correction_requested": ("一次性告知补正", "Correction requested", "行政许可法 32(4)"),
    "correction_answered": ("提交补正材料", "Correction answered", "行政许可法 32(4)"),
    "lane_not_accepted": ("不予受理", "Not accepted", "行政许可法 32"),
    "accepted": ("受理", "Accepted", "行政许可法 32(5)"),
    "debts_incurred": ("容缺事项", "Deficiencies tolerated", "R54; 广东条例 32"),
    "debt_reminded": ("容缺补交提醒", "Reminder of a deficiency", "广东条例 32"),
    "debt_paid": ("容缺已补齐", "Deficiency made good", "R54; 广东条例 32"),
    "debt_lapsed": ("容缺逾期未补", "Deficiency not made good in time", "广东条例 32"),
    "debt_dissolved": ("容缺事项消灭", "Deficiency fell away", "R54"),
    "lane_dispatched": ("一键分办", "Sent to the department", "R61"),
    "department_reported": ("部门反馈", "Department reported", "R61"),
    "registration_assigned": ("赋予统一社会信用代码", "Business code assigned", "R55"),
    "lane_rerouted": ("转为一般审查", "Moved to review", "R59"),
    "supplement_requested": ("要求补充材料", "Additions requested", "行政许可法 31"),
    "supplement_provided": ("提交补充材料", "Additions provided", "行政许可法 31"),
    "supplement_lapsed": ("补充材料逾期", "Additions not provided in time", "行政许可法 31"),
    "decision_signed": ("决定待核验信用", "Decision signed, credit being checked", "R59"),
    "lane_granted": ("准予许可", "Granted", "行政许可法 38"),
    "lane_filed": ("备案完成", "Filed", "R18"),
    "lane_refused": ("不予许可", "Refused", "行政许可法 38"),
    "lane_withdrawn": ("撤回申请", "Withdrawn", "design §3"),
    "lane_terminated": ("终止办理", "Terminated", "design §3"),
    "place_assigned": ("确定排队次序", "Place in the queue", "行政许可法 57"),
    "clocks_started": ("开始计算期限", "Periods begin", "行政许可法 42"),
    "clock_changed": ("期限变更", "Period changed", "行政许可法 42, 45"),
    "warning_raised": ("时限预警", "Warning of a limit", "domain-facts §11"),
    "calendar_replaced": ("工作日历更新", "Working calendar replaced", "行政许可法 82"),
    "visit_needed": ("需要联合核查", "Joint visit needed", "R76"),
    "visit_scheduled": ("安排联合核查", "Joint visit scheduled", "R76"),
    "visit_postponed": ("联合核查改期", "Joint visit postponed", "R76"),
    "visit_recorded": ("核查记录", "Visit recorded", "行政许可法 34"),
    "rectification_ordered": ("整改意见一口告知", "Rectification notice", "R77"),
    "rectification_reported": ("报告整改完成", "Rectification reported", "R77"),
    "visit_concluded": ("核查结论", "Visit concluded", "R77"),
    "issue_wait_ended": ("不再等待其他事项", "No longer waits for other items", "design §3"),
    "permits_issued": ("发证", "Permits issued", "R79"),
    "follow_up_recorded": ("办结后续", "Follow-up done", "design §3"),
    "case_closed": ("办结", "Application closed", "design §3"),
    "message_refused": ("不采纳系统消息", "Message of a system refused", "design §2"),
    "visit_assigned": ("核查派员", "Assigned to a visit", "行政许可法 34"),
    "dispatch_needs_action": ("分办需人工处理", "Delivery needs somebody to act", "R61"),
    "permit_began": ("许可证生效", "Permit begins", "行政许可法 44"),
    "verification_opened": ("承诺核查", "Verification of the commitment", "R94"),
    "verification_recorded": ("核查记录", "Verification recorded", "R94"),
    "verification_passed": ("承诺属实", "Commitment verified", "R94"),
    "permit_rectification_ordered": ("责令限期整改", "Rectification ordered", "R94"),
    "permit_rectification_reported": ("报告整改完成", "Rectification reported", "R94"),
    "verification_failed": ("承诺不实", "Commitment not kept", "R94"),
    "verification_interrupted": ("核查中止", "Verification interrupted", "R94"),
    "verification_resumed": ("核查恢复", "Verification resumed", "R94"),
    "revocation_proposed": ("拟撤销告知", "Revocation proposed", "行政许可法 69"),
    "hearing_requested": ("申请听证", "Hearing requested", "行政许可法 47"),
    "hearing_period_ended": ("听证期限届满", "Hearing period ended", "行政许可法 47"),
    "hearing_held": ("举行听证", "Hearing held", "行政许可法 48"),
    "permit_revoked": ("撤销许可", "Permit revoked", "行政许可法 69"),
    "revocation_set_aside": ("不予撤销", "Revocation set aside", "行政许可法 69"),
    "permit_lapsed": ("许可失效", "Permit lapsed", "行政许可法 70"),
    "credit_fact_recorded": ("记入信用记录", "Entered in the credit record", "R96"),
    "permit_calendar_replaced": ("工作日历更新", "Working calendar replaced", "行政许可法 82"),
}
"""By kind: Chinese name, English name, legal basis."""


def label_of(kind: str) -> LabelAnswer:
    zh, en, _ = TEXTS[kind]
    return LabelAnswer(zh=zh, en=en)


def basis_of(kind: str) -> str:
    return TEXTS[kind][2]
