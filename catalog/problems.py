"""The one error of a catalogue that cannot be used: it names every problem at once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in which file and at which key (dotted, empty for the whole file)."""

    file: str
    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key or 'whole file'}: {self.text}"


class CatalogueError(Exception):
    """The catalogue cannot be used; the message has one line for each problem."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
