"""From when an application counts as received: hours of the day and days off (design §5)."""

from datetime import datetime

from domain.calendar import SHANGHAI, WorkingCalendar, at_hour, local_date
from domain.case import Case
from domain.catalogue import OutsideHours, Receipt
from domain.submission import Channel


def counted_from(case: Case, now: datetime) -> datetime:
    """Give the instant from which the periods for something handed in now are counted.

    A counter is open when it takes papers; online, the scheme says what holds outside of office
    hours. The instant of handing in itself is kept and shown whatever follows from it.
    """
    receipt = case.slice.scheme.receipt
    is_online = case.submission.channel is Channel.ONLINE
    if receipt is None or not is_online or receipt.outside_hours is OutsideHours.AT_ONCE:
        return now
    return _next_opening(receipt, case.submission.calendar, now)


def _next_opening(receipt: Receipt, calendar: WorkingCalendar, now: datetime) -> datetime:
    """Give ``now`` within office hours, else when the office opens next."""
    today = local_date(now)
    hour = now.astimezone(SHANGHAI).time()
    if not calendar.is_working_day(today) or hour >= receipt.closes_at:
        return at_hour(calendar.add_working_days(today, 1), receipt.opens_at)
    return now if hour >= receipt.opens_at else at_hour(today, receipt.opens_at)
