"""Run the tests with the lowest versions that pyproject.toml promises: `python -m tools.lowest [PYTEST ARGUMENTS]`.

The versions are read from pyproject.toml: a dependency that is added there needs nothing here. The environment is made
anew in build/lowest, on the lowest Python that is promised where the machine has it; tools of the tests are the newest
that agree.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
ENVIRONMENT = ROOT / "build/lowest"
TOOLS, NIGHTLY = "test", "nightly"  # extras whose libraries the program does not need
LEFT_OUT = ("openxml-audit", "budget-disclosure")  # needs a newer lxml than the program; names the other extras
_BOUND = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*>=\s*([0-9][0-9A-Za-z.]*)")


def pins(project: dict[str, Any]) -> Iterator[str]:
    """Yield the lowest version of every library that the program needs, extras included, as a constraint of pip.

    Raises ValueError for a library without a lowest version.
    """
    extras = (
        libraries
        for name, libraries in project.get("optional-dependencies", {}).items()
        if name not in {TOOLS, NIGHTLY}
    )
    for requirement in (*project["dependencies"], *(one for libraries in extras for one in libraries)):
        found = _BOUND.match(requirement)
        if found is None:
            raise ValueError(f"no lowest version: {requirement}")
        yield f"{found[1]}=={found[2]}"


def tools(project: dict[str, Any]) -> list[str]:
    """Return what the tests need and can be installed beside the lowest versions of the program's libraries."""
    return [one for one in project["optional-dependencies"][TOOLS] if not one.startswith(LEFT_OUT)]


def interpreter(project: dict[str, Any]) -> str:
    """Return the lowest Python that is promised, or the running one where the machine has no such."""
    version = project["requires-python"].removeprefix(">=")
    if f"{sys.version_info.major}.{sys.version_info.minor}" == version:
        return sys.executable
    return shutil.which(f"python{version}") or sys.executable


def main(arguments: list[str]) -> int:
    """Make the environment and run the tests in it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    subprocess.run([interpreter(project), "-m", "venv", "--without-pip", "--clear", ENVIRONMENT], check=True)
    python = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    constraints = ENVIRONMENT / "constraints.txt"
    constraints.write_text("".join(f"{pin}\n" for pin in pins(project)), "utf-8")
    print(constraints.read_text("utf-8"), flush=True)
    # pip too, as in every environment that start.py makes: the tests of make_bundle call it
    extras = ",".join(sorted(set(project["optional-dependencies"]) - {TOOLS, NIGHTLY}))
    wanted = ["pip", *tools(project), "--editable", f"{ROOT}[{extras}]"]
    install = ["install", "--quiet", "--constraint", constraints, *wanted]
    subprocess.run([sys.executable, "-m", "pip", "--python", python, *install], check=True)
    return subprocess.run([python, "-m", "pytest", *(arguments or ["-n", "auto"])], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
