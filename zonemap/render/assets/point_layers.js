/* Coal sellers, checkpoints and the like: a switch, a mark and a row in the legend for each layer. */
"use strict";

(function (zonemap) {
  const { element, number, svg } = zonemap;

  /** A switch's words are markup to Leaflet; the name of a layer is data. */
  function escaped(text) {
    return text.replace(/[&<>"']/g, (sign) => "&#" + sign.charCodeAt(0) + ";");
  }

  function markOf(layer) {
    const { colour, corners, radius } = layer;
    const half = Math.ceil(1.2 * radius) + 1;
    const points = corners.map(([x, y]) => [half + radius * x, half + radius * y].join());
    return svg("svg", { class: "swatch", width: 2 * half, height: 2 * half, "aria-hidden": "true" },
      svg("polygon", { points: points.join(" "), fill: colour, stroke: "#fff",
        "stroke-width": 1.25, "paint-order": "stroke" }));
  }

  function markerOf(layer, i) {
    const html = markOf(layer);
    const size = Number(html.getAttribute("width"));
    return L.marker(layer.places[i], {
      pane: "points",
      keyboard: false,
      icon: L.divIcon({ className: "point-mark", html, iconSize: [size, size] }),
    });
  }

  /** The layers on the map, each with a switch of its own. */
  zonemap.addPoints = function (map, page, { cards, control }) {
    for (const layer of page.points) {
      const group = L.layerGroup();
      layer.names.forEach((name, i) => {
        const marker = markerOf(layer, i);
        cards.register(marker, () => cards.point(layer, i));
        group.addLayer(marker);
      });
      group.addTo(map);
      control.addOverlay(group, escaped(layer.name));
    }
  };

  /** Rows of the legend; nothing where the plan has no points. */
  zonemap.legendPoints = function (page) {
    if (!page.points.length) {
      return [];
    }
    const list = element("ul", { class: "legend-points" });
    for (const layer of page.points) {
      list.append(element("li", {}, markOf(layer), element("span", {}, layer.name),
        element("span", { class: "legend-count" }, number(layer.names.length))));
    }
    return [element("h3", {}, page.words.legend_points), list];
  };

  /** Points of each layer in each zone, outside, and without a place. */
  zonemap.pointTable = function (page) {
    const { words, points } = page;
    const head = element("tr", {}, element("th", { scope: "col" }, words.zone),
      ...points.map((layer) => element("th", { scope: "col" }, layer.name)));
    const row = (name, countOf) => element("tr", {}, element("th", { scope: "row" }, name),
      ...points.map((layer) => element("td", {}, number(countOf(layer)))));
    const body = page.zones.map((zone) => row(zone.name, (layer) => layer.zones[zone.id]));
    const foot = ["outside", "unplaced", "points"]
      .map((name) => row(words["points_" + name], (layer) => layer.counts[name]));
    return element("table", { class: "counts points", id: "point-table" },
      element("thead", {}, head), element("tbody", {}, ...body), element("tfoot", {}, ...foot));
  };
})(window.zonemap);
