"""Prove that a wheel holds all that the program needs: `python -m tools.try_wheel`.

Builds the wheel, unpacks it, generates 350 in all formats with it from a folder that is no checkout, and compares the
bytes with those of the checkout. Exit code 1 if any differs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from generator.base.formats import FORMATS
from generator.batch import manifest

ROOT = Path(__file__).parent.parent
BUDGET = ROOT / "budgets/2025/350-科技和工信部门"


def made(program: Path, output: Path, elsewhere: Path) -> dict[str, bytes]:
    """Generate the example with the program in a folder: the bytes by file name."""
    environment = {**os.environ, "PYTHONPATH": str(program)}
    command = [sys.executable, "-m", "generator", "generate", str(BUDGET), "-f", ",".join(FORMATS), "-o", str(output)]
    subprocess.run(command, cwd=elsewhere, env=environment, check=True, stdout=subprocess.DEVNULL)
    where = [sys.executable, "-c", "import generator; print(generator.__file__)"]
    found = subprocess.run(where, cwd=elsewhere, env=environment, check=True, capture_output=True, text=True).stdout
    if not Path(found).is_relative_to(program):
        raise SystemExit(f"用的不是 {program} 里的程序，而是 {found}")
    return {path.name: path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()}


def lacks(unpacked: Path) -> list[str]:
    """Name the files of the program, templates of pages and scripts too, that an unpacked wheel has not."""
    every = (path.relative_to(ROOT) for path in sorted((ROOT / "generator").rglob("*")) if path.is_file())
    return [str(path) for path in every if "__pycache__" not in path.parts and not (unpacked / path).is_file()]


def main() -> int:
    """Build, unpack, generate, compare."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", name, str(ROOT)]
        subprocess.run(build, check=True)
        (wheel,) = folder.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder / "unpacked")
        lacking = lacks(folder / "unpacked")
        packaged = made(folder / "unpacked", folder / "packaged", folder)
        checkout = made(ROOT, folder / "checkout", folder)
    different = [file for file in sorted({*packaged, *checkout}) if packaged.get(file) != checkout.get(file)]
    for file in different:
        print(f"不同：{file}")
    print(f"{wheel.name}：{len(checkout)} 个文件，{len(different)} 个不同。")
    if len(checkout) != len(FORMATS) + (manifest.NAME in checkout):
        print(f"应有 {len(FORMATS)} 种格式各一个文件。")
        return 1
    for file in lacking:
        print(f"没有打进去：{file}")
    return 1 if different or lacking else 0


if __name__ == "__main__":
    sys.exit(main())
