"""What people work with beside this program: an editor for the YAML, an office program for the finished document."""

from __future__ import annotations

from pathlib import Path

from generator.machine.machine import WINDOWS, Looked, Machine, State

EXTENSION = "redhat.vscode-yaml"
WHEELS = "安装包"  # the folder beside start.py with what is installed offline
_EXTENSIONS = (".vscode", ".vscode-server", ".vscode-oss")  # folders at home that have `extensions`
_INSTALLED = ("Programs/Microsoft VS Code", "Microsoft VS Code")  # below %LOCALAPPDATA%, %ProgramFiles%
_OFFICE = {"winword": "Word", "wps": "WPS", "soffice": "LibreOffice"}
_APPLICATIONS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"


def editor(machine: Machine, root: Path) -> tuple[Looked, ...]:
    """Look for VS Code, and its extension that knows YAML."""
    if not _has_code(machine):
        found = "没有找到 VS Code（能补全和检查）；别的编辑器、记事本也可以用"
        return (Looked("编辑器", found, State.WISH, ("下载安装：https://code.visualstudio.com",)),)
    if any(_extensions(machine)):
        return (Looked("编辑器", "VS Code，有 YAML 扩展"),)
    found = "VS Code，没有 YAML 扩展（补全和检查要用）"
    return (Looked("编辑器", found, State.WISH, (f"code --install-extension {_source(root)}",)),)


def office(machine: Machine) -> Looked:
    """Look for a program that opens the finished document."""
    found = [name for program, name in _OFFICE.items() if _has(machine, program)]
    if found:
        return Looked("办公软件", "、".join(found))
    said = "没有找到 Word、WPS 或 LibreOffice：不影响生成，打开 .docx 要用其中一个"
    return Looked("办公软件", said, State.WISH)


def _has(machine: Machine, program: str) -> bool:
    if machine.system != WINDOWS:
        return machine.which(program) is not None
    return any(machine.registry(hive, rf"{_APPLICATIONS}\{program}.exe") for hive in ("HKLM", "HKCU"))


def _has_code(machine: Machine) -> bool:
    homes = [machine.environ[name] for name in ("LOCALAPPDATA", "ProgramFiles") if name in machine.environ]
    places = [Path(home, below, "Code.exe") for home in homes for below in _INSTALLED]
    return any(map(machine.which, ("code", "codium"))) or any(place.is_file() for place in places)


def _extensions(machine: Machine) -> list[Path]:
    return [path for name in _EXTENSIONS for path in (machine.home / name / "extensions").glob(f"{EXTENSION}-*")]


def _source(root: Path) -> str:
    """Say what VS Code can install the extension from: a file that lies here, or else its name in the marketplace."""
    beside = sorted(path for folder in (root, root / WHEELS) for path in folder.glob(f"{EXTENSION}*.vsix"))
    return f'"{beside[-1]}"' if beside else EXTENSION
