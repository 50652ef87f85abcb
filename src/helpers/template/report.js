"use strict";
// Search and sort for tables. Without this script every table is still whole and readable.
for (const block of document.querySelectorAll(".table")) {
  const table = block.querySelector("table"), body = table.tBodies[0];
  const rows = [...body.rows], search = block.querySelector(".search");
  if (search) {
    const field = search.querySelector("input"), status = search.querySelector("[role=status]");
    const texts = rows.map((row) => row.textContent.toLocaleLowerCase());
    search.hidden = false;
    field.addEventListener("input", () => {
      const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, i) => {
        row.hidden = !words.every((word) => texts[i].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      status.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
    });
  }
  if (rows.length < 3) continue;
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, column) => {
    const cell = row.cells[column], number = cell.dataset.value;
    if (cell.querySelector(".unknown")) return null;
    return number === undefined ? cell.textContent.trim() : Number(number);
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = rows.map((row, i) => ({ row, i, key: key(row, column) }));
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
