"""The guard of the local page (门卫): who may ask for what, before anything of a request is looked at.

Only this machine, under one of its own names (a page elsewhere may know the address: DNS rebinding), with the token of
this run in the address; requests that change something only from the page itself; bodies of bounded size.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from generator.web import pages

AsgiScope = MutableMapping[str, Any]
AsgiMessage = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[AsgiMessage]]
Send = Callable[[AsgiMessage], Awaitable[None]]
ServedApp = Callable[[AsgiScope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 1_000_000  # bytes
LONGEST_ADDRESS = 8_000
NAMES = ("127.0.0.1", "localhost")
READING = ("GET", "HEAD")
IN_PAGE = pages.policy(
    script_src="'self'", style_src="'self'", font_src="'self'", img_src="data:", connect_src="'self'"
)
POLICY = f"{IN_PAGE}; frame-ancestors 'none'"
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
KEPT = b"private, max-age=31536000, immutable"  # of what an address names for good
FRESH = b"no-store"


class TooLargeError(Exception):
    """A body is larger than any that the page sends."""


def new_token() -> str:
    """Make the token of a run."""
    return secrets.token_urlsafe(24)


class Guard:
    """Lets requests through to an application below `/<token>/`."""

    def __init__(self, app: ServedApp, token: str, port: int) -> None:
        self.app = app
        self.token = token
        self.hosts = {f"{name}:{port}" for name in NAMES} | (set(NAMES) if port == 80 else set())  # noqa: PLR2004 http

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        refused = self.refused(scope)
        if refused:
            await _refuse(send, *refused)
            return
        inside = {**scope, "path": scope["path"][len(self.token) + 1 :]}
        await self.app(inside, _bounded(receive), _with_headers(send))

    def refused(self, scope: AsgiScope) -> tuple[int, str] | None:
        """Say why a request is refused: the status and the words; None for one that is let through."""
        if scope["type"] != "http":
            return 400, "不支持。"
        said = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if sum(name == b"host" for name, _ in scope["headers"]) != 1 or said["host"] not in self.hosts:
            return 421, "不是这台电脑的地址。"
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            return 414, "地址太长。"
        _, token, *rest = scope["path"].split("/", 2)
        if not rest or not secrets.compare_digest(token.encode(), self.token.encode()):
            return 403, "地址不全：请用 budget serve 显示的完整地址。"
        if scope["method"] not in (*READING, "POST"):
            return 405, "不支持。"
        return self._of_another_page(scope["method"], said)

    def _of_another_page(self, method: str, said: dict[str, str]) -> tuple[int, str] | None:
        origin, site = said.get("origin"), said.get("sec-fetch-site", "same-origin")
        own = origin is not None and origin.removeprefix("http://") in self.hosts and origin.startswith("http://")
        if (origin is not None and not own) or (method == "POST" and not own) or site not in ("same-origin", "none"):
            return 403, "不是从这个页面来的。"
        try:
            large = int(said.get("content-length", "0")) > LARGEST_BODY
        except ValueError:
            large = True
        return (413, "内容太大。") if large else None


def _bounded(receive: Receive) -> Receive:
    """Count the bytes of a body, however it is sent."""
    size = 0

    async def counted() -> AsgiMessage:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > LARGEST_BODY:
            raise TooLargeError
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sending(message: AsgiMessage) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", ()))
            fresh = () if any(name == b"cache-control" for name, _ in own) else ((b"cache-control", FRESH),)
            message = {**message, "headers": [*own, *HEADERS, *fresh]}
        await send(message)

    return sending


async def _refuse(send: Send, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS, (b"cache-control", FRESH)]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})
