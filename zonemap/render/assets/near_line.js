/* Near the line: the hatched bands where edges may lie, what counts hang on, and whom to visit. */
"use strict";

(function (zonemap) {
  const { element, fill, number, svg } = zonemap;
  const SVG_ID = "band-";
  const LISTED = 200;

  const hatchOf = (target) => `url(#${SVG_ID}${target})`;

  /** Fine slanting lines in the colour of each target, once in the document. */
  function addHatches(page) {
    const defs = svg("defs");
    for (const [target, colour] of Object.entries(page.style.zones)) {
      defs.append(svg("pattern", { id: SVG_ID + target, width: 6, height: 6,
          patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        svg("line", { x1: 0, y1: 0, x2: 0, y2: 6, stroke: colour, "stroke-width": 1.2,
          "stroke-opacity": 0.36 })));
    }
    document.body.append(svg("svg", { class: "hatches", width: 0, height: 0,
      "aria-hidden": "true" }, defs));
  }

  /** The bands as a layer with a switch of its own. */
  zonemap.addBands = function (map, page, control) {
    if (!page.bands.length) {
      return;
    }
    addHatches(page);
    const group = L.layerGroup(page.bands.map(({ shape, target }) => L.geoJSON(shape, {
      pane: "bands",
      interactive: false,
      style: { stroke: false, fillColor: hatchOf(target), fillOpacity: 1 },
    })));
    group.addTo(map);
    control.addOverlay(group, page.words.layer_bands);
  };

  /** The row of the legend, with the metres; nothing where no accuracy is stated. */
  zonemap.legendBands = function (page) {
    const metres = page.bands.map((band) => band.metres).sort((one, other) => one - other);
    const ends = [...new Set(metres.map((value) => number(Math.round(value))))];
    const key = svg("svg", { class: "swatch", width: 22, height: 12, "aria-hidden": "true" },
      svg("rect", { width: 22, height: 12, fill: hatchOf((page.bands[0] || {}).target) }));
    return page.bands.length ? [element("li", { class: "legend-band" }, key,
      fill(page.words.band, { metres: [ends[0], ...ends.slice(1).slice(-1)].join("–") }))] : [];
  };

  /** What one line may say of a household near one. */
  zonemap.nearTexts = function (page, i) {
    const { near, words, zones } = page;
    if (!near.byRow) {
      near.byRow = new Map();
      near.row.forEach((row, k) => near.byRow.set(row, [...(near.byRow.get(row) || []), k]));
    }
    const places = near.byRow.get(i) || [];
    return places.map((k) => (places.length > 1 ? zones[near.zone[k]].name + words.colon : "") +
      fill(words.near_household, { metres: number(Math.max(1, near.metres[k])),
        accuracy: number(near.accuracy[k]) }));
  };

  /** The two sentences of a zone, for its card. */
  zonemap.nearZone = function (zone) {
    return zone.near ? [zone.near.certainty, zone.near.range].filter(Boolean) : [];
  };

  function visitRow(page, households, k, show) {
    const { near, words } = page;
    const row = near.row[k];
    const place = ["town", "village"].map((name) => households.text(name, row)).filter(Boolean);
    const button = element("button", { type: "button", class: "visit" },
      element("span", { class: "visit-id" }, households.id(row) || words.not_given),
      element("span", { class: "visit-place" }, place.join(" ")),
      element("span", { class: "visit-metres" }, fill(
        near.inside[k] ? words.visit_inside : words.visit_outside,
        { metres: number(Math.max(1, near.metres[k])) })));
    button.addEventListener("click", () => show(row));
    return element("li", {}, button);
  }

  function visitList(page, households, show) {
    const { near, words, zones } = page;
    const box = element("details", { class: "visits" },
      element("summary", {}, fill(words.visits, { count: number(page.visits) })));
    const shown = near.row.map((row, k) => k).slice(0, LISTED);
    const fillBox = () => {
      zones.forEach((zone, z) => {
        const rows = shown.filter((k) => near.zone[k] === z);
        if (rows.length) {
          box.append(element("h3", {}, zone.name), element("ul", {},
            ...rows.map((k) => visitRow(page, households, k, show))));
        }
      });
      box.append(element("p", { class: "hint" }, shown.length < near.row.length
        ? fill(words.visits_cut, { count: number(shown.length) }) : words.visits_full));
    };
    box.addEventListener("toggle", fillBox, { once: true });
    return box;
  }

  /** The section of the panel: each zone in one line, and whom to visit. */
  zonemap.nearSection = function (page, households, show) {
    const { words } = page;
    const zones = page.zones.filter((zone) => zone.near);
    if (!zones.length) {
      return null;
    }
    const list = element("ul", { class: "notes near-zones", id: "near-zones" },
      ...zones.map((zone) => element("li", { "data-zone": zone.id },
        element("strong", {}, zone.name),
        ...zonemap.nearZone(zone).map((text) => element("span", {}, text)))));
    return element("section", { class: "near" }, element("h2", {}, words.near_heading),
      element("p", { class: "hint" }, words.near_hint), list,
      page.visits ? visitList(page, households, show) : null);
  };
})(window.zonemap);
