"use strict";
// Sorting, search and filters over what the page already shows. The filter lives in the address: #operations?owner=ui
(() => {
  const root = document.documentElement;
  const table = document.querySelector("table.operations");
  const form = document.querySelector("form.filters");
  if (!table || !form) return;
  root.classList.add("js");
  form.hidden = false;

  const status = form.querySelector("output");
  const none = document.querySelector("p.none");
  const fields = [...form.elements].filter((field) => field.name);
  const rows = [...table.tBodies].map((body) => ({
    body,
    details: body.querySelector("details"),
    // what only a search or a sort needs is read when it is needed
    get text() { return (this.read ??= body.textContent.toLowerCase()); },
    cell(index) { return body.rows[0].cells[index].textContent; },
  }));
  const rowOf = new Map(rows.map((row) => [row.body, row]));
  const sort = { column: -1, down: false, done: -1, turned: false };
  let shownRow = null;

  const passes = (row, wanted) =>
    (!wanted.owner || row.cell(1) === wanted.owner) &&
    (!wanted.shape || row.cell(3) === wanted.shape) &&
    (!wanted.fit || row.cell(4) === wanted.fit) &&
    (!wanted.module || +row.body.dataset.m === form.elements.module.selectedIndex) &&
    (!wanted.under || form.elements.module.options[row.body.dataset.m].text.startsWith(wanted.under)) &&
    (!wanted.caller || row.body.rows[0].cells[5].title.split(/[ ,]+/).includes(wanted.caller)) &&
    wanted.words.every((word) => row.text.includes(word));

  function filter() {
    const wanted = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    wanted.words = wanted.q.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const pass = passes(row, wanted);
      row.body.hidden = !pass;
      count += pass;
    }
    none.hidden = count > 0;
    const all = rows.length === 1 ? "1 operation" : `${rows.length} operations`;
    status.textContent = count === rows.length ? all : `${count} of ${all}`;
  }

  function order() {
    const { column, down } = sort;
    if (column !== sort.done || down !== sort.turned) {
      const numeric = column >= 0 && heads[column].classList.contains("n");
      const keys = new Map(column < 0 ? [] : rows.map((row) => [row, row.cell(column)]));
      const { compare } = new Intl.Collator();
      const by = (a, b) => (numeric ? keys.get(a) - keys.get(b) : compare(keys.get(a), keys.get(b)));
      const sorted = column < 0 ? rows : [...rows].sort((a, b) => (down ? by(b, a) : by(a, b)));
      table.append(...sorted.map((row) => row.body));
      Object.assign(sort, { done: column, turned: down });
    }
    heads.forEach((head, index) => {
      if (index === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      if (sort.column === index) sort.down = !sort.down;
      else Object.assign(sort, { column: index, down: head.classList.contains("n") });
      order();
      remember();
    });
  });

  function remember() {
    const state = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.name, field.value]));
    if (sort.column >= 0) state.set("sort", `${sort.down ? "-" : ""}${heads[sort.column].textContent}`);
    const place = shownRow ? shownRow.details.lastElementChild.id : "operations";
    const query = state.toString();
    history.replaceState(null, "", `#${place}${query ? `?${query}` : ""}`);
  }

  function recall(text) {
    const state = new URLSearchParams(text);
    for (const field of fields) {
      field.value = state.get(field.name) || "";
      if (field.selectedIndex === -1) field.selectedIndex = 0;
    }
    const name = state.get("sort") || "";
    sort.down = name.startsWith("-");
    sort.column = heads.findIndex((head) => head.textContent === name.replace(/^-/, ""));
    order();
    filter();
  }

  function open(row, yes = true) {
    row.details.open = yes;
    row.body.classList.toggle("open", yes);
    row.body.querySelector("a").setAttribute("aria-expanded", String(yes));
    if (yes) shownRow = row;
    else if (shownRow === row) shownRow = null;
  }

  function follow() {
    const [place, query] = location.hash.slice(1).split("?");
    if (query !== undefined) recall(query);
    const row = rowOf.get(document.getElementById(place)?.closest("tbody"));
    if (row) {
      if (row.body.hidden) recall("");
      open(row);
      row.body.scrollIntoView();
    } else if (query !== undefined) {
      document.getElementById(place)?.scrollIntoView();
    }
  }

  table.addEventListener("toggle", (event) => {
    const row = rowOf.get(event.target.closest("tbody"));
    if (row.details.open !== row.body.classList.contains("open")) open(row, row.details.open);
  }, true);
  table.addEventListener("click", (event) => {
    const row = rowOf.get(event.target.closest("tr.row")?.parentElement);
    if (!row?.details || event.target.closest("a.rule") || getSelection().toString()) return;
    event.preventDefault();
    open(row, !row.details.open);
    remember();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-filter], .ego a[href='#operations']");
    if (!link) return;
    event.preventDefault();
    // a box of an operation's graph names what it stands for in its title, or its text where it has none
    const name = link.querySelector("title") ?? link;
    recall(link.dataset.filter ?? new URLSearchParams({ q: name.textContent.split("\n")[0] }));
    shownRow = null;
    remember();
    document.getElementById("operations").scrollIntoView();
  });

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { filter(); remember(); }, 60);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { filter(); remember(); }));

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && (typing || fields.some((field) => field.value))) {
      form.reset();
      event.target.blur();
    } else if (!typing && event.key === "/") {
      event.preventDefault();
      form.elements.q.focus();
    } else if (!typing && (event.key === "j" || event.key === "k")) {
      const visible = [...table.tBodies].filter((body) => !body.hidden);
      const at = visible.findIndex((body) => body.contains(document.activeElement));
      const next = visible[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), visible.length - 1)];
      next?.querySelector("th a").focus();
    }
  });
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
  addEventListener("hashchange", follow);
  follow();
})();
