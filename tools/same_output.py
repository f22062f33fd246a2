"""Prove that a change leaves the documents as they were: `python -m tools.same_output [REVISION]` (default HEAD).

Generates 350 and 207, the departments' and their units' documents, in the formats that hold no library's version, with
the program of the revision and with the one in the working tree, and compares the bytes. Exit code 1 if any differs.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
FORMATS = "docx,pdf,html,ofd"
DOCUMENTS = (("350", ""), ("207", ""), ("350", "350001"), ("207", "207001"))


def made(tree: Path, output: Path) -> dict[str, str]:
    """Generate all documents with the program in `tree`: SHA-256 by file name."""
    for budget, unit in DOCUMENTS:
        command = [sys.executable, "-m", "generator", "generate", budget, "-f", FORMATS, "-o", str(output)]
        command += ["--unit", unit] if unit else []
        subprocess.run(command, cwd=tree, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    files = sorted(path for path in output.rglob("*") if path.is_file())
    return {path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def main(revision: str = "HEAD") -> int:
    """Compare the working tree with a revision."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tree = folder / "tree"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(tree), revision], cwd=ROOT, check=True)
        try:
            before = made(tree, folder / "before")
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=True)
        after = made(ROOT, folder / "after")
    different = [one for one in sorted({*before, *after}) if before.get(one) != after.get(one)]
    for one in different:
        print(f"不同：{one}")
    print(f"{len(before)} 个文件，{len(different)} 个不同。")
    return 1 if different or not before else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
