"""Who acts: an opaque subject in a role, never a name."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles of people and systems; ``CASE`` is the case itself (alarms and effects).

    The two heads approve extensions: of an authority 本行政机关负责人 (行政许可法 42(1)), of the
    government 本级人民政府负责人 (42(2)).
    """

    APPLICANT = "applicant"
    WINDOW_CLERK = "window_clerk"
    REVIEWER = "reviewer"
    INSPECTOR = "inspector"
    SUPERVISOR = "supervisor"
    HEAD_OF_AUTHORITY = "head_of_authority"
    HEAD_OF_GOVERNMENT = "head_of_government"
    DEPARTMENT_SYSTEM = "department_system"
    ADMINISTRATOR = "administrator"
    CASE = "case"

    @property
    def is_of_a_department(self) -> bool:
        """Officials and systems who act for one department; supervisors see, they do not."""
        return self in {
            Role.REVIEWER,
            Role.INSPECTOR,
            Role.HEAD_OF_AUTHORITY,
            Role.DEPARTMENT_SYSTEM,
        }


@dataclass(frozen=True, slots=True)
class Actor:
    """The author of a command; ``department`` is set for officials and department systems."""

    subject: str
    role: Role
    department: str | None = None

    def acts_for(self, department: str) -> bool:
        """Whether the actor may work on a department's task."""
        return self.role.is_of_a_department and self.department == department


CASE_ACTOR = Actor(subject="case", role=Role.CASE)
