"""Imports every table, so that migrations see them all."""

from models.application import ApplicationRow, DebtRow, LaneRow
from models.catalogue import CatalogueVersionRow
from models.delegation import DelegationAuditRow, DelegationRow
from models.event import EventRow
from models.intake import (
    CallbackMessageRow,
    CaseBurdenRow,
    DocumentRow,
    DocumentUseRow,
    DraftRow,
    IdempotencyRow,
    NoticeGivenRow,
    ThirdPartyRow,
)
from models.notice import NoticeRow
from models.permit import (
    BarRow,
    CreditRecordRow,
    ExternalPermitRow,
    LicenceRow,
    NumberSeriesRow,
    PermitRow,
    PlacePoolRow,
    PlaceRow,
)
from models.push import PushAttemptRow, PushResultRow, RegistrationPushRow
from models.task import ClaimAuditRow, ClaimRow, TaskRow
from models.visit import VisitHoldRow, VisitRow

__all__ = [
    "ApplicationRow",
    "BarRow",
    "CallbackMessageRow",
    "CaseBurdenRow",
    "CatalogueVersionRow",
    "ClaimAuditRow",
    "ClaimRow",
    "CreditRecordRow",
    "DebtRow",
    "DelegationAuditRow",
    "DelegationRow",
    "DocumentRow",
    "DocumentUseRow",
    "DraftRow",
    "EventRow",
    "ExternalPermitRow",
    "IdempotencyRow",
    "LaneRow",
    "LicenceRow",
    "NoticeGivenRow",
    "NoticeRow",
    "NumberSeriesRow",
    "PermitRow",
    "PlacePoolRow",
    "PlaceRow",
    "PushAttemptRow",
    "PushResultRow",
    "RegistrationPushRow",
    "TaskRow",
    "ThirdPartyRow",
    "VisitHoldRow",
    "VisitRow",
]
