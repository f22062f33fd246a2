"""The local page's addresses (地址): each answers with a page, a piece of one, a drawing or a file."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from generator import publish
from generator.base import files
from generator.base.formats import FORMATS
from generator.base.frozen import frozen
from generator.base.paths import ValuePath
from generator.differences import page as differences
from generator.findings.finding import Place
from generator.serving import comparing, editing, view
from generator.serving.comparing import COMMIT, YEAR, Before
from generator.serving.editing import Pencil, SeenFile
from generator.serving.fields import FieldCell
from generator.serving.guard import IN_PAGE, KEPT, TooLargeError
from generator.serving.lights import Lights
from generator.serving.opened import Desk, ListedBudget, OpenBudget, years_of
from generator.serving.running import Runner
from generator.typeset import faces
from generator.web import pages
from generator.workbook.cells import NUMBERS
from generator.writers.svg.drawing import own_family, svg

STATIC = Path(__file__).parent / "static"
FINDINGS, SOURCE = "findings", "yaml"
DOWNLOADS = ("docx", "pdf", "xlsx")
_PLAIN_TYPES: Mapping[str, str] = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_FILE_TYPES: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LONG = 18  # characters of a text that is edited in several lines
_MOST_CHOICES = 400


class NotThereError(Exception):
    """What is asked for is not there; the message is Chinese."""


@frozen
class House:
    """What the page shows: the budgets below a root, as the command finds them, and whether they may be changed."""

    root: Path
    books: Callable[[], Sequence[ListedBudget]]
    edit: bool = False
    crashed: Callable[[Exception], str] = str  # keeps what nobody expected, and says where


class Bell:
    """Rings for every page that listens when something has changed."""

    def __init__(self) -> None:
        self._listening: set[asyncio.Queue[str]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.ended = False

    def ring(self, what: str) -> None:
        """Tell what has changed (`changed`, `lights`), from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ring, what)

    def _ring(self, what: str) -> None:
        for queue in self._listening:
            queue.put_nowait(what)

    def listen_here(self) -> None:
        """Take the loop that runs now."""
        self._loop = asyncio.get_running_loop()

    def stop(self) -> None:
        """Let those go who listen."""
        self.ended = True
        self.ring("")

    async def heard(self) -> AsyncIterator[str]:
        """Yield what is told, as events for a browser; what comes together is told once."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listening.add(queue)
        try:
            yield ": \n\n"
            while not self.ended:
                told = {await queue.get()}
                await asyncio.sleep(0.02)
                while not queue.empty():
                    told.add(queue.get_nowait())
                for what in sorted(told - {""}):
                    yield f"event: {what}\ndata: 1\n\n"
        finally:
            self._listening.discard(queue)


class Office:
    """Answers requests."""

    def __init__(self, house: House, desk: Desk, lights: Lights, before: Before, runner: Runner, bell: Bell) -> None:
        self.house = house
        self.desk = desk
        self.lights = lights
        self.before = before
        self.runner = runner
        self.bell = bell
        self.pencil = Pencil()

    def app(self) -> Starlette:
        """Make the application."""
        get: Sequence[tuple[str, Callable[..., Any]]] = (
            ("/", self.shell), ("/list", self.listing), ("/fields", self.fields), ("/pages", self.pages),
            ("/page", self.page), ("/state", self.state), ("/trace", self.trace), ("/where", self.where),
            ("/edit", self.edit), ("/cell", self.cell), ("/download", self.download),
            ("/generated", self.generated), ("/events", self.events), ("/static/{name}", self.static),
            ("/font/{name}", self.font),
        )  # fmt: skip
        post = (("/check", self.check), ("/save", self.save), ("/undo", self.undo), ("/generate", self.generate))
        routes = [Route(path, answer, methods=["GET"]) for path, answer in get]
        routes += [Route(path, answer, methods=["POST"]) for path, answer in post]
        handlers = {
            NotThereError: _not_there,
            OSError: _unreadable,
            TooLargeError: _too_large,
            Exception: self._crashed,
        }
        return Starlette(routes=routes, exception_handlers=handlers)

    async def _crashed(self, request: Request, error: Exception) -> Response:
        return _note(f"程序出错了，没有做成；写的都还在。{self.house.crashed(error)}", 500)

    # what is asked about

    def _book(self, request: Request) -> ListedBudget:
        name = request.query_params.get("b", "")
        found = next((one for one in self.house.books() if one.name == name), None)
        if found is None:
            raise NotThereError("没有这份预算；它可能改了名称或者移走了。")
        return found

    def _open(self, request: Request) -> OpenBudget:
        return self.desk.open(self._book(request), request.query_params.get("u", ""))

    def _cell(self, open_budget: OpenBudget, text: str) -> FieldCell:
        found = open_budget.fields.get(view.path_from(text))
        if found is None:
            raise NotThereError("没有这一项；文件可能刚改过，请重新选。")
        return found

    def _may_edit(self) -> None:
        if not self.house.edit:
            raise NotThereError("现在只能看：用 budget serve --edit 打开，才能在页面里改。")

    # the page and its pieces

    def shell(self, request: Request) -> Response:
        """The page itself."""
        books = self.house.books()
        years = sorted({one.year for one in books}, reverse=True)
        name = request.query_params.get("b", "")
        asked = next((one for one in books if one.name == name), None)
        year = asked.year if asked else request.query_params.get("y") or next(iter(years), "")
        of_year = [one for one in books if one.year == year]
        book = asked or next(iter(of_year), None)
        unit = request.query_params.get("u", "") if asked else ""
        kept = {key: request.query_params[key] for key in ("s", "at", "file", "line", "column", "length", "start")
                if key in request.query_params}  # fmt: skip
        seen = self.lights.seen.get(book.name) if book else None
        title = (seen.units.get(unit) or seen.name) if seen else book.title if book else ""
        html = pages.fragment(
            "serving/page.html.jinja",
            title=f"{title} · 部门预算" if title else "部门预算", whose=title, policy=IN_PAGE, stamp=stamp(),
            years=years, year=year,
            book=book.name if book else "", unit=unit, query=_query(book, unit), wanted=urlencode(kept),
            formats=[(form, FORMATS[form].split()[0]) for form in DOWNLOADS], edit=self.house.edit,
            list=pages.fragment("serving/list.html.jinja", entries=self._entries(of_year, "", book, unit)),
            nothing="没有找到预算。请用 --root 指明根文件夹。" if not books else "请在左边选一个部门。",
        )  # fmt: skip
        return _html(html)

    def _entries(
        self, books: Sequence[ListedBudget], query: str, book: ListedBudget | None, unit: str
    ) -> list[view.ListEntry]:
        made: dict[tuple[str, str], str] = {}
        for year in years_of(books):
            made |= self.lights.made.get(year, {})
        return list(view.entries(books, dict(self.lights.seen), made, query, (book.name if book else "", unit)))

    def listing(self, request: Request) -> Response:
        """Who has what is searched for in the code or name."""
        asked = request.query_params
        books = [one for one in self.house.books() if one.year == asked.get("y")]
        current = next((one for one in books if one.name == asked.get("b")), None)
        found = self._entries(books, asked.get("q", ""), current, asked.get("u", ""))
        return _html(pages.fragment("serving/list.html.jinja", entries=found))

    def fields(self, request: Request) -> Response:
        """A table, a file, the findings or the changes, below the tabs."""
        asked = request.query_params
        shown = self._open(request)
        found = self.desk.findings(shown.book, shown.unit)
        tabs, empty = view.tabs(shown, found)
        target = view.path_from(asked.get("at", ""))
        spot = shown.field_of(target)
        chosen = spot.sheet if spot else asked.get("s") or (tabs[0].name if tabs else FINDINGS)
        query = _query(shown.book, shown.unit)
        if chosen == FINDINGS:
            lines = view.finding_lines(shown, found)
            inside = pages.fragment("serving/findings.html.jinja", lines=lines, query=query)
        elif chosen == SOURCE:
            inside = self._source(shown, asked, query)
        elif chosen in (YEAR, COMMIT):
            inside = self._changes(shown, chosen)
        else:
            start = (spot.row // view.ROWS * view.ROWS) if spot else _number(asked.get("start"))
            inside = self._table(shown, chosen, start, target, empty, query)
        others = (
            (FINDINGS, "问题", len(found)),
            (SOURCE, "YAML 原文", None),
            *((sort, name, None) for sort, name in comparing.NAMES.items()),
        )
        html = pages.fragment(
            "serving/fields.html.jinja", tabs=tabs, others=others, chosen=chosen, query=query, inside=inside
        )
        return _html(html)

    def _table(
        self, shown: OpenBudget, name: str, start: int, target: ValuePath, empty: Sequence[str], query: str
    ) -> str:
        found = self.desk.findings(shown.book, shown.unit)
        was = comparing.values_before(shown, self.before.committed(shown))
        table = view.table(shown, name, start, target, found, was)
        if table is None:
            raise NotThereError("没有这张表；文件可能刚改过。")
        return pages.fragment(
            "serving/table.html.jinja", table=table, empty=empty, query=query, step=view.ROWS, edit=self.house.edit
        )

    def _source(self, shown: OpenBudget, asked: Mapping[str, str], query: str) -> str:
        files = list(shown.texts)
        file = asked.get("file", "") if asked.get("file") in shown.texts else next(iter(files), "")
        line = _number(asked.get("line"))
        place = Place(file, line, _number(asked.get("column")), _number(asked.get("length"))) if line else None
        lines = view.source_lines(shown, file, place, self.desk.findings(shown.book, shown.unit))
        return pages.fragment(
            "serving/source.html.jinja", files=files, file=file, lines=lines, query=query, around=f"{shown.book.shown}/"
        )

    def _changes(self, shown: OpenBudget, sort: str) -> str:
        found, note = comparing.compared(shown, self.before.open(shown, sort), sort)
        return differences.fragment(found) if found else pages.fragment("serving/note.html.jinja", note=note)

    # the pages as printed

    def pages(self, request: Request) -> Response:
        """Places for all pages, which are drawn when they come into sight."""
        shown = self._open(request)
        laid = shown.laid.pages.pages if shown.laid else ()
        sizes = [
            {"width": round(one.width, 2), "height": round(one.height, 2), "digest": digest}
            for one, digest in zip(laid, shown.digests, strict=True)
        ]
        query = _query(shown.book, shown.unit)
        return _html(pages.fragment("serving/pages.html.jinja", pages=sizes, query=query, draft=shown.is_draft))

    def page(self, request: Request) -> Response:
        """Draw a page; what comes from the budget can be clicked."""
        shown = self._open(request)
        number = _number(request.query_params.get("n"))
        if shown.laid is None or number >= len(shown.laid.pages.pages):
            raise NotThereError("没有这一页了。")
        page, placed = shown.laid.pages.pages[number], shown.stretches[number]

        def group(at: int, _: object) -> Mapping[str, str]:
            if at not in placed:
                return {}
            kind = "figure" if placed[at].figure else "words"
            return {"data-mark": f"{placed[at].node}.{placed[at].part}", "class": kind, "tabindex": "-1",
                    "role": "button"}  # fmt: skip

        around = {"role": "group", "aria-label": f"第 {number + 1} 页"}
        return _html(svg(page.width, page.height, page.operations, shown.laid.faces, attributes=around, group=group))

    def state(self, request: Request) -> Response:
        """What tells a page which of its parts are out of date."""
        shown = self._open(request)
        return JSONResponse({"pages": shown.digests, "draft": shown.is_draft})

    def trace(self, request: Request) -> Response:
        """What a text of a page is made of."""
        shown = self._open(request)
        stretch = shown.by_mark.get(request.query_params.get("m", ""))
        if stretch is None:
            raise NotThereError("这一页刚变过，请再点一次。")
        figure = shown.figure_of(stretch)
        found = view.trace_of(shown, figure, stretch.text, stretch.origins)
        told = []
        for sort, name in ((YEAR, "上年的这份文件"), (COMMIT, "上次提交")):
            was = comparing.figure_before(figure, self.before.open(shown, sort)) if figure and figure.cell else ""
            if was and was != stretch.text:
                told.append(f"{name}：{was}")
            elif was:
                told.append(f"与{name}相同")
        words = {"query": _query(shown.book, shown.unit), "highlight": json.dumps([request.query_params["m"]])}
        trace = view.TraceView(found.text, found.heading, found.lines, found.total, tuple(told))
        return _html(pages.fragment("serving/detail.html.jinja", trace=trace, **words))

    def where(self, request: Request) -> Response:
        """Where a field is printed, and what is found there."""
        shown = self._open(request)
        text = request.query_params.get("path", "")
        path = view.path_from(text)
        cell, places = shown.fields.get(path), shown.places_of(path)
        if shown.ready is None or not path:
            raise NotThereError("没有这一项；文件可能刚改过，请重新选。")
        around = (path[:end] for end in range(len(path), 0, -1))
        place = next((shown.ready.places[one] for one in around if one in shown.ready.places), None)
        found = [one for one in self.desk.findings(shown.book, shown.unit) if one.path == path]
        line = {"file": place.file, "line": place.line, "column": place.column, "length": place.length} if place else {}
        was = comparing.values_before(shown, self.before.committed(shown)).get(path, "")
        html = pages.fragment(
            "serving/detail.html.jinja", trace=None, label=view.label(shown.ready, cell) if cell else "原文里的一项",
            findings=view.finding_lines(shown, found), before=was, places=places,
            written=f"写在 {view.where(place)}。" if place else "",
            written_line=urlencode(line), query=_query(shown.book, shown.unit),
            highlight=json.dumps([one.mark for one in places]),
        )  # fmt: skip
        return _html(html)

    # changing a value

    def edit(self, request: Request) -> Response:
        """Put a field to type in into the place of a value."""
        self._may_edit()
        shown = self._open(request)
        return _html(self._form(shown, self._cell(shown, request.query_params.get("path", ""))))

    def _form(self, shown: OpenBudget, cell: FieldCell, typed: str | None = None, **more: Any) -> str:
        ready = shown.ready
        if ready is None:
            raise NotThereError("文件读不了，请先改正。")
        file = editing.file_of(ready, shown.book, cell.path)
        text = typed if typed is not None else cell.text or ""
        choices = list(ready.words.at(cell.path).choices(cell.rule, cell.keys))[:_MOST_CHOICES]
        long = not choices and cell.rule.type not in NUMBERS and (len(text) > _LONG or "\n" in text)
        said = {"told": "", "conflict": False, "now": "", **more}
        return pages.exact(
            "serving/edit.html.jinja", query=_query(shown.book, shown.unit), path=view.as_json(cell.path), text=text,
            seen=editing.seen_of(file, shown.book), label=view.label(ready, cell), choices=choices, long=long, **said,
        )  # fmt: skip

    def cell(self, request: Request) -> Response:
        """Give back the cell of a value that is not changed after all."""
        shown = self._open(request)
        return _html(self._shown(shown, self._cell(shown, request.query_params.get("path", ""))))

    def _shown(self, shown: OpenBudget, cell: FieldCell) -> str:
        if shown.ready is None:
            return ""
        found = [one for one in self.desk.findings(shown.book, shown.unit) if one.path == cell.path]
        was = comparing.values_before(shown, self.before.committed(shown)).get(cell.path, "")
        text = view.display(shown.ready, cell.path, cell.rule, cell.keys, cell.text or "")
        return pages.fragment(
            "serving/cell.html.jinja", cell=view.TableCell(text, findings=view.in_words(found), before=was)
        )

    async def check(self, request: Request) -> Response:
        """Say what is wrong with what is being typed."""
        self._may_edit()
        form = await _form_of(request)
        return await asyncio.to_thread(self._check, request, form)

    def _check(self, request: Request, form: Mapping[str, str]) -> Response:
        shown = self._open(request)
        cell = self._cell(shown, form.get("path", ""))
        if shown.ready is None:
            return _html("")
        meant = editing.checked(shown.ready, cell, form.get("text", ""))
        told = f"{meant.trouble}{meant.remedy}" if meant.trouble else ""
        if not told and meant.text.strip() != form.get("text", "").strip():
            told = f"会写成 {meant.text}"
        return _note(told) if told else _html("")

    async def save(self, request: Request) -> Response:
        """Write a value; what cannot be written stays in its field."""
        self._may_edit()
        form = await _form_of(request)
        return await asyncio.to_thread(self._save, request, form)

    def _save(self, request: Request, form: Mapping[str, str]) -> Response:
        shown = self._open(request)
        typed, cell = form.get("text", ""), self._cell(shown, form.get("path", ""))
        if shown.ready is None:
            raise NotThereError("文件读不了，请先改正。")
        seen = SeenFile(form.get("file", ""), form.get("seen", ""))
        saved = self.pencil.save(shown.ready, shown.book, cell, typed, seen)
        if not saved.written:
            more = {"told": saved.told, "conflict": saved.conflict, "now": saved.now or ""}
            return _html(self._form(shown, cell, typed, **more), {"HX-Trigger": "refused"})
        self.bell.ring("changed")
        now = self._open(request)
        told = json.dumps({"saved": {"path": view.as_json(cell.path), "told": quote(saved.told)}})
        return _html(self._shown(now, self._cell(now, form.get("path", ""))), {"HX-Trigger": told})

    def undo(self, request: Request) -> Response:
        """Take the last change back."""
        self._may_edit()
        saved = self.pencil.undo()
        if saved.written:
            self.bell.ring("changed")
        return _note(saved.told)

    # files

    def download(self, request: Request) -> Response:
        """Make a file of the document as it is now."""
        shown = self._open(request)
        form = request.query_params.get("f", "")
        if form not in DOWNLOADS:
            raise NotThereError("没有这种格式。")
        made = self._finished(shown, form) if shown.laid is not None else None
        if made is None:
            raise NotThereError("还有错误，做不出文件：请先改正“问题”里的错误。")
        name = publish.file_names(made)[form]
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
        return Response(made.files[form], media_type=_FILE_TYPES[form], headers=headers)

    def _finished(self, shown: OpenBudget, form: str) -> publish.Output | None:
        prepare = publish.prepare_draft if shown.is_draft else partial(publish.prepare, every=False)
        of = (shown.book.folder, self.desk.templates)
        prepared = prepare(*of, shown_as=shown.book.shown, unit=shown.unit)
        if prepared.document is None or prepared.pack is None:
            return None
        return publish.finish(prepared.document, prepared.pack, (form,))[0]

    def generate(self, request: Request) -> Response:
        """Run `budget generate` for a budget, or for all of a year."""
        self._may_edit()
        if request.query_params.get("all"):
            year = request.query_params.get("y", "")
            self.runner.start(("--year", year) if year.isdigit() else ())
        else:
            self.runner.start((str(self._book(request).folder),))
        return self.generated(request)

    def generated(self, request: Request) -> Response:
        """What a run says so far."""
        running, lines, code = self.runner.told()
        ended = "" if running else "已生成" if code == 0 else "有的没有生成"
        return _html(pages.fragment("serving/run.html.jinja", running=running, lines=lines, ended=ended))

    async def events(self, request: Request) -> Response:
        """Tell a page what changes, as long as it listens."""
        return StreamingResponse(self.bell.heard(), media_type="text/event-stream")

    def static(self, request: Request) -> Response:
        """Give a script or the style sheet; there are no others."""
        data = statics().get(request.path_params["name"])
        if data is None:
            raise NotThereError("没有这个文件。")
        kind = _PLAIN_TYPES[Path(request.path_params["name"]).suffix]
        return Response(data, media_type=kind, headers={"cache-control": KEPT.decode()})

    def font(self, request: Request) -> Response:
        """Give the file of a face."""
        face = faces.load().faces.get(request.path_params["name"].removesuffix(".ttf"))
        if face is None:
            raise NotThereError("没有这个字体。")
        return FileResponse(face.path, media_type="font/ttf", headers={"cache-control": KEPT.decode()})


@cache
def statics() -> Mapping[str, bytes]:
    """Give the scripts and the style sheet, which names the faces as the drawings do."""
    rules = "".join(
        f'@font-face{{font-family:"{own_family(key)}";src:url("../font/{quote(key)}.ttf");font-display:block}}\n'
        for key in faces.load().faces
    )
    scripts = {name: (STATIC / name).read_bytes() for name in ("htmx.min.js", "serve.js")}
    return {**scripts, "serve.css": f"{rules}{pages.styles('serve')}".encode()}


@cache
def stamp() -> str:
    """Give what changes in the addresses of scripts and style sheet where these do."""
    return hashlib.sha256(b"".join(statics().values())).hexdigest()[:12]


def _html(text: str, headers: Mapping[str, str] | None = None, status: int = 200) -> Response:
    return Response(text, status, media_type="text/html; charset=utf-8", headers=dict(headers or {}))


def _query(book: ListedBudget | None, unit: str) -> str:
    return urlencode({"b": book.name, "u": unit}) if book else ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else 0  # noqa: PLR2004 no file has so many lines


async def _form_of(request: Request) -> Mapping[str, str]:
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))


async def _not_there(request: Request, error: Exception) -> Response:
    return _note(str(error), 404)


async def _unreadable(request: Request, error: Exception) -> Response:
    return _note(files.problem(error) if isinstance(error, OSError) else str(error), 404)


async def _too_large(request: Request, error: Exception) -> Response:
    return _note("内容太大。", 413)


def _note(text: str, status: int = 200) -> Response:
    return _html(pages.fragment("serving/note.html.jinja", note=text), status=status)
