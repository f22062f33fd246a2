"""Write a fontconfig file that maps the font names of Word templates to the bundled fonts, and print its path.

So LibreOffice shows a Word file with the fonts that the PDF has:
`FONTCONFIG_FILE=$(python tools/fontconfig.py FOLDER) soffice --headless --convert-to pdf FILE.docx`
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from generator.typeset import faces  # noqa: E402

SPACED = {"timesnewroman": "Times New Roman", "microsoftyahei": "Microsoft YaHei"}  # fontconfig keeps spaces


def families() -> dict[str, list[str]]:
    """Return the families that draw each face, in the order in which they are tried."""
    data = json.loads((faces.FOLDER / "metrics.json").read_text(encoding="utf-8"))
    chains = {face: faces.load().chains[face] for face in faces.NAMES}
    return {face: [data[key]["family"] for key in chain] for face, chain in chains.items()}


def rule(name: str, wanted: list[str], bold: bool) -> str:
    """Return the rule that replaces one font name."""
    strings = "".join(f"<string>{escape(family)}</string>" for family in wanted)
    weight = '<edit name="weight" mode="assign"><const>bold</const></edit>' if bold else ""
    return (
        f'<match target="pattern"><test name="family" qual="any"><string>{escape(name)}</string></test>'
        f'<edit name="family" mode="prepend" binding="strong">{strings}</edit>{weight}</match>\n'
    )


def configuration(cache: Path) -> str:
    """Return the configuration: only the bundled fonts, under the names of Word's."""
    rules = "".join(
        rule(SPACED.get(name, name) + suffix, wanted, face == "小标宋")
        for face, wanted in families().items()
        for name in faces.NAMES[face].split()
        for suffix in (("", "简体") if name.startswith("方正") else ("",))
    )
    rest = '<match target="pattern"><edit name="family" mode="append"><string>Budget Song</string></edit></match>\n'
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"<dir>{escape(str(faces.FOLDER))}</dir>\n<cachedir>{escape(str(cache))}</cachedir>\n{rules}{rest}</fontconfig>\n"
    )


def main(folder: Path) -> None:
    """Write the file into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "fonts.conf"
    file.write_text(configuration(folder / "cache"), encoding="utf-8")
    print(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
