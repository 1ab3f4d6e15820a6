"""The one error of a catalogue that cannot be used: it names every problem at once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and by which rule of the catalogue.

    ``key`` is dotted and empty for the whole file; ``line`` counts from 1 and is known once the
    file has been looked at again.
    """

    file: str
    key: str
    rule: str
    text: str
    line: int | None = None

    @property
    def item(self) -> str | None:
        """Code of the item whose file it is."""
        folder, _, name = self.file.partition("/")
        return name.removesuffix(".yaml") if folder == "items" else None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key or 'whole file'}: {self.text} [{self.rule}]"


class CatalogueError(Exception):
    """The catalogue cannot be used; the message has one line for each problem."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
