"""Set everything up and run it, with nothing but Python 3.11 or newer (准备好一切并运行).

    python3 start.py generate     在 .venv 里装好程序，生成 budgets/ 里的全部预算
    python3 start.py test         在 .venv 里装好程序和测试工具，运行全部检查和测试
    python3 start.py check 350    其余参数原样交给 budget 命令

It makes a virtual environment in `.venv` beside this file, so that it works where the system's Python is externally
managed (Debian, 统信, 麒麟), also where `venv` has no pip of its own: then pip is fetched from the package index.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import urllib.request
import venv
import zipfile
from pathlib import Path
from urllib.parse import urljoin

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
WINDOWS = os.name == "nt"
PROGRAMS = ENVIRONMENT / ("Scripts" if WINDOWS else "bin")
PYTHON = PROGRAMS / ("python.exe" if WINDOWS else "python")
STAMP = ENVIRONMENT / "installed.txt"
TESTS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("pytest", "-n", "auto"),
    ("tools.fuzz", "--seconds", "30", "--seed", "1"),
)
PIP_FILES = "https://pypi.org/pypi/pip/json"
OLDEST = (3, 11)
EXTRAS = "ofd"  # what every command needs


def main(arguments: list[str]) -> int:
    """Prepare the environment, then run the tests or the command `budget`."""
    if sys.version_info < OLDEST:
        print(f"需要 Python 3.11 或更新的版本，现在是 {sys.version.split()[0]}。")
        return 3
    from generator.base.utf8 import run_in_utf8  # noqa: PLC0415 an older Python cannot read it

    run_in_utf8()
    testing = arguments[:1] == ["test"]
    prepare("test" if testing else EXTRAS)
    if not testing:
        return command(arguments or ["--help"])
    for module, *rest in TESTS:
        print(f"—— {module} {' '.join(rest)}", flush=True)
        code = run([str(PYTHON), "-m", module, *rest, *(arguments[1:] if module == "pytest" else [])])
        if code:
            return code
    return 0


def prepare(extra: str) -> None:
    """Make the environment and install the project with extras into it, unless that is done and nothing changed."""
    wanted = state(extra)
    if STAMP.is_file() and STAMP.read_text("utf-8") in (wanted, state("test")):
        return
    print("正在准备运行环境（.venv），第一次要一两分钟……", flush=True)
    if not PYTHON.is_file():
        create()
    install = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", f"{HERE}[{extra}]"]
    subprocess.run(install, check=True)
    run([str(PYTHON), "-m", "compileall", "-q", str(HERE / "generator")])  # start quickly from the first time on
    STAMP.write_text(wanted, "utf-8")


def state(extra: str) -> str:
    """Describe what is installed: the extras, and the dependencies as written."""
    return f"{extra} {hashlib.sha256((HERE / 'pyproject.toml').read_bytes()).hexdigest()}"


def create() -> None:
    """Make the virtual environment, with pip from the index where Python brings none (Debian without python3-venv)."""
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, ImportError):
        venv.create(ENVIRONMENT, with_pip=False, clear=True)
        fetch_pip()


def fetch_pip() -> None:
    """Unpack pip's wheel from PyPI into the environment, checked against the index's hash."""
    with urllib.request.urlopen(PIP_FILES, timeout=60) as answer:
        files = json.load(answer)["urls"]
    wheel = next(file for file in files if file["packagetype"] == "bdist_wheel")
    with urllib.request.urlopen(urljoin(PIP_FILES, wheel["url"]), timeout=120) as answer:
        data = answer.read()
    if hashlib.sha256(data).hexdigest() != wheel["digests"]["sha256"]:
        raise SystemExit("下载的 pip 校验不符，请重试。")
    command = [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    place = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    zipfile.ZipFile(io.BytesIO(data)).extractall(place)


def command(arguments: list[str]) -> int:
    """Run `budget` where the user stands; budgets that do not lie there are those of this folder."""
    environment = {"BUDGET_ROOT": str(HERE), **os.environ}
    return subprocess.run([str(PYTHON), "-P", "-m", "generator", *arguments], env=environment, check=False).returncode


def run(command: list[str]) -> int:
    """Run a command in the project's folder and return its exit code."""
    return subprocess.run(command, cwd=HERE, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError:
        sys.exit("没有装成。请看上面的信息；没有网络时，先准备好离线安装包（见 README“离线安装”）。")
