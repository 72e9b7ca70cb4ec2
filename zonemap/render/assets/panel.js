/* The panel: headline, a table by zone, history, notes. Tables have headers that say their scope. */
"use strict";

(function (zonemap) {
  const { element, fill, number, percent, signed, svg } = zonemap;
  const COUNTS = ["households", "claimed", "proven", "remaining", "undetermined"];
  const BARS = 12;

  function section(heading, ...children) {
    return element("section", {}, element("h2", {}, heading), ...children);
  }

  function headOf(page) {
    const { words } = page;
    const late = page.days_left < 0;
    const [before, after] = (late ? words.days_over : words.days_left).split("{days}");
    return element(
      "header",
      { class: "panel-head" },
      element("p", { class: "edition" }, page.edition),
      element("h1", {}, page.title),
      element("p", { class: "dates" },
        element("span", { class: "as-of" }, fill(words.as_of, { date: page.as_of })),
        element("span", {}, fill(words.deadline, { date: page.deadline })),
        element("span", { class: "days" + (late ? " late" : "") },
          before, element("strong", { id: "days" }, number(Math.abs(page.days_left))), after),
      ),
    );
  }

  function headlineOf(page) {
    const { words, total } = page;
    const share = percent(total.proven, total.households);
    const figures = element("dl", { class: "figures" });
    for (const name of COUNTS) {
      figures.append(element("div", { class: "figure figure-" + name },
        element("dt", {}, words[name]),
        element("dd", { id: "total-" + name }, number(total[name]))));
    }
    const bar = svg("svg", { class: "share-bar", viewBox: "0 0 100 1", "aria-hidden": "true",
        preserveAspectRatio: "none" },
      svg("rect", { width: 100, height: 1, class: "share-all" }),
      svg("rect", { width: total.households ? (100 * total.proven) / total.households : 0,
        height: 1, class: "share-done" }));
    return element("section", { class: "headline", "aria-label": words.total }, figures,
      element("p", { class: "share" }, words.proven_share + " ",
        element("strong", { id: "share" }, share)), bar);
  }

  function countRow(name, className, { counts, id, flyTo }) {
    const button = element("button", { type: "button", class: "zone-button " + className }, name);
    button.addEventListener("click", () => flyTo(id));
    return element("tr", { "data-zone": id }, element("th", { scope: "row" }, button),
      ...COUNTS.map((name) => element("td", { "data-count": name }, number(counts[name]))));
  }

  function zoneTable(page, flyTo) {
    const { words } = page;
    const head = element("tr", {}, element("th", { scope: "col" }, words.zone),
      ...COUNTS.map((name) => element("th", { scope: "col" }, words[name])));
    const body = element("tbody", {}, ...page.zones.map((zone) =>
      countRow(zone.name, "zone-" + zone.target, { ...zone, flyTo })));
    const foot = countRow(words.total, "zone-total", { counts: page.total, id: "total", flyTo });
    return section(words.zones_heading,
      element("p", { class: "hint" }, words.zones_hint),
      element("table", { class: "counts", id: "zone-table" },
        element("thead", {}, head), body, element("tfoot", {}, foot)),
      element("p", { class: "hint" }, words.total_note));
  }

  function barsOf(values) {
    const shown = values.slice(-BARS);
    const top = Math.max(1, ...shown);
    const bars = svg("svg", { class: "bars", viewBox: `0 0 ${BARS * 8} 24`, "aria-hidden": "true" });
    shown.forEach((value, i) => {
      const height = value === null ? 0 : Math.max(value ? 1 : 0.5, (23 * value) / top);
      bars.append(svg("rect", { x: (BARS - shown.length + i) * 8, y: 24 - height, width: 6, height,
        class: i === shown.length - 1 ? "bar-last" : "bar" }));
    });
    return bars;
  }

  function changeOf(values) {
    const [before, now] = values.slice(-2);
    return values.length < 2 || before === null || now === null ? null : now - before;
  }

  function historyRows(page) {
    return [...page.zones.map((zone) => [zone.id, zone.name]), ["total", page.words.total]];
  }

  function history(page) {
    const { words } = page;
    const { dates, rows } = page.history;
    if (!dates.length) {
      return null;
    }
    const table = element("table", { class: "trend" }, element("thead", {}, element("tr", {},
      element("th", { scope: "col" }, words.zone),
      element("th", { scope: "col" }, dates[0].slice(5) + " – " + dates.at(-1).slice(5)),
      element("th", { scope: "col" }, words.remaining),
      element("th", { scope: "col" }, words.change))));
    const body = element("tbody");
    for (const [id, name] of historyRows(page)) {
      const change = changeOf(rows[id]);
      body.append(element("tr", { "data-zone": id }, element("th", { scope: "row" }, name),
        element("td", { class: "trend-bars" }, barsOf(rows[id])),
        element("td", { "data-count": "remaining" }, number(rows[id].at(-1))),
        element("td", { class: change > 0 ? "worse" : "better" }, signed(change))));
    }
    table.append(body);
    return section(words.history_heading, table, ledgerTable(page));
  }

  function ledgerTable(page) {
    const { dates, rows } = page.history;
    const head = element("tr", {}, element("th", { scope: "col" }, page.words.zone),
      ...dates.map((day) => element("th", { scope: "col" }, day.slice(5))));
    const body = element("tbody", {}, ...historyRows(page).map(([id, name]) =>
      element("tr", { "data-zone": id }, element("th", { scope: "row" }, name),
        ...rows[id].map((value) => element("td", {}, number(value))))));
    return element("details", {}, element("summary", {}, page.words.history_table),
      element("div", { class: "wide", tabindex: "0", role: "region",
          "aria-label": page.words.history_table },
        element("table", { id: "history-table" }, element("thead", {}, head), body)));
  }

  function notes(page, drawn) {
    const { words } = page;
    const list = element("ul", { class: "notes" });
    for (const zone of page.zones.filter((candidate) => candidate.caveat)) {
      list.append(element("li", {}, element("strong", {}, zone.name), " ", zone.caveat));
    }
    if (page.unplaced) {
      list.append(element("li", { id: "unplaced" },
        fill(words.unplaced_note, { count: number(page.unplaced) })));
    }
    list.append(element("li", { id: "drawn" }, fill(words.drawn_note, { count: number(drawn) })),
      element("li", {}, words.symbols_note));
    return section(words.notes_heading, list);
  }

  function sources(page) {
    return section(page.words.sources_heading,
      element("ul", { class: "notes sources" },
        ...page.sources.map((source) => element("li", {}, source))),
      element("p", { class: "private" }, page.words.private_note));
  }

  function pointSection(page) {
    return page.points.length
      ? section(page.words.points_heading, zonemap.pointTable(page)) : null;
  }

  zonemap.fillPanel = function (page, households, { flyTo, show }) {
    document.getElementById("panel-body").append(
      ...[headOf(page), headlineOf(page), zoneTable(page, flyTo),
        zonemap.nearSection(page, households, show), history(page), pointSection(page),
        notes(page, households.count), sources(page)].filter(Boolean));
  };

  /** On a narrow screen the panel is a sheet that opens over the map. */
  zonemap.openSheet = function (words) {
    const handle = document.querySelector(".sheet-handle");
    const panel = document.querySelector(".panel");
    const set = (open) => {
      panel.classList.toggle("open", open);
      handle.setAttribute("aria-expanded", String(open));
      handle.setAttribute("aria-label", open ? words.sheet_close : words.sheet_open);
    };
    panel.addEventListener("focusin", (event) => event.target === handle || set(true));
    handle.addEventListener("click", () => set(!panel.classList.contains("open")));
    set(false);
    return { close: () => set(false) };
  };
})(window.zonemap);
