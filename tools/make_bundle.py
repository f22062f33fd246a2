"""Build a folder from which start.py installs the program without internet: `python -m tools.make_bundle [FOLDER]`.

It holds our wheel and those of all that the program needs, for Windows x64, Linux x64 and arm64 and each of the Pythons
below, whatever machine this runs on. What has no wheel somewhere is listed in 说明.txt beside them.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from pip._vendor.packaging.requirements import Requirement  # where pip is, this is: nothing else has to be installed
from pip._vendor.packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "安装包"
ABOUT = "说明.txt"
EXTRAS = ("ofd", "import", "serve")  # those that start.py installs
TOOLS = ("pip", "editables")  # start.py needs the first where Python brings none; hatchling the second for `-e`
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_GLIBC = (17, 24, 26, 27, 28)  # minor versions, the oldest first: 统信 V20 and 麒麟 V10 have 2.28
_MOST = 10  # rounds until no wheel needs another one


@dataclass(frozen=True, slots=True)
class Target:
    """A machine for which wheels are fetched: pip's tags of its platform, and what markers of requirements ask it."""

    name: str
    platforms: tuple[str, ...]
    python: str
    markers: Mapping[str, str]

    def needs(self, requirement: Requirement) -> bool:
        """Tell whether a requirement holds on this machine; pip would ask the machine on which it runs."""
        return requirement.marker is None or requirement.marker.evaluate(
            {**self.markers, "python_version": self.python, "python_full_version": f"{self.python}.0", "extra": ""}
        )


Gap = tuple[Target, tuple[str, ...]]  # a machine, and the names of what has no wheel for it


def targets() -> Iterator[Target]:
    """Yield all machines; for LoongArch there are no wheels but pure ones, so one Python tells what it lacks."""
    windows = {"platform_system": "Windows", "sys_platform": "win32", "os_name": "nt", "platform_machine": "AMD64"}
    linux = {"platform_system": "Linux", "sys_platform": "linux", "os_name": "posix"}
    python = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    for version in PYTHONS:
        yield Target("Windows x64", ("win_amd64",), version, {**python, **windows})
        for name, machine in (("Linux x64", "x86_64"), ("Linux arm64", "aarch64")):
            tags = (f"manylinux2014_{machine}", *(f"manylinux_2_{minor}_{machine}" for minor in _GLIBC))
            yield Target(name, tags, version, {**python, **linux, "platform_machine": machine})
    loong = {**python, **linux, "platform_machine": "loongarch64"}
    yield Target("Linux LoongArch（龙芯）", ("linux_loongarch64",), PYTHONS[1], loong)


def requirements(project: Mapping[str, Any]) -> tuple[str, ...]:
    """Give what has to be fetched by pyproject.toml: libraries, extras, and what builds the program where it lies."""
    table = project["project"]
    extras = (one for name in EXTRAS for one in table["optional-dependencies"][name])
    return (*table["dependencies"], *extras, *project["build-system"]["requires"], *TOOLS)


def fetch(wanted: Sequence[str], target: Target, folder: Path) -> tuple[str, ...]:
    """Fetch wheels and all that they need into an empty folder; give the names of what has no wheel for the target."""
    asked = list(wanted)
    for _ in range(_MOST):
        if not download(asked, target, folder):
            return walk(wanted, target, folder)
        there = names_in(folder)
        more = [str(one) for one in needed(folder, target) if canonicalize_name(one.name) not in there]
        if not more:
            return ()
        asked += more
    raise SystemExit(f"没有尽头：{target.name} 还要 {'、'.join(more)}")


def walk(wanted: Sequence[str], target: Target, folder: Path) -> tuple[str, ...]:
    """Fetch one wheel after the other, where some have none for the target; give the names of these."""
    open_, seen, lacking = [_bare(Requirement(one)) for one in wanted], set[str](), list[str]()
    while open_:
        one = open_.pop(0)
        if canonicalize_name(one.name) in seen:
            continue
        seen.add(canonicalize_name(one.name))
        if not download([str(one)], target, folder, "--no-deps"):
            lacking.append(one.name)
        open_ += needed(folder, target)
    return tuple(sorted(lacking, key=str.lower))


def download(wanted: Sequence[str], target: Target, folder: Path, *more: str) -> bool:
    """Let pip fetch wheels; False if one cannot be had."""
    platforms = [word for tag in target.platforms for word in ("--platform", tag)]
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
        *("--only-binary=:all:", "--implementation", "cp", "--python-version", target.python, *platforms),
        *("--dest", str(folder), *more, *wanted),
    ]
    return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0


def needed(folder: Path, target: Target) -> list[Requirement]:
    """Give what the wheels of a folder need on a machine."""
    found = (Requirement(text) for wheel in sorted(folder.glob("*.whl")) for text in _requires(wheel))
    return [_bare(one) for one in found if target.needs(one)]


def _bare(requirement: Requirement) -> Requirement:
    """Take the marker away, which pip would ask of the wrong machine."""
    bare = Requirement(str(requirement))
    bare.marker = None
    return bare


def names_in(folder: Path) -> set[str]:
    """Give the names of the libraries whose wheels a folder holds."""
    return {canonicalize_name(wheel.name.partition("-")[0]) for wheel in folder.glob("*.whl")}


def _requires(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return BytesParser().parsebytes(archive.read(name)).get_all("Requires-Dist") or []


def build(folder: Path, wanted: Sequence[str], every: Sequence[Target]) -> list[Gap]:
    """Fetch the wheels for all targets into a folder, each once; give what lacks for each."""
    lacking: list[Gap] = []
    for target in every:
        print(f"{target.name}，Python {target.python}……", flush=True)
        with tempfile.TemporaryDirectory() as name:
            lacking.append((target, fetch(wanted, target, Path(name))))
            for wheel in sorted(Path(name).glob("*.whl")):
                shutil.move(wheel, folder / wheel.name)
    return lacking


def about(folder: Path, version: str, lacking: Sequence[Gap]) -> str:
    """Say in Chinese what the folder is, how it is used, and what has no wheel where."""
    whole = [target for target, names in lacking if not names]
    systems = "、".join(dict.fromkeys(target.name for target in whole))
    pythons = "、".join(dict.fromkeys(target.python for target in whole))
    gaps = [f"{target.name}，Python {target.python}：{'、'.join(names)}" for target, names in lacking if names] or [
        "没有。"
    ]
    return "\n".join([
        f"部门预算信息公开 {version} 的离线安装包，{told_size(folder)}",
        "",
        "把这个文件夹放在 start.py 旁边，名称是“安装包”，照常运行 start.py，不用上网。不用 start.py 的：",
        '    python3 -m pip install --no-index --find-links 安装包 "budget-disclosure[ofd,import,serve]"',
        f"适用于 {systems}，Python {pythons}（Linux 要 glibc 2.28 或更新，例如统信 V20、麒麟 V10）。",
        "VS Code 的 YAML 扩展（redhat.vscode-yaml 的 .vsix 文件）也可以放在这里，budget setup 会说怎样安装。",
        "",
        "下列机器没有这些库的安装文件。请在同样的机器上用 pip wheel 编译，把得到的文件放进来：",
        *gaps,
        "",
    ])  # fmt: skip


def told_size(folder: Path) -> str:
    """Say how many wheels a folder holds, and how large they are."""
    sizes = [path.stat().st_size for path in folder.glob("*.whl")]
    return f"{len(sizes)} 个文件，{sum(sizes) / 1e6:.0f} MB"


def main(arguments: list[str]) -> int:
    """Build our wheel, fetch all others, and say what lacks; the folder is there as a whole or not at all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder: Path = parser.parse_args(arguments).folder
    if folder.exists() and not (folder / ABOUT).is_file():
        print(f"{folder} 里是别的东西，没有改动。请换一个文件夹。")
        return 2
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    with tempfile.TemporaryDirectory(dir=folder.resolve().parent, prefix=".安装包-") as name:
        made = Path(name, "安装包")
        made.mkdir()
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(made), str(ROOT)]
        subprocess.run(command, check=True)
        lacking = build(made, requirements(project), tuple(targets()))
        text = about(made, project["project"]["version"], lacking)
        (made / ABOUT).write_text(text, "utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
