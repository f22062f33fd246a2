"""How many small changes of the program (mutants) the tests notice: `python -m tools.mutants`, nightly.

mutmut changes the modules that pyproject.toml names (`[tool.mutmut]`), one operator, value or argument at a time, and
runs the tests that reach the change. This prints the changes that no test noticed, and the score; below LEAST it exits
with 1. Left out of the score are changes of a message's words, and those that `mutants.txt` beside this file lists with
a reason: changes that no caller can see.

python -m tools.mutants                  every mutant: an hour on one processor
python -m tools.mutants --sample 258     those whose number ends in 2, 5 or 8
python -m tools.mutants --report         only the report of the last run
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
REVIEWED = Path(__file__).with_suffix(".txt")
LEAST = 95  # percent
UNNOTICED = (0, 5, 33)  # how mutmut writes that the tests passed, or that no test reaches the function
_WORDS = re.compile(r"\"XX[^\"]*[。，；：“”][^\"]*XX\"")  # of a sentence that is shown


@dataclass(frozen=True)
class Mutant:
    """A change that no test noticed: mutmut's name of it, and the lines before and after."""

    name: str
    before: str
    after: str

    @property
    def change(self) -> str:
        """The change as `mutants.txt` writes it: the module, and the two lines."""
        module = self.name.rpartition(".")[0].removeprefix("generator.")
        return f"{module} | {self.before} | {self.after}"

    @property
    def changes(self) -> set[str]:
        """The ways in which the list may name the change: as it is, or any change of the line."""
        return {self.change, f"{self.change.rpartition(' | ')[0]} | *"}

    @property
    def of_words(self) -> bool:
        """Whether only the words of a message changed."""
        return bool(_WORDS.search(self.after))


def results() -> dict[str, int]:
    """Return how the tests of each mutant of the last run ended, by mutmut's name of it."""
    found: dict[str, int | None] = {}
    for file in sorted((ROOT / "mutants").rglob("*.py.meta")):
        found |= json.loads(file.read_text("utf-8"))["exit_code_by_key"]
    return {name: code for name, code in found.items() if code is not None}


def mutants(names: Iterable[str]) -> list[Mutant]:
    """Return the changes of some mutants: the lines of the changed function that differ from its own."""
    found = []
    by_module: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_module[name.rpartition(".")[0]].append(name)
    for module, own in by_module.items():
        lines = (ROOT / "mutants" / f"{module.replace('.', '/')}.py").read_text("utf-8").splitlines()
        nodes = ast.walk(ast.parse("\n".join(lines)))
        made = {node.name: _source(node, lines) for node in nodes if isinstance(node, ast.FunctionDef)}
        for name in own:
            function = name.rpartition(".")[2]
            before, after = made[re.sub(r"\d+$", "orig", function)], made[function]
            changed = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
            told = (" ".join(line[2:].strip() for line in changed if line[0] == sign) for sign in "-+")
            found.append(Mutant(name, *told))
    return found


def _source(function: ast.FunctionDef, lines: list[str]) -> list[str]:
    """Return the lines of a function, its name left out, which says the number of the mutant."""
    first, *rest = lines[function.lineno - 1 : function.end_lineno]
    return [first.replace(function.name, ""), *rest]


def reviewed() -> dict[str, str]:
    """Return the changes that nobody can see, each with the reason."""
    text = REVIEWED.read_text("utf-8")
    parts = [part.strip().splitlines() for part in re.split(r"\n\n+", text) if part.strip() and part.strip()[0] != "#"]
    return {change: reason[0] for reason in parts for change in reason[1:]}


def run(sample: str) -> None:
    """Let mutmut change the program and run the tests, for the mutants whose number ends in one of these digits."""
    shutil.rmtree(ROOT / "mutants", ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "mutmut", "run", *([f"*[{sample}]"] if sample else [])], cwd=ROOT, check=False
    )


def report() -> int:
    """Print what no test noticed, and the score of each module and of all."""
    found = results()
    alive = mutants(name for name, code in found.items() if code in UNNOTICED)
    known = reviewed()
    left_out = [one for one in alive if one.of_words or one.changes & known.keys()]
    survivors = [one for one in alive if one not in left_out]
    for one in survivors:
        print(f"{one.name}\n  - {one.before}\n  + {one.after}")
    total = Counter(name.rpartition(".")[0] for name in found)
    total.subtract(one.name.rpartition(".")[0] for one in left_out)
    missed = Counter(one.name.rpartition(".")[0] for one in survivors)
    for module, count in total.items():
        print(f"{module}: {count - missed[module]} of {count}")
    score = 100 * (total.total() - len(survivors)) / total.total()
    words = sum(one.of_words for one in left_out)
    print(f"{score:.1f} % of {total.total()} mutants are noticed")
    print(f"left out: {words} of words, {len(left_out) - words} reviewed")
    return int(score < LEAST)


def main(arguments: list[str]) -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", default="", metavar="DIGITS", help="only mutants whose number ends in one of these")
    parser.add_argument("--report", action="store_true", help="report on the last run")
    given = parser.parse_args(arguments)
    if not given.report:
        run(given.sample)
    return report()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
