// The local page: what a server cannot do alone. Keys, clicks on drawings, live pages, and drafts of what is typed.
"use strict";
(() => {
  const work = document.getElementById("work");
  const query = work.dataset.query, mayEdit = work.dataset.edit === "1";
  const byId = (id) => document.getElementById(id);
  const get = (address, target) => htmx.ajax("GET", address, { target, swap: "innerHTML" });
  const quoted = encodeURIComponent;
  let lit = [];

  const say = (text) => { const said = byId("said"); if (said) said.textContent = text; };

  // Marks of the pages that belong to what is chosen; a page that is drawn later is lit then.
  const light = (around) => {
    for (const old of around.querySelectorAll("svg rect.back")) old.remove();
    for (const one of around.querySelectorAll("svg [data-mark]")) {
      const chosen = lit.includes(one.dataset.mark);
      one.classList.toggle("lit", chosen);
      if (!chosen) continue;
      const box = one.getBBox(), back = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const place = { class: "back", x: box.x - 2, y: box.y - 1, width: box.width + 4, height: box.height + 2, rx: 2 };
      for (const [name, value] of Object.entries(place)) back.setAttribute(name, value);
      one.before(back);
    }
  };
  const showPage = (number) => {
    const sheet = byId("page-" + number);
    if (sheet) sheet.scrollIntoView({ block: "nearest" });
    return sheet;
  };
  const showMark = (number, mark) => {
    const sheet = showPage(number);
    if (!sheet) return;
    sheet.dataset.wanted = mark;
    const found = sheet.querySelector(`[data-mark="${mark}"]`);
    if (found) { delete sheet.dataset.wanted; found.scrollIntoView({ block: "center", inline: "center" }); }
  };

  // A value, and a text on a page.
  const choose = (cell) => {
    for (const one of document.querySelectorAll("td.chosen")) one.classList.remove("chosen");
    cell.classList.add("chosen");
    get(`where?${query}&path=${quoted(cell.dataset.path)}`, "#detail");
  };
  const trace = (mark) => get(`trace?${query}&m=${quoted(mark.dataset.mark)}`, "#detail");
  const isOpen = (cell) => cell.querySelector("form.edit") !== null;
  const edit = (cell) => {
    if (!mayEdit || isOpen(cell)) return;
    const path = cell.closest(".source") ? "" : cell.dataset.path;
    if (path) get(`edit?${query}&path=${quoted(path)}`, cell);
  };
  const leave = (form) => {
    const cell = form.closest("td"), path = form.dataset.path;
    localStorage.removeItem(draftOf(path));
    get(`cell?${query}&path=${quoted(path)}`, cell).then(() => cell.focus());
  };

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest("[data-close]")) { lit = []; light(document); byId("detail").textContent = ""; return; }
    if (target.closest("[data-cancel]")) { leave(target.closest("form")); return; }
    const place = target.closest("a[data-mark]");
    if (place) { event.preventDefault(); showMark(place.dataset.page, place.dataset.mark); return; }
    if (target.closest("a, button, input, textarea, form")) return;
    const mark = target.closest("svg [data-mark]");
    if (mark) { mark.focus({ preventScroll: true }); trace(mark); return; }
    const cell = target.closest("td[data-path]");
    if (cell) { cell.focus({ preventScroll: true }); choose(cell); }
  });
  document.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("td[data-path]");
    if (cell && !event.target.closest("form")) edit(cell);
  });

  // Keys: arrows walk over cells and over the texts of a page, Enter opens, Escape leaves.
  const sideways = { ArrowLeft: -1, ArrowRight: 1 }, upright = { ArrowUp: -1, ArrowDown: 1 };
  const walkCells = (cell, key) => {
    const row = cell.parentElement, rows = [...row.parentElement.children];
    if (key in sideways) {
      const cells = [...row.querySelectorAll("td[data-path]")];
      return cells[cells.indexOf(cell) + sideways[key]];
    }
    for (let at = rows.indexOf(row) + upright[key]; rows[at]; at += upright[key]) {
      const below = rows[at].children[cell.cellIndex];
      if (below && below.dataset.path) return below;
      const any = rows[at].querySelector("td[data-path]");
      if (any) return any;
    }
    return undefined;
  };
  const walkMarks = (mark, key) => {
    const marks = [...mark.closest("svg").querySelectorAll("[data-mark]")];
    return marks[marks.indexOf(mark) + (sideways[key] ?? upright[key])];
  };
  document.addEventListener("keydown", (event) => {
    const target = event.target, key = event.key, form = target.closest("form.edit");
    if (form) {
      if (key === "Escape") { event.preventDefault(); leave(form); }
      if (key === "Enter" && (event.ctrlKey || target.tagName === "INPUT") && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit();
      }
      return;
    }
    const arrow = key in sideways || key in upright;
    if (target.matches("td[data-path]")) {
      const next = arrow ? walkCells(target, key) : undefined;
      if (next) { event.preventDefault(); next.focus(); }
      if (key === "Enter" || key === "F2") { event.preventDefault(); choose(target); edit(target); }
      if (key === " ") { event.preventDefault(); choose(target); }
    } else if (target.matches("svg [data-mark]")) {
      const next = arrow ? walkMarks(target, key) : undefined;
      if (next) { event.preventDefault(); next.focus(); }
      if (key === "Enter" || key === " ") { event.preventDefault(); trace(target); }
      if (key === "Escape") { event.preventDefault(); target.closest(".sheet").focus(); }
    } else if (target.matches(".scroll") && (key === "Enter" || key === "ArrowDown")) {
      const first = target.querySelector("td[data-path]");
      if (first) { event.preventDefault(); first.focus(); }
    } else if (target.id === "pages" && key === "Enter") {
      const first = target.querySelector(".sheet");
      if (first) { event.preventDefault(); first.focus(); }
    } else if (target.matches(".sheet")) {
      const next = { ArrowDown: target.nextElementSibling, ArrowUp: target.previousElementSibling }[key];
      if (next && next.matches(".sheet")) { event.preventDefault(); next.focus(); }
      const first = target.querySelector("[data-mark]");
      if (key === "Enter" && first) { event.preventDefault(); first.focus(); }
    } else if (key === "Escape" && target.closest("#detail")) {
      const close = document.querySelector("#detail [data-close]");
      if (close) close.click();
      (document.querySelector("td.chosen") || byId("pages")).focus();
    }
  });

  // What is typed and not yet saved outlives the page: it is offered when the field is opened again.
  const draftOf = (path) => `draft ${new URLSearchParams(query).get("b")} ${path}`;
  document.addEventListener("input", (event) => {
    const path = event.target.dataset.draft;
    if (path) localStorage.setItem(draftOf(path), event.target.value);
  });
  const begin = (form) => {
    const field = fieldOf(form), draft = localStorage.getItem(draftOf(form.dataset.path));
    if (draft !== null && draft !== field.value) {
      const told = byId("checked");
      if (told) told.textContent = `这是上次没有保存的内容；文件里是“${field.value}”。`;
      field.value = draft;
    }
    field.focus();
    if (field.tagName === "INPUT") field.select();
  };
  addEventListener("beforeunload", (event) => {
    if (document.querySelector("form.edit")) event.preventDefault();
  });

  // What is typed on while a save is under way stays: Enter saves it next (`hx-sync`), or the field is opened again.
  const fieldOf = (form) => form.querySelector("[name=text]");
  const isTypedOn = (form) => "sent" in form.dataset && fieldOf(form).value !== form.dataset.sent;
  document.addEventListener("htmx:beforeRequest", ({ target }) => {
    if (target.matches("form.edit")) target.dataset.sent = fieldOf(target).value;
  });
  document.addEventListener("saved", (event) => {
    if (!isTypedOn(event.target)) localStorage.removeItem(draftOf(event.detail.path));
    say(decodeURIComponent(event.detail.told));
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const form = detail.requestConfig.elt;
    if (form.matches("form.edit") && isTypedOn(form) && detail.serverResponse.includes("<form")) detail.shouldSwap = false;
    if (where && detail.target.id === "fields" && isOpen(detail.target)) { // opened while the fields were fetched again
      detail.shouldSwap = false;
      where = null;
    }
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const target = event.detail.target, form = target.querySelector("form.edit");
    if (form) begin(form);
    const card = target.querySelector("[data-highlight]");
    if (card) {
      lit = JSON.parse(card.dataset.highlight);
      light(document);
      const first = card.querySelector("a[data-mark]");
      if (first) showMark(first.dataset.page, first.dataset.mark);
    }
    if (target.id === "fields") {
      const found = target.querySelector("[data-target]");
      if (found) {
        found.scrollIntoView({ block: "center", inline: "nearest" });
        const cell = found.closest("td");
        if (cell && cell.dataset.path) { cell.focus({ preventScroll: true }); choose(cell); }
      }
      keep(target);
    }
    const sheet = target.closest(".sheet");
    if (sheet) {
      light(sheet);
      if (sheet.dataset.wanted) showMark(sheet.id.slice(5), sheet.dataset.wanted);
    }
    if (target.id === "list") scrollToOpen();
    if (target.matches("td") && !form) { // not for what is told of the field within it
      target.focus();
      if (localStorage.getItem(draftOf(target.dataset.path)) !== null) edit(target);
    }
  });

  // A piece that cannot be had says why, and what stands there stays.
  document.addEventListener("htmx:responseError", (event) => {
    const text = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html").body.textContent;
    say(text.trim() || "没有成功，请再试一次。");
  });
  document.addEventListener("htmx:sendError", () => say("连不上 budget serve：它可能已经结束。您写的还在。"));

  // Live: what is out of date is fetched again, and nothing that is being typed in is touched.
  let where = null;
  const keep = (fields) => {
    const shown = fields.querySelector(".shown");
    if (where && shown && where.sheet === shown.dataset.sheet) {
      shown.scrollTop = where.top;
      const table = shown.querySelector(".scroll");
      if (table) { table.scrollTop = where.inner; table.scrollLeft = where.left; }
      if (where.path) {
        const cell = [...shown.querySelectorAll("td[data-path]")].find((one) => one.dataset.path === where.path);
        if (cell) { cell.classList.add("chosen"); if (where.focused) cell.focus({ preventScroll: true }); }
      }
    }
    where = null;
  };
  const refreshFields = () => {
    const fields = byId("fields"), shown = fields && fields.querySelector(".shown");
    if (!shown || fields.querySelector("form.edit")) return;
    const table = shown.querySelector(".scroll"), chosen = shown.querySelector("td.chosen, td:focus");
    where = {
      sheet: shown.dataset.sheet, top: shown.scrollTop, inner: table ? table.scrollTop : 0,
      left: table ? table.scrollLeft : 0, path: chosen && chosen.dataset.path,
      focused: chosen && chosen === document.activeElement,
    };
    const start = Number(shown.querySelector("tbody th.no")?.textContent || 1) - 1;
    const file = table && table.dataset.file ? "&file=" + table.dataset.file : "";
    get(`fields?${query}&s=${quoted(shown.dataset.sheet)}${start > 0 ? "&start=" + start : ""}${file}`, "#fields");
  };
  const refreshPages = async () => {
    const answer = await fetch(`state?${query}`);
    if (!answer.ok) return;
    const now = await answer.json(), sheets = [...document.querySelectorAll("#pages .sheet")];
    const draft = document.querySelector("#pages .draft") !== null;
    if (sheets.length !== now.pages.length || draft !== now.draft) {
      const around = document.querySelector(".pages"), top = around.scrollTop;
      await get(`pages?${query}`, "#pages");
      around.scrollTop = top;
      return;
    }
    const around = document.querySelector(".pages").getBoundingClientRect();
    const away = (sheet) => Math.abs(sheet.getBoundingClientRect().top - around.top);
    const changed = sheets.filter((sheet, number) => sheet.dataset.digest !== now.pages[number]);
    for (const sheet of changed) sheet.dataset.digest = now.pages[sheets.indexOf(sheet)];
    const drawn = changed.filter((sheet) => sheet.querySelector("text, path")).sort((a, b) => away(a) - away(b));
    for (const sheet of drawn) {
      await htmx.ajax("GET", `page?${query}&n=${sheets.indexOf(sheet)}`, { target: sheet.firstElementChild, swap: "innerHTML" });
    }
  };
  const listen = () => {
    const events = new EventSource("events");
    events.addEventListener("changed", () => { if (byId("pages")) refreshPages().then(refreshFields).catch(() => {}); });
    let waiting = false; // many lights come one after another: they are shown together
    events.addEventListener("lights", () => {
      if (waiting) return;
      waiting = true;
      setTimeout(() => { waiting = false; htmx.trigger(document.body, "lights"); }, 500);
    });
  };

  const scrollToOpen = () => {
    const open = document.querySelector("#list [aria-current]"), list = byId("list");
    if (open && list && list.dataset.scrolled !== "1") { open.scrollIntoView({ block: "nearest" }); list.dataset.scrolled = "1"; }
  };

  const search = byId("search");
  search.value = sessionStorage.getItem("search") || "";
  search.addEventListener("input", () => sessionStorage.setItem("search", search.value));
  if (search.value) htmx.trigger(search, "lights");
  scrollToOpen();
  listen();
})();
