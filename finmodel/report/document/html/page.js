"use strict";
(() => {
  const all = (query, inside = document) => [...inside.querySelectorAll(query)];
  const { decimal, group } = document.body.dataset;
  const language = document.documentElement.lang;
  const plain = (text) => text.toLocaleLowerCase(language).normalize("NFKC");
  const order = new Intl.Collator(language, { numeric: true });
  let chosen = null;

  const written = (value, decimals) => {
    const [whole, rest] = Math.abs(value).toFixed(decimals).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
    const words = rest ? grouped + decimal + rest : grouped;
    return value < 0 && /[1-9]/.test(words) ? "-" + words : words;
  };

  // Tables: what is typed and what is chosen on a map decide which rows are shown.
  const tables = all("section.table").map((section) => {
    const heads = all("thead th", section);
    const rows = all("tbody tr", section);
    return {
      section, heads, rows,
      texts: rows.map((row) => plain(all(":not(.from)", row).map((cell) => cell.textContent).join(" "))),
      keys: heads.map((head) => head.dataset.key),
      input: section.querySelector("input[type=search]"),
      count: section.querySelector(".count"),
      whole: all("tfoot td", section).map((cell) => cell.textContent),
    };
  });

  const show = (table) => {
    const words = table.input ? plain(table.input.value).split(/\s+/).filter(Boolean) : [];
    const at = chosen ? table.keys.indexOf(chosen.key) : -1;
    let some = 0;
    table.rows.forEach((row, place) => {
      const typed = words.every((word) => table.texts[place].includes(word));
      row.hidden = !typed || (at >= 0 && row.cells[at].textContent !== chosen.value);
      some += !row.hidden;
    });
    const filtered = some < table.rows.length;
    if (table.count) {
      const parts = { some: written(some, 0), all: written(table.rows.length, 0) };
      const say = table.count.dataset.words.replace(/\{(some|all)\}/g, (_, name) => parts[name]);
      table.count.textContent = filtered ? say : "";
    }
    all("tfoot td", table.section).forEach((cell, place) => {
      if (cell.dataset.decimals === undefined) return;
      const decimals = Number(cell.dataset.decimals);
      const sum = table.rows.filter((row) => !row.hidden)
        .reduce((total, row) => total + Number(row.cells[cell.cellIndex].dataset.v), 0);
      const percent = cell.dataset.share;
      const words = percent ? percent.replace("0", written(sum * 100, decimals)) : written(sum, decimals);
      const plus = "signed" in cell.dataset && sum > 0 && /[1-9]/.test(words) ? "+" : "";
      cell.textContent = filtered ? plus + words : table.whole[place];
    });
  };

  const sort = (table, at) => {
    const head = table.heads[at];
    const numeric = head.classList.contains("number");
    const now = head.getAttribute("aria-sort");
    const first = numeric ? "descending" : "ascending";
    const second = numeric ? "ascending" : "descending";
    const next = now === first ? second : now === second ? null : first;
    table.heads.forEach((each) => each.removeAttribute("aria-sort"));
    const sorted = [...table.rows];
    if (next) {
      head.setAttribute("aria-sort", next);
      const sign = next === "ascending" ? 1 : -1;
      const of = (row) => row.cells[at].dataset.v;
      sorted.sort((one, two) => {
        if (!numeric) return sign * order.compare(one.cells[at].textContent, two.cells[at].textContent);
        if (of(one) === "" || of(two) === "") return (of(one) === "") - (of(two) === "");
        return sign * (Number(of(one)) - Number(of(two)));
      });
    }
    table.section.querySelector("tbody").append(...sorted);
  };

  tables.forEach((table) => {
    table.heads.forEach((head, at) => head.firstElementChild?.addEventListener("click", () => sort(table, at)));
    if (table.input) table.input.addEventListener("input", () => show(table));
  });

  // Choosing a place, on a map or in a list, shows only its rows everywhere.
  const banner = document.querySelector(".chosen");
  const toRow = banner.querySelector(".row");
  const marks = (key) => all(".chart svg *").filter((mark) => mark.__data__?.datum?.[key] != null);
  const fade = () => {
    all(".chart .faded").forEach((mark) => mark.classList.remove("faded"));
    if (!chosen) return;
    marks(chosen.key).filter((mark) => String(mark.__data__.datum[chosen.key]) !== chosen.value)
      .forEach((mark) => mark.classList.add("faded"));
  };
  const choose = (key, value, box) => {
    chosen = value ? { key, value } : null;
    banner.hidden = !chosen;
    banner.querySelector("strong").textContent = value || "";
    const drawn = box || all("[data-chart]").find((each) => each.dataset.picks === key);
    const [row] = chosen && drawn ? rowsOf(drawn, { [key]: value }) : [];
    toRow.hidden = !row;
    if (row) toRow.href = `#${row.id}`;
    all("select[data-picks]").forEach((select) => {
      select.value = chosen && select.dataset.picks === key ? value : "";
    });
    tables.forEach(show);
    fade();
  };
  banner.querySelector("button").addEventListener("click", () => choose(null, null));
  all("select[data-picks]").forEach((select) =>
    select.addEventListener("change", () => choose(select.dataset.picks, select.value)));

  // A mark leads to its rows: by their place, or by the words that name them in their table.
  const rowsOf = (box, datum) => {
    const places = box.dataset.tables.split(" ");
    const placed = Number.isInteger(datum.row) && document.getElementById(`${places[0]}-${datum.row}`);
    if (placed) return [placed];
    const words = ["region", "from", "to", "name"].map((key) => datum[key]).filter((word) => word != null);
    const has = (row) => words.every((word) => [...row.cells].some((cell) => cell.textContent === String(word)));
    for (const place of words.length ? places : []) {
      const found = all(`[id="${place}"] tbody tr`).filter(has);
      if (found.length) return found;
    }
    return [];
  };
  const lead = (rows) => {
    all("tr.found").forEach((each) => each.classList.remove("found"));
    rows.forEach((row) => row.classList.add("found"));
    rows[0]?.scrollIntoView({ block: "center", behavior: "smooth" });
  };
  toRow.addEventListener("click", () => lead(all(`[id="${toRow.hash.slice(1)}"]`)));
  // Notes of a row that follow each other are shown together.
  all("td.from a").forEach((link) => link.addEventListener("click", () => {
    const rows = all("#notes-table tbody tr");
    const [first, last] = [link.hash.slice(1), link.dataset.last].map((id) => rows.findIndex((row) => row.id === decodeURIComponent(id)));
    lead(rows.slice(Math.min(first, last), Math.max(first, last) + 1));
  }));

  // Charts: one after another, so that the page answers while they are drawn.
  const draw = async (box, spec, options) => {
    const { view } = await vegaEmbed(box, spec, options);
    // Read aloud, a chart is one picture with its finding; of its marks the table tells.
    box.setAttribute("role", "img");
    box.removeAttribute("aria-roledescription");
    // On a phone a small chart shrinks to fit; a wide one would be too small to read and is moved.
    const width = Number(box.querySelector("svg").getAttribute("width"));
    if (width > 560) box.style.setProperty("--least", `${Math.round(width * 0.8)}px`);
    view.addEventListener("click", (_, item) => {
      const key = box.dataset.picks;
      const value = key && item?.datum?.[key];
      if (value != null && value !== "") {
        choose(key, chosen?.value === String(value) ? null : String(value), box);
      } else if (item?.datum) lead(rowsOf(box, item.datum));
    });
  };
  const drawAll = async () => {
    const specs = JSON.parse(document.getElementById("charts").textContent);
    const options = {
      mode: "vega-lite", renderer: "svg", actions: false, ast: true, tooltip: { theme: "light" },
      formatLocale: JSON.parse(document.getElementById("numerals").textContent),
      config: { aria: false, font: getComputedStyle(document.body).fontFamily.replaceAll('"', "'"), axis: { labelFontSize: 11 } },
    };
    for (const box of all("[data-chart]")) {
      try {
        await draw(box, specs[box.dataset.chart], options);
      } catch (problem) {
        console.error(problem);
      }
    }
    fade();
  };

  const contents = document.querySelector("nav details");
  if (matchMedia("(max-width: 64rem)").matches) contents.open = false;
  const done = () => document.documentElement.setAttribute("data-drawn", "");
  document.getElementById("charts") ? drawAll().then(done) : done();
})();
