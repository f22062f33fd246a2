"""Folders of finished files (成品文件夹): each file against the list, what changed against its budget.

A folder with a list of its own must have all that is listed; one of files that came back has whatever came back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from generator.base import files
from generator.base.formats import FORMATS
from generator.base.frozen import frozen
from generator.batch import manifest
from generator.batch.made import MadeFile
from generator.batch.manifest import DamagedError, Listed
from generator.findings.finding import Finding, Kind, Place, Severity
from generator.proof.verify import refused

LOST = Kind("D408", "清单上的文件不在", Severity.ERROR, "清单.json 列出的成品，文件夹里没有。")
ALTERED = Kind(
    "D409",
    "成品与清单不同",
    Severity.WARNING,
    "文件生成以后被改过：SHA-256 与清单.json 里的不同。改了哪些数和文字，Word 和 PDF 另外列出。",
)
UNLISTED = Kind(
    "D410", "文件不在清单上", Severity.WARNING, "文件夹里的成品，清单.json 里没有：不是这一批生成的，或者改了名称。"
)
BAD_LIST = Kind("D411", "清单读不了", Severity.ERROR, "清单.json 不是本软件写的，或者已经损坏。")
ListedFile = tuple[Listed, MadeFile]
_AGAIN = "请重新生成（budget generate）。"


@frozen
class Altered:
    """A finished file that is no longer what was made: of which department's document, or unit's, and year."""

    path: Path
    department: str
    unit: str
    year: str


@frozen
class Reviewed:
    """What a folder of finished files is: how many are as they were, which are not, and what else is found."""

    same: int
    altered: tuple[Altered, ...]
    findings: tuple[Finding, ...]


def is_returned(folder: Path) -> bool:
    """Tell whether somebody means finished files by a folder, not budgets: it has a list, or finished files alone."""
    if not folder.is_dir():
        return False
    if (folder / manifest.NAME).is_file():
        return True
    return any(_finished(folder)) and not any(path.suffix in (".yaml", ".yml") for path in folder.rglob("*"))


def review(folder: Path, output: Path) -> Reviewed:
    """Compare all finished files of a folder with its list, or else with the lists of the output folder."""
    own = folder / manifest.NAME
    lists = [own] if own.is_file() else sorted(output.glob(f"*/{manifest.NAME}"))
    known: list[ListedFile] = []
    findings: list[Finding] = []
    for one in lists:
        try:
            known += [(document, file) for document in manifest.read(one) for file in document.files]
        except (OSError, DamagedError) as error:
            message = str(error) if isinstance(error, DamagedError) else files.problem(error)
            findings.append(BAD_LIST.at(Place(one.as_posix()), message, _AGAIN))
    there = sorted(_finished(folder))
    if own.is_file():
        lost = (file for _, file in known if not (folder / file.name).is_file())
        place = Place(own.as_posix())
        findings += [LOST.at(place, f"没有 {file.name}。", "请找回这个文件，或者重新生成。") for file in lost]
    same, altered = 0, []
    by_path, by_name = {folder / one[1].name: one for one in known}, _by_name(known)
    for path in there:
        found = by_path.get(path) or by_name.get(path.name)
        if found is None:
            draft = refused(path)
            remedy = "请核对它从哪里来；不要的，请移走。"
            findings.append(draft or UNLISTED.at(Place(path.as_posix()), "清单里没有这个文件。", remedy))
        elif files.answer(str(path)) == found[1].sha256:
            same += 1
        else:
            altered.append(Altered(path, found[0].department, found[0].unit, str(found[0].year)))
    return Reviewed(same, tuple(altered), tuple(findings))


def told(one: Altered) -> Finding:
    """Say that a finished file is no longer what was made."""
    return ALTERED.at(Place(one.path.as_posix()), "文件与清单不同，生成以后被改过。", _AGAIN)


def _finished(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.suffix[1:].lower() in FORMATS and path.is_file())


def _by_name(known: Sequence[ListedFile]) -> Mapping[str, ListedFile]:
    """Give files by their names alone, for those that lie elsewhere than they were made; none where two share one."""
    found: dict[str, list[ListedFile]] = defaultdict(list)
    for one in known:
        found[PurePosixPath(one[1].name).name].append(one)
    return {name: some[0] for name, some in found.items() if len(some) == 1}
