"use strict";
// Search, sort and a filter by outlet for tables. Without this script every table is still whole and readable.
const words = (cell) => (cell.querySelector(".count > summary") || cell).textContent; // of a number not what it opens
const tables = [...document.querySelectorAll(".table")].map((block) => {
  const table = block.querySelector("table"), heads = [...table.tHead.rows[0].cells];
  const column = heads.findIndex((head) => ["outlet", "outlet or page"].includes(head.textContent.trim()));
  const rows = [...table.tBodies[0].rows].map((row) => ({
    row, text: [...row.cells].map(words).join(" ").toLocaleLowerCase(), outlet: row.cells[column]?.textContent.trim(), found: true, chosen: true,
  }));
  return { block, table, heads, rows, column };
});
const show = ({ rows }) => rows.forEach((entry) => { entry.row.hidden = !(entry.found && entry.chosen); });

const outlets = [...new Set(tables.filter((t) => t.column >= 0).flatMap((t) => t.rows.map((entry) => entry.outlet)))]
  .filter((name) => name && name !== "nothing to list").sort((a, b) => a.localeCompare(b, "en"));
const filter = document.querySelector(".filter");
if (filter && outlets.length > 1) {
  const choice = filter.querySelector("select"), status = filter.querySelector("[role=status]");
  choice.append(...outlets.map((name) => new Option(name)));
  filter.hidden = false;
  const choose = () => {
    const name = choice.selectedIndex ? choice.value : null;
    const filtered = tables.filter((t) => t.column >= 0);
    filtered.forEach((t) => {
      t.rows.forEach((entry) => { entry.chosen = !name || entry.outlet === name; });
      show(t);
    });
    status.textContent = name ? `${filtered.length} tables show ${name} alone` : "";
  };
  choice.addEventListener("change", choose);
  addEventListener("pageshow", choose); // who comes back finds the choice as it was left
}

for (const { block, table, heads, rows } of tables) {
  const body = table.tBodies[0], search = block.querySelector(".search");
  if (search) {
    const field = search.querySelector("input"), status = search.querySelector("[role=status]");
    search.hidden = false;
    const find = () => {
      const asked = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      rows.forEach((entry) => { entry.found = asked.every((word) => entry.text.includes(word)); });
      show({ rows });
      const shown = rows.filter((entry) => entry.found).length;
      status.textContent = asked.length ? `${shown} of ${rows.length} rows` : "";
    };
    field.addEventListener("input", find);
    addEventListener("pageshow", find);
  }
  if (rows.length < 3) continue;
  const key = (row, column) => {
    const cell = row.cells[column], number = cell.dataset.value;
    if (cell.querySelector(".unknown")) return null;
    return number === undefined ? cell.textContent.trim() : Number(number);
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button"); // beside the words: print repeats words on each sheet, no buttons
    button.type = "button";
    button.setAttribute("aria-label", `Sort by ${head.textContent.trim()}`);
    const parts = head.textContent.trim().split(" "), last = document.createElement("span");
    last.append(parts.pop(), button);
    head.replaceChildren(parts.map((part) => `${part} `).join(""), last);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = rows.map(({ row }, i) => ({ row, i, key: key(row, column) }));
      keyed.sort((a, b) => {
        if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.i - b.i; // unknown last
        const order = typeof a.key === "number" && typeof b.key === "number"
          ? a.key - b.key : String(a.key).localeCompare(String(b.key), "en", { numeric: true });
        return (down ? -order : order) || a.i - b.i;
      });
      body.append(...keyed.map((entry) => entry.row));
    });
  });
}

// Who comes back from a passage finds its evidence open again, and the link in focus.
const folds = [...document.querySelectorAll("details")], links = [...document.querySelectorAll("a.passage")];
const left = history.state || {};
(left.open || []).forEach((place) => { if (folds[place]) folds[place].open = true; });
if (left.link >= 0) links[left.link]?.focus();
document.addEventListener("click", (event) => {
  const link = links.indexOf(event.target.closest("a.passage"));
  if (link < 0) return;
  history.replaceState({ link, open: folds.flatMap((fold, place) => (fold.open ? [place] : [])) }, "");
});
