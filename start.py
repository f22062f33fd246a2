"""Set everything up and run it, with nothing but Python 3.11 or newer (准备好一切并运行).

    python3 start.py generate     在 .venv 里装好程序，生成 budgets/ 里的全部预算
    python3 start.py test         在 .venv 里装好程序和测试工具，运行全部检查和测试
    python3 start.py check 350    其余参数原样交给 budget 命令

It makes a virtual environment in `.venv` beside this file, so that it works where the system's Python is externally
managed (Debian, 统信, 麒麟), also where `venv` has no pip of its own: then pip is fetched from the package index.
"""

import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from urllib.parse import urljoin

OLDEST = (3, 11)
if sys.version_info < OLDEST:  # nothing in this file that Python 3.6 cannot read, nothing above that it lacks
    sys.stderr.write(
        f"需要 Python 3.11 或更新的版本，现在是 {sys.version.split()[0]}。\n"
        "装过新版本的，写明用它，例如 python3.12 start.py generate（Windows：py -3.12 start.py generate）；"
        "没有的请先安装，可以与旧版并存。\n"
    )
    sys.exit(3)

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
WHEELS = HERE / "安装包"  # made by tools/make_bundle.py: where it lies here, nothing is asked of the internet
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
EXTRAS = "ofd,import,serve"  # what every command needs
ENVIRONMENT_FAULT = 3  # the exit code of whatever is no fault of the budget
UNREACHABLE = ("NewConnectionError", "ConnectTimeout", "ReadTimeout", "ProxyError", "SSLError", "name resolution")
NO_INTERNET = (
    "上不了网，或者连不上下载库的网站。可以：\n"
    "  · 检查网络和代理（HTTPS_PROXY）；用国内镜像的：python3 -m pip config set global.index-url 镜像的地址\n"
    "  · 不上网安装：把离线安装包（文件夹“安装包”）放在 start.py 旁边，见 README“离线安装”。"
)
NOT_IN_WHEELS = (
    "“安装包”里缺少这台电脑要用的库（Python {python}，{machine}），请看 安装包/说明.txt。\n"
    "能上网的，把“安装包”文件夹改个名称，再运行一次。"
)


class SetupError(Exception):
    """The environment cannot be prepared; the message is Chinese and says what to do."""


def main(arguments: list[str]) -> int:
    """Prepare the environment, then run the tests or the command `budget`."""
    from generator.base.utf8 import run_in_utf8  # noqa: PLC0415 after the version is known

    run_in_utf8()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="replace")  # a console without Chinese shows signs, and the work goes on
    testing = arguments[:1] == ["test"]
    try:
        prepare("test" if testing else EXTRAS)
    except SetupError as error:
        print(f"没有装成。{error}", file=sys.stderr)
        return ENVIRONMENT_FAULT
    except OSError as error:
        print(f"没有装成：{why(error)}", file=sys.stderr)
        return ENVIRONMENT_FAULT
    if not testing:
        return command(arguments or ["--help"])
    for module, *rest in TESTS:
        print(f"—— {module} {' '.join(rest)}", flush=True)
        code = run([str(PYTHON), "-m", module, *rest, *(arguments[1:] if module == "pytest" else [])])
        if code:
            return code
    return 0


def prepare(extra: str) -> None:
    """Make the environment and install the project with extras into it, unless that is done and nothing changed.

    Raises SetupError, and OSError where a file cannot be written.
    """
    wanted = state(extra)
    if PYTHON.is_file() and STAMP.is_file() and STAMP.read_text("utf-8") in (wanted, state("test")):
        return
    print("正在准备运行环境（.venv），第一次要一两分钟……", flush=True)
    if not PYTHON.is_file():
        create()
    install(extra, offline=extra == EXTRAS and has_wheels())
    run([str(PYTHON), "-m", "compileall", "-q", str(HERE / "generator")])  # start quickly from the first time on
    STAMP.write_text(wanted, "utf-8")


def state(extra: str) -> str:
    """Describe what is installed: the extras, the dependencies as written, and the folder in which it lies."""
    return f"{extra} {hashlib.sha256((HERE / 'pyproject.toml').read_bytes() + os.fsencode(HERE)).hexdigest()}"


def has_wheels() -> bool:
    """Tell whether an offline bundle lies beside this file."""
    return any(WHEELS.glob("*.whl"))


def install(extra: str, *, offline: bool) -> None:
    """Install the project where it lies, with what an extra needs. Raises SetupError."""
    source = ["--no-index", "--find-links", str(WHEELS)] if offline else ["--retries", "2"]
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *source]
    done = subprocess.run([*pip, "-e", f"{HERE}[{extra}]"], check=False, stderr=subprocess.PIPE)
    if done.returncode:
        raise SetupError(fault(done.stderr.decode("utf-8", "replace"), offline=offline))


def fault(told: str, *, offline: bool) -> str:
    """Say in Chinese why pip did not install, by what it told; its own words follow where they are not understood."""
    if offline and "No matching distribution" in told:
        return NOT_IN_WHEELS.format(python=platform.python_version(), machine=platform.machine())
    if any(word in told for word in UNREACHABLE):
        return NO_INTERNET
    if "No space left" in told:
        return "磁盘满了，请腾出空间后再试。"
    return f"安装库的程序 pip 报告：\n{told.strip()}"


def why(error: OSError) -> str:
    """Say which file could not be written, and why."""
    from generator.base.reasons import reason  # noqa: PLC0415 after the version is known

    return f"{error.filename or ENVIRONMENT}：{reason(error)}。"


def create() -> None:
    """Make the virtual environment; where Python brings no pip (Debian without python3-venv) it is unpacked into it.

    Raises SetupError.
    """
    try:
        import venv  # noqa: PLC0415 some systems have it in a package of its own
    except ImportError:
        raise SetupError("这台电脑的 Python 缺少 venv，请先运行：sudo apt install python3-venv") from None
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, ImportError):
        venv.create(ENVIRONMENT, with_pip=False, clear=True)
        try:
            unpack_pip()
        except BaseException:
            shutil.rmtree(ENVIRONMENT, ignore_errors=True)  # the next run begins anew
            raise


def unpack_pip() -> None:
    """Unpack pip's wheel into the environment: from the offline bundle, or from PyPI. Raises SetupError."""
    beside = sorted(WHEELS.glob("pip-*.whl"))
    try:
        data = beside[-1].read_bytes() if beside else fetch_pip()
    except (urllib.error.URLError, TimeoutError):
        lacking = "这台电脑的 Python 不带 pip（Debian、统信、麒麟），请运行：sudo apt install python3-venv\n"
        raise SetupError(f"{lacking}不能装的，程序会自己下载 pip，但是{NO_INTERNET}") from None
    command = [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    place = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    zipfile.ZipFile(io.BytesIO(data)).extractall(place)


def fetch_pip() -> bytes:
    """Fetch pip's wheel from PyPI, checked against the index's hash. Raises SetupError, and URLError."""
    with urllib.request.urlopen(PIP_FILES, timeout=60) as answer:
        files = json.load(answer)["urls"]
    wheel = next(file for file in files if file["packagetype"] == "bdist_wheel")
    with urllib.request.urlopen(urljoin(PIP_FILES, wheel["url"]), timeout=120) as answer:
        data: bytes = answer.read()
    if hashlib.sha256(data).hexdigest() != wheel["digests"]["sha256"]:
        raise SetupError("下载的 pip 校验不符，请重试。")
    return data


def command(arguments: list[str]) -> int:
    """Run `budget` where the user stands; budgets that do not lie there are those of this folder."""
    environment = {"BUDGET_ROOT": str(HERE), **os.environ}
    return subprocess.run([str(PYTHON), "-P", "-m", "generator", *arguments], env=environment, check=False).returncode


def run(command: list[str]) -> int:
    """Run a command in the project's folder and return its exit code."""
    return subprocess.run(command, cwd=HERE, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
