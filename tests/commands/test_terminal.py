"""A terminal of 80 columns: no line is longer, whatever is typed; into a pipe nothing is broken; nothing is English."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from generator.base.formats import FORMATS
from generator.base.terminal import width
from generator.cli import COMMANDS, main
from tests.commands.process import BUDGET, ROOT, TYPED, process
from tests.packs import write_pack

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals of POSIX")
COLUMNS = 80
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
LONG = "很长的名称" * 12


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two budgets with long names, long lines and findings; one of them cannot be generated."""
    root = tmp_path_factory.mktemp("terminal")
    write_pack(root / "templates", text="# {{ 主体 }}\n正文{{ 金额()|万元 }}。")
    for code, name, more in (("350", "科技局", ""), ("351", f"{LONG[:40]}局", f"其他：支出: {LONG}\n错{LONG}: 1\n")):
        folder = root / "budgets" / "2025" / f"{code}-{name}"
        folder.mkdir(parents=True)
        text = BUDGET.replace('"350"', f'"{code}"').replace("科技局", name)
        (folder / "预算.yaml").write_text(f'{text}其他说明: "{LONG}{TYPED}{LONG} {LONG}"  # {LONG}\n{more}', "utf-8")
    return root


def in_a_terminal(*arguments: str | Path, columns: int = COLUMNS, **environment: str) -> str:
    """Run `budget` in a pseudo-terminal and give what it shows."""
    import fcntl  # noqa: PLC0415 not on Windows
    import pty  # noqa: PLC0415
    import termios  # noqa: PLC0415

    unwanted = ("FORCE_COLOR", "NO_COLOR", "COLUMNS")
    settings = {name: value for name, value in os.environ.items() if name not in unwanted}
    settings |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "TERM": "xterm", **environment}
    reader, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    child = subprocess.Popen(
        [sys.executable, "-m", "generator", *arguments], cwd=ROOT, env=settings, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    shown = b""
    try:
        while part := os.read(reader, 65536):
            shown += part
    except OSError:  # how a pseudo-terminal says that it was closed
        pass
    os.close(reader)
    child.wait()
    return shown.decode().replace("\r\n", "\n")


def too_long(shown: str, columns: int = COLUMNS) -> list[str]:
    return [line for line in COLOUR.sub("", shown).split("\n") if width(line) > columns]


@pytest.mark.parametrize("columns", [80, 60, 132])
@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "351", "-f", "concise"),
        ("check", "--statistics"),
        ("generate", "-f", "html", "-o", "OUT"),
        ("check", "没有"),
        ("fix", "--diff"),
    ],
    ids=" ".join,
)
def test_no_line_is_longer_than_the_terminal(
    arguments: tuple[str, ...], columns: int, root: Path, tmp_path: Path
) -> None:
    typed = [word.replace("OUT", str(tmp_path)) for word in arguments]
    shown = in_a_terminal(*typed, "--root", root, columns=columns)
    assert shown
    assert too_long(shown, columns) == []
    assert (
        set(re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", COLOUR.sub("", shown)))
        == set()
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "350"),
        ("trace", "350", "1186.91"),
        ("explain",),
        ("explain", "C101"),
        ("template", "list"),
        ("verify",),
    ],
    ids=" ".join,
)
def test_real_budgets_fit_too(arguments: tuple[str, ...]) -> None:
    shown = in_a_terminal(*arguments)
    assert too_long(shown) == []


def commands() -> Iterator[tuple[str, ...]]:
    yield ()
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        yield (name,)
        if isinstance(command, click.Group):
            yield from ((name, inner) for inner in command.commands)


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_help_fits_and_is_chinese(words: tuple[str, ...]) -> None:
    shown = in_a_terminal(*words, "--help")
    assert too_long(shown) == []
    assert english(shown) == []
    assert not re.search(r"\[[^\]选预文代参名]*\]", shown), "what click adds in brackets"


NAMES = (  # of files, formats and programs: they have no Chinese name
    "YAML yaml Word PDF Excel VS Code docx jinja json JSON xlsx budget budgets out root Jinja templates for endfor OFD "
    "vscode UTF schema md docs HTML html CI GitHub SARIF JUnit WPS tr git Git HEAD GBK Python Dask dask "
    "index https example gov cn Ctrl"
)


def english(shown: str) -> list[str]:
    """Give the Latin words that are no command, option, format, code or name."""
    known = {*NAMES.split(), *COMMANDS, *FORMATS, "text", "concise", "github", "sarif", "junit"}
    known |= {part for words in commands() for word in words for part in word.split("-")}
    for words in commands():
        command: click.Command | None = main
        for word in words:
            assert isinstance(command, click.Group)
            command = command.get_command(click.Context(command), word)
        assert command is not None
        known |= {part for one in command.params for name in one.opts for part in name.strip("-").split("-")}
    words_shown = re.findall(
        "[A-Za-z]{2,}", re.sub(r"help|--?[a-z-]+|[a-z-]+\.(?:docx|xlsx|yaml|jinja|json)", " ", shown)
    )
    return [word for word in words_shown if word not in known and not re.fullmatch("[YSBCPDIX]|PDF|A", word)]


@pytest.mark.parametrize("words", [one for one in commands() if one], ids=" ".join)
def test_wrong_use_is_answered_in_chinese(words: tuple[str, ...]) -> None:
    for wrong in (
        ("--nope",),
        ("-j", "x"),
        ("--year", "x"),
        ("--root", "/nope"),
        ("a", "b", "c", "d"),
        ("--limit", "-1"),
    ):
        result = CliRunner().invoke(main, [*words, *wrong], prog_name="budget")
        assert result.exit_code != 2 or english(result.output.replace("nope", "")) == [], result.output


def test_a_pipe_gets_whole_lines(root: Path) -> None:
    shown = process("check", "351", "--root", root, COLUMNS="40").stdout.decode()
    assert any(width(line) > COLUMNS for line in shown.split("\n"))


def test_places_are_in_a_colour_for_black_and_white(root: Path) -> None:
    shown = in_a_terminal("check", "--root", root)
    used = set(COLOUR.findall(shown))
    assert used
    assert not used & {f"\x1b[{code}m" for code in (30, 33, 34, 36, 37, 90, 93, 96, 97)}
    for environment in ({"TERM": "dumb"}, {"NO_COLOR": "1"}):
        assert "\x1b" not in in_a_terminal("check", "--root", root, **environment)


def test_start_py_works_where_the_user_stands(root: Path, tmp_path: Path) -> None:
    home = tmp_path / "软件"
    (home / ".venv" / "bin").mkdir(parents=True)
    for name in ("start.py", "pyproject.toml"):
        shutil.copy(ROOT / name, home)
    for name in ("generator", "schema", "templates"):
        (home / name).symlink_to(ROOT / name)
    (home / "budgets").symlink_to(root / "budgets")
    python = home / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', "utf-8")
    python.chmod(0o755)
    state = [sys.executable, "-c", "import start; start.STAMP.write_text(start.state(start.EXTRAS), 'utf-8')"]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    subprocess.run(state, cwd=home, env={**settings, "PYTHONPATH": str(home)}, check=True)

    def start(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, home / "start.py", *arguments]
        return subprocess.run(command, cwd=cwd, env=settings, capture_output=True, check=False, timeout=120)

    (folder,) = (root / "budgets" / "2025").glob("350-*")
    done = start("check", ".", cwd=folder)
    assert "其他说明" in done.stdout.decode()
    assert done.stderr == b""
    assert start("check", f"../{folder.name}", cwd=folder).stdout == done.stdout
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    done = start("check", "350", "-o", "./报告.txt", cwd=elsewhere)
    assert "共 " in done.stdout.decode()
    assert (elsewhere / "报告.txt").is_file()
