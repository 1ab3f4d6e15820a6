"""How the story looks on a terminal: numbered chapters, short lines, Chinese kept aligned."""

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TextIO

WIDTH = 96
BEIJING = timezone(timedelta(hours=8), "Beijing")
_WIDE = {"W", "F"}


@dataclass(slots=True)
class Narrator:
    """Tells the story line by line, and remembers files and links for the summary."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    chapters: int = 0
    files: list[tuple[str, Path]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)

    def opens(self, title: str, text: str) -> None:
        """Begin the story."""
        self._line("═" * WIDTH)
        self._line(f"  {title}")
        self._line("═" * WIDTH)
        self.tells(text)

    def chapter(self, english: str, chinese: str) -> None:
        """Begin the next chapter."""
        self.chapters += 1
        self._line("")
        self._line(f"{self.chapters}. {english}  {chinese}")
        self._line("─" * WIDTH)

    def tells(self, text: str) -> None:
        """Tell something between the acts."""
        self._wrapped(text, first="  ", following="  ")

    def does(self, who: str, what: str) -> None:
        """Tell what a person does."""
        self._wrapped(f"{who} {what}", first="  ▸ ", following="    ")

    def answers(self, text: str) -> None:
        """Tell what the city answers."""
        self._wrapped(text, first="    ← ", following="      ")

    def waits(self, text: str) -> None:
        """Tell that time passes."""
        self._wrapped(text, first="  ⏩ ", following="     ")

    def lists(self, texts: Iterable[str]) -> None:
        """Show a list, each entry wrapped by itself."""
        for text in texts:
            self._wrapped(text, first="      · ", following="        ")

    def rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Show a table without lines; Chinese characters take two columns each."""
        for line in aligned(tuple(rows)):
            self._line(f"      {line}")

    def saved(self, what: str, path: Path) -> None:
        """Tell of a file the reader can open."""
        self.files.append((what, path))
        self._line(f"    ⬇ {what}: {path}")

    def link(self, what: str, address: str) -> None:
        """Tell of an address the reader can open."""
        self.links.append((what, address))
        self._line(f"    ↗ {what}: {address}")

    def closes(self, sentence: str, of_links: str) -> None:
        """End the story with everything there is to look at; ``of_links`` introduces the links."""
        self._line("")
        self._line("═" * WIDTH)
        self.tells(sentence)
        self.rows((what, str(path)) for what, path in self.files)
        self.tells(of_links)
        self.rows(self.links)

    def breaks_off(self, sentence: str) -> None:
        """Say in one sentence why the story cannot go on."""
        self._line("")
        self._line(f"✗ {sentence}")

    def _wrapped(self, text: str, *, first: str, following: str) -> None:
        lines = wrap(text, WIDTH - len(following))
        for number, line in enumerate(lines):
            self._line((following if number else first) + line)

    def _line(self, text: str) -> None:
        print(text.rstrip(), file=self.out, flush=True)


def columns(text: str) -> int:
    """Give the columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in _WIDE else 1 for letter in text)


def wrap(text: str, width: int) -> tuple[str, ...]:
    """Break at spaces into lines of at most ``width`` columns; a longer word stays whole."""
    lines: list[str] = []
    for word in text.split():
        if lines and columns(lines[-1]) + 1 + columns(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def aligned(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Pad every cell to the widest of its column; the last column is left as it is."""
    count = max((len(row) for row in rows), default=0)
    widths = [
        max((columns(row[place]) for row in rows if place < len(row)), default=0)
        for place in range(count)
    ]
    return tuple("  ".join(_padded(row, widths)).rstrip() for row in rows)


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=False)]


def moment(at: datetime | str) -> str:
    """Write an instant as Beijing's clocks and calendars show it."""
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    return instant.astimezone(BEIJING).strftime("%a %Y-%m-%d %H:%M")


def day(on: date | str | None) -> str:
    """Write a day with its weekday; without one, no expiry (长期)."""
    if on is None:
        return "长期 no expiry"
    return (date.fromisoformat(on) if isinstance(on, str) else on).strftime("%a %Y-%m-%d")


def length(duration: timedelta) -> str:
    """Write a duration in days, hours and minutes, leaving out what is nought."""
    minutes = round(duration.total_seconds() / 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = ((days, "day"), (hours, "hour"), (rest, "minute"))
    told = [f"{count} {unit}{'s' if count > 1 else ''}" for count, unit in parts if count]
    return " ".join(told) or "no time"
