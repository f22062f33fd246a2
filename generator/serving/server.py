"""The server of the local page (服务): this machine alone, with what watches the files and what looks at budgets."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from watchfiles import Change, awatch

from generator.machine.machine import Machine
from generator.serving.app import Bell, House, Office
from generator.serving.comparing import Before
from generator.serving.guard import NAMES, Guard, new_token
from generator.serving.lights import HowToLook, Lights
from generator.serving.opened import Desk, ListedBudget, years_of
from generator.serving.running import Runner

STEP = 40  # milliseconds in which changes are taken together
LATER = 1.5  # seconds until the lights follow
_WRITING = ".tmp"


class PortTakenError(Exception):
    """The port is in use; the message is Chinese."""


@dataclass(slots=True)
class LocalPage:
    """A page that can be served: bound to a port already, so that its address is known."""

    address: str
    bound: socket.socket
    server: uvicorn.Server
    close: Callable[[], None]

    def serve(self) -> None:
        """Serve until somebody stops it."""
        try:
            self.server.run(sockets=[self.bound])
        finally:
            self.close()


def local_page(house: House, templates: Path, looking: HowToLook, machine: Machine, port: int = 0) -> LocalPage:
    """Make the page of a house on a port of this machine (0: any that is free). Raises PortTakenError."""
    bound = _bound(port)
    token, port = new_token(), bound.getsockname()[1]
    bell = Bell()
    lights = Lights(looking, lambda: bell.ring("lights"))
    runner = Runner(house.root, lambda: lights.ask_made(years_of(house.books())))
    before = Before(house.root, templates, machine)
    desk = Desk(templates)
    office = Office(house, desk, lights, before, runner, bell)
    watcher = Watcher(house, desk, lights, bell)
    app = office.app()
    app.router.lifespan_context = watcher.lifespan
    config = uvicorn.Config(
        Guard(app, token, port), log_config=None, log_level="critical", access_log=False,
        server_header=False, proxy_headers=False,
        ws="none", lifespan="on", timeout_graceful_shutdown=1, timeout_keep_alive=30,
        h11_max_incomplete_event_size=32_768,
    )  # fmt: skip
    server = _Ending(config, bell)

    def close() -> None:
        lights.stop()
        runner.stop()
        before.close()
        bound.close()

    return LocalPage(f"http://{NAMES[0]}:{port}/{token}/", bound, server, close)


class _Ending(uvicorn.Server):
    """A server that lets the pages go which listen, before it waits for open answers."""

    def __init__(self, config: uvicorn.Config, bell: Bell) -> None:
        super().__init__(config)
        self._bell = bell

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._bell.stop()
        await super().shutdown(sockets)


def _bound(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":  # there it would let two programs have the port; here it only lets one come back at once
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((NAMES[0], port))
        bound.listen()  # a browser that asks before the server runs waits for it
    except OSError:
        bound.close()
        raise PortTakenError(f"端口 {port} 已经有程序在用；不写 --port 就自动选一个空着的。") from None
    return bound


class Watcher:
    """Watches the files: what changes is told to the pages, and looked at again."""

    def __init__(self, house: House, desk: Desk, lights: Lights, bell: Bell) -> None:
        self.house = house
        self.desk = desk
        self.lights = lights
        self.bell = bell

    @contextlib.asynccontextmanager
    async def lifespan(self, app: object):  # type: ignore[no-untyped-def]
        """Watch as long as the application runs."""
        self.bell.listen_here()
        books = self.house.books()
        self.lights.start(books)
        self.lights.ask_made(years_of(books))
        first = asyncio.create_task(asyncio.to_thread(self._prepared, books)) if books else None
        stop = asyncio.Event()
        watching = asyncio.create_task(self._watch(stop))
        yield
        stop.set()
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
        if first is not None:
            await first

    def _prepared(self, books: Sequence[ListedBudget]) -> None:
        """Open the budget that is shown first: the page asks for it in a moment."""
        with contextlib.suppress(Exception):  # whoever asks for it is told
            self.desk.open(books[0])

    async def _watch(self, stop: asyncio.Event) -> None:
        folders = [path for path in (self.house.root / "budgets", self.desk.templates) if path.is_dir()]
        looking: asyncio.Task[None] | None = None
        left: set[tuple[Change, str]] = set()
        ours = lambda change, path: not path.endswith(_WRITING)  # noqa: E731
        async for changes in awatch(*folders, stop_event=stop, step=STEP, debounce=10 * STEP, watch_filter=ours):
            self.bell.ring("changed")
            left |= changes
            if looking is None or looking.done():
                looking = asyncio.create_task(self._look_later(left))

    async def _look_later(self, changes: set[tuple[Change, str]]) -> None:
        """Leave the machine to those who are looking at the pages; then see how the budgets are, until none is left."""
        while changes:
            await asyncio.sleep(LATER)
            taken = set(changes)
            changes.clear()
            await asyncio.to_thread(self._look_again, taken)

    def _look_again(self, changes: set[tuple[Change, str]]) -> None:
        books = self.house.books()
        paths = [Path(path) for _, path in changes]
        touched = [one for one in books if any(path.is_relative_to(one.folder) for path in paths)]
        packs = any(path.is_relative_to(self.desk.templates) for path in paths)
        self.lights.ask(books if packs else touched, first=not packs)
        self.lights.ask_made(years_of(books))
