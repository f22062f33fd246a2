"""The local page served for tests, as the command serves it: on a port of this machine, in a thread."""

from __future__ import annotations

import http.client
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from urllib.parse import quote, urlencode, urlsplit

from generator.base.inputs import Inputs
from generator.commands.serve import books
from generator.commands.workspace import Workspace
from generator.district.state import Seen
from generator.machine.machine import this_machine
from generator.serving.app import House
from generator.serving.lights import HowToLook
from generator.serving.opened import ListedBudget
from generator.serving.server import local_page

ROOT = Path(__file__).parents[2]
REAL = "2025/350-科技和工信部门"
GIT = ("git", "-c", "user.name=测试", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


@dataclass(frozen=True, slots=True)
class Served:
    """A page that is served: its address, with the token, and the root of its budgets."""

    address: str
    root: Path

    @property
    def budget(self) -> Path:
        """The folder of the real example."""
        return self.root / "budgets" / REAL

    def at(self, piece: str, **asked: object) -> str:
        """Give the address of a piece of the page, for the real example."""
        return f"{self.address}{piece}?{urlencode({'b': REAL, 'u': '', **asked})}"

    def ask(
        self,
        address: str,
        method: str = "GET",
        body: str | bytes = b"",
        headers: Mapping[str, str] | None = None,
        *,
        length: bool = True,
    ) -> Answer:
        """Ask for an address as it is written, with no more headers than are given, and the length of the body."""
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        whole = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.putrequest(method, quote(whole, safe="/%?=&.:+"), skip_host=bool(headers and "Host" in headers))
        data = body.encode() if isinstance(body, str) else body
        more = {"Content-Length": str(len(data))} if length and (data or method == "POST") else {}
        for name, value in {**more, **(headers or {})}.items():
            connection.putheader(name, value)
        connection.endheaders()
        with suppress(OSError):  # it is refused before all is sent
            connection.send(data)
        answer = connection.getresponse()
        found = Answer(answer.status, answer.read().decode("utf-8", "replace"), dict(answer.getheaders()))
        connection.close()
        return found

    def post(self, piece: str, **said: str) -> Answer:
        """Send what a form of the page would send, from the page."""
        origin = self.address.rsplit("/", 2)[0]
        kind = "application/x-www-form-urlencoded"
        return self.ask(self.at(piece), "POST", urlencode(said), {"Origin": origin, "Content-Type": kind})


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    status: int
    text: str
    headers: Mapping[str, str]


def look(book: ListedBudget) -> tuple[Seen, Inputs]:
    """See a budget in no time."""
    code, _, name = book.folder.name.partition("-")
    return Seen(book.shown, code, name, warnings={"": 2}), {}


def workspace(root: Path, *, committed: bool = False) -> Path:
    """Make a root with the real example, with or without git."""
    shutil.copytree(ROOT / "budgets" / REAL, root / "budgets" / REAL)
    if committed:
        for step in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "一")):
            subprocess.run([*GIT, *step], cwd=root, check=True, capture_output=True)
    return root


@contextmanager
def served(root: Path, *, edit: bool = False) -> Iterator[Served]:
    """Serve a root until the block ends."""
    space = Workspace(root)
    house = House(root, partial(books, space), edit, lambda error: "")
    looking = HowToLook(look, lambda _: {}, lambda _: None, lambda _: {})
    page = local_page(house, space.templates, looking, this_machine("utf-8"))
    page.server.install_signal_handlers = lambda: None  # type: ignore[attr-defined,method-assign] of old versions
    thread = Thread(target=page.serve, daemon=True)
    thread.start()
    try:
        until(lambda: page.server.started)
        yield Served(page.address, root)
    finally:
        page.server.should_exit = True
        thread.join(20)


def until(true: Callable[[], object], patience: float = 30) -> None:
    """Wait until something is true. Raises AssertionError when that takes too long."""
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
