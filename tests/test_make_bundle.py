"""tools/make_bundle.py, with real pip and a small index of our own in a folder: nothing is asked of the internet."""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path

import pytest

from tools import make_bundle
from tools.make_bundle import Target

ROOT = Path(__file__).parent.parent
EVERY = tuple(make_bundle.targets())
WINDOWS = next(one for one in EVERY if one.name == "Windows x64" and one.python == "3.12")
LINUX = next(one for one in EVERY if one.name == "Linux x64" and one.python == "3.12")
LOONG = EVERY[-1]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "index"
    folder.mkdir()
    for name, value in {"NO_INDEX": "1", "FIND_LINKS": str(folder), "CONFIG_FILE": "/dev/null"}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    return folder


def add(index: Path, name: str, *requires: str, tag: str = "py3-none-any") -> None:
    with zipfile.ZipFile(index / f"{name}-1.0-{tag}.whl", "w") as archive:
        head = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        archive.writestr(
            f"{name}-1.0.dist-info/METADATA", head + "".join(f"Requires-Dist: {one}\n" for one in requires)
        )
        archive.writestr(f"{name}-1.0.dist-info/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        archive.writestr(f"{name}-1.0.dist-info/RECORD", "")


def test_each_machine_gets_what_it_needs_and_what_lacks_is_told(index: Path, tmp_path: Path) -> None:
    add(index, "alpha", "beta; platform_system == 'Windows'", "gamma>=1", "never; extra == 'x'")
    add(index, "beta")
    for tag in ("cp312-cp312-win_amd64", "cp312-cp312-manylinux_2_28_x86_64"):
        add(index, "gamma", tag=tag)
    folder = tmp_path / "made"
    folder.mkdir()
    lacking = make_bundle.build(folder, ["alpha>=1"], (WINDOWS, LINUX, LOONG))
    assert lacking == [(WINDOWS, ()), (LINUX, ()), (LOONG, ("gamma",))]
    assert sorted(path.name for path in folder.iterdir()) == [
        "alpha-1.0-py3-none-any.whl",
        "beta-1.0-py3-none-any.whl",
        "gamma-1.0-cp312-cp312-manylinux_2_28_x86_64.whl",
        "gamma-1.0-cp312-cp312-win_amd64.whl",
    ]
    told = make_bundle.about(folder, "1.2", lacking)
    assert "离线安装包，4 个文件" in told
    assert "适用于 Windows x64、Linux x64，Python 3.12" in told
    assert "龙芯），Python 3.12：gamma" in told


def test_a_requirement_of_one_system_is_fetched_there_alone(index: Path, tmp_path: Path) -> None:
    add(index, "alpha", "beta; sys_platform == 'win32'")
    add(index, "beta", "delta; python_version < '3.12'")
    assert make_bundle.fetch(["alpha"], LINUX, tmp_path) == ()
    assert make_bundle.names_in(tmp_path) == {"alpha"}


def test_wheels_of_newer_systems_are_not_taken(index: Path, tmp_path: Path) -> None:
    add(index, "gamma", tag="cp312-cp312-manylinux_2_34_x86_64")
    assert make_bundle.fetch(["gamma"], LINUX, tmp_path) == ("gamma",)


def test_every_machine_is_one_of_three_systems_and_four_pythons() -> None:
    whole = [(one.name, one.python) for one in EVERY if one is not LOONG]
    assert len(whole) == len(set(whole)) == 12
    promised = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    assert make_bundle.PYTHONS[0] == promised.removeprefix(">=")


def test_what_is_fetched_is_what_the_project_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = make_bundle.requirements(project)
    assert set(project["project"]["dependencies"]) < set(wanted)
    assert {"pip", "editables"} < set(wanted)
    assert any(one.startswith("fonttools") for one in wanted)
    assert any(one.startswith("hatchling") for one in wanted)


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "自己的.docx").touch()
    assert make_bundle.main([str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["自己的.docx"]


def test_an_option_that_is_not_there_is_told_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        make_bundle.main(["--targt"])
    assert ended.value.code == 2
    assert list(tmp_path.iterdir()) == []


def test_the_whole_folder_is_made_at_once_and_again(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wheel(command: list[str], **_more: object) -> None:
        add(Path(command[command.index("--wheel-dir") + 1]), "budget_disclosure")

    def build(_folder: Path, _wanted: object, _every: object) -> list[tuple[Target, tuple[str, ...]]]:
        return [(WINDOWS, ())]

    monkeypatch.setattr(make_bundle.subprocess, "run", wheel)
    monkeypatch.setattr(make_bundle, "build", build)
    target = tmp_path / "安装包"
    for _ in range(2):
        assert make_bundle.main([str(target)]) == 0
        assert "1 个文件" in capsys.readouterr().out
        assert sorted(path.name for path in target.iterdir()) == [
            "budget_disclosure-1.0-py3-none-any.whl",
            "说明.txt",
        ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index", "安装包"]
