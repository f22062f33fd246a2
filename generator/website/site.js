// Search over names and projects. Without it the page is a plain list.
"use strict";
(() => {
  const box = document.getElementById("search");
  if (!box) return;
  const input = box.querySelector("input");
  const told = document.getElementById("told");
  const found = document.getElementById("found");
  const rows = [...document.querySelectorAll("[data-name]")];
  const most = 50;
  let asked = false;

  const words = (text) => text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (name, wanted) => wanted.every((word) => name.toLowerCase().includes(word));

  const link = ([name, department, folder, at]) => {
    const item = document.createElement("li");
    const anchor = document.createElement("a");
    anchor.href = encodeURI(input.dataset.below + folder + "/index.html") + "#" + at;
    anchor.textContent = name;
    item.append(anchor, "（" + department + "）");
    return item;
  };

  const show = () => {
    const wanted = words(input.value);
    let count = 0;
    for (const row of rows) {
      row.hidden = wanted.length > 0 && !fits(row.dataset.name, wanted);
      count += !row.hidden;
    }
    const every = wanted.length && self.budgetProjects
      ? self.budgetProjects.filter(([name, department]) => fits(name + " " + department, wanted)) : [];
    found.replaceChildren(...every.slice(0, most).map(link));
    found.hidden = every.length === 0;
    const more = every.length > most ? "，列出前 " + most + " 个" : "";
    told.textContent = wanted.length ? "部门和单位 " + count + " 个，项目 " + every.length + " 个" + more + "。" : "";
  };

  const start = () => {
    if (!asked) {
      asked = true;
      const script = document.createElement("script");
      script.src = input.dataset.projects;
      script.onload = show;
      document.head.append(script);
    }
    show();
  };

  input.addEventListener("input", start);
  box.hidden = false;
})();
