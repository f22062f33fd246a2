"""What one document may use up: a pack is a stranger's text, so all work that it asks for is counted, and ends.

The counts are the same on every machine: no clock decides what a document is.
"""

from __future__ import annotations

from dataclasses import dataclass

STEPS = 3_000_000  # expressions evaluated, and tenths of the entries looked at
CHARACTERS = 5_000_000  # written, or kept in a text
CELLS = 200_000  # of tables
DEEPEST = 30  # calls within calls
LINE = 100  # characters that a line break counts for: a paragraph costs more than its text
USUAL = 1000  # entries and records of a budget for which the above is plenty; a larger one may use more


class ExhaustedError(Exception):
    """A pack asks for more than a document may use up; the message is Chinese."""


@dataclass(slots=True)
class Meter:
    """What a document has used up; `share` multiplies the limits."""

    share: int = 1
    steps: int = 0
    characters: int = 0
    cells: int = 0
    depth: int = 0

    def step(self, count: int = 1) -> None:
        """Count work; raises ExhaustedError."""
        self.steps += count
        if self.steps > STEPS * self.share:
            raise ExhaustedError("循环或者调用的次数太多")

    def write(self, weight: int) -> None:
        """Count characters by their weight; raises ExhaustedError."""
        self.characters += weight
        if self.characters > CHARACTERS * self.share:
            raise ExhaustedError("输出太长")

    def fill(self, cells: int) -> None:
        """Count cells of tables; raises ExhaustedError."""
        self.cells += cells
        if self.cells > CELLS * self.share:
            raise ExhaustedError("表格太大，或者表格太多")

    def enter(self) -> None:
        """Begin a call within a call; raises ExhaustedError. `leave` ends it."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.depth -= 1
            raise ExhaustedError(f"宏一层套一层，超过 {DEEPEST} 层，或者没有尽头")

    def leave(self) -> None:
        """End a call."""
        self.depth -= 1


def meter_for(size: int) -> Meter:
    """Return the meter for a document of a budget with so many entries and records."""
    return Meter(1 + size // USUAL)


def weight(text: str) -> int:
    """Return what a text counts for when it is written."""
    return len(text) + LINE * text.count("\n")
