/* Puts the page together: reads the two blocks of data, fills layers, panel, legend and controls. */
"use strict";

(function (zonemap) {
  const { element, number, swatch, svg } = zonemap;
  const PANES = { counties: 350, bands: 405, zones: 410, households: 420, places: 450, points: 455,
    names: 610 };
  const AROUND = { wide: [40, 50], narrow: [16, 40] };
  const RAISED = 160;
  const VISIT_ZOOM = 15;
  const ASIDE_OF_LEGEND = 60;
  const NARROW = "(max-width: 760px)";

  /** Stages from the one at the bottom to the one on top: the worst is never hidden. */
  function drawingOrder(stages) {
    const first = ["outside", "proven", "undetermined"];
    const rest = stages.filter((stage) => !first.includes(stage)).reverse();
    return [...first, ...rest].map((stage) => stages.indexOf(stage));
  }

  function addControls(map, page, control) {
    const { words } = page;
    L.control.zoom({ zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
    L.control.attribution({ prefix: false, position: "bottomright" })
      .addAttribution("Leaflet").addTo(map);
    L.control.scale({ metric: true, imperial: false, position: "bottomright" }).addTo(map);
    control.remove();
    control.options.collapsed = window.matchMedia(NARROW).matches;
    if (!control.options.collapsed) {
      map.off("click", control.collapse, control);
    }
    control.addTo(map);
    const toggle = control.getContainer().querySelector(".leaflet-control-layers-toggle");
    toggle.title = words.layers;
    toggle.setAttribute("aria-label", words.layers);
  }

  function legendStages(page, counts) {
    const list = element("ul", { class: "legend-stages" });
    page.stages.forEach((stage) => {
      list.append(element("li", { "data-stage": stage }, swatch(page.style.stages[stage], 5),
        element("span", {}, page.words["stage_" + stage]),
        element("span", { class: "legend-count" }, number(counts[stage]))));
    });
    return list;
  }

  function legendZones(page) {
    const line = (target, dashed) => svg("svg", { class: "swatch", width: 22, height: 12,
        "aria-hidden": "true" },
      svg("rect", { x: 1, y: 1, width: 20, height: 10, fill: page.style.zones[target],
        "fill-opacity": 0.1, stroke: page.style.zones[target], "stroke-width": 1.6,
        "stroke-dasharray": dashed ? "5 3" : null }));
    const list = element("ul", { class: "legend-zones" });
    for (const target of Object.keys(page.style.zones)) {
      const zones = page.zones.filter((zone) => zone.target === target);
      if (zones.length) {
        list.append(element("li", {}, line(target, zones.some((zone) => !zone.official)),
          page.words["target_" + target]));
      }
    }
    if (page.zones.some((zone) => !zone.official)) {
      list.append(element("li", { class: "hint" }, page.words.not_official));
    }
    list.append(...zonemap.legendBands(page));
    return list;
  }

  function legendPlaces(page, kind) {
    const list = element("ul", { class: "legend-places", "data-kind": kind });
    for (const { label, radius } of page.places[kind].legend) {
      const size = 2 * Math.ceil(radius + 1);
      list.append(element("li", {}, svg("svg", { class: "swatch", width: size, height: size,
          "aria-hidden": "true" },
        svg("circle", { cx: size / 2, cy: size / 2, r: radius, fill: page.style.symbol,
          "fill-opacity": 0.3, stroke: page.style.symbol, "stroke-width": 1.25 })), label));
    }
    return list;
  }

  /** The legend, whose circles follow the zoom as those on the map do. */
  function addLegend(map, page, counts, placeLayer) {
    const { words } = page;
    const heading = element("h3", {});
    const places = element("div", {});
    const box = element("details", { class: "legend", open: "" },
      element("summary", {}, words.legend),
      element("h3", {}, words.legend_households), legendStages(page, counts),
      heading, places,
      ...zonemap.legendPoints(page),
      element("h3", {}, words.legend_zones), legendZones(page));
    box.open = !window.matchMedia(NARROW).matches;
    const follow = () => {
      const kind = placeLayer._map ? placeLayer.kind() : "towns";
      heading.textContent = words["legend_" + kind];
      places.replaceChildren(legendPlaces(page, kind));
    };
    const control = L.control({ position: "bottomleft" });
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    control.addTo(map);
    map.on("zoomend overlayadd", follow);
    follow();
    return box;
  }

  function stageCounts(page, households) {
    const outside = page.stages.indexOf("outside");
    let count = 0;
    for (let i = 0; i < households.count; i++) {
      count += households.stage[i] === outside;
    }
    return { ...page.total, outside: count };
  }

  function wholeOf(boxes) {
    return boxes.reduce((whole, box) => whole.extend(box), L.latLngBounds([]));
  }

  /** Where zones would stand in the view under some padding, in CSS pixels. */
  function standing(map, boxes, { paddingTopLeft, paddingBottomRight }) {
    const whole = wholeOf(boxes);
    const zoom = map.getBoundsZoom(whole, false, paddingTopLeft.add(paddingBottomRight));
    const project = (place) => map.project(place, zoom);
    const corner = L.bounds(project(whole.getNorthWest()), project(whole.getSouthEast()))
      .getCenter().add(paddingBottomRight.subtract(paddingTopLeft).divideBy(2))
      .subtract(map.getSize().divideBy(2));
    return boxes.map((box) => L.bounds(project(box.getNorthWest()).subtract(corner),
      project(box.getSouthEast()).subtract(corner)));
  }

  /** How to fit zones into the view so that the legend stands on none of them. */
  function fitOf(map, boxes, legend) {
    if (window.matchMedia(NARROW).matches) {
      return { padding: AROUND.narrow };
    }
    const around = L.point(AROUND.wide);
    const box = legend.getBoundingClientRect();
    const ground = map.getContainer().getBoundingClientRect();
    const taken = L.bounds([0, box.top - ground.top], [box.right - ground.left, ground.height]);
    const ways = [[0, 0], [0, RAISED], [taken.max.x, 0]].map(([left, bottom]) => ({
      paddingTopLeft: around.add([left, 0]), paddingBottomRight: around.add([0, bottom]) }));
    const isFree = (way) => !standing(map, boxes, way).some((zone) => taken.overlaps(zone));
    return ways.find(isFree) || ways[ways.length - 1];
  }

  zonemap.start = function ({ map, control, layers }) {
    const page = zonemap.readBlock("zonemap-page");
    const households = zonemap.readHouseholds(zonemap.readBlock("zonemap-households"));
    const cards = new zonemap.Cards(page, households);
    for (const [name, height] of Object.entries(PANES)) {
      map.createPane(name).style.zIndex = height;
    }
    map.getContainer().setAttribute("aria-label", page.title);
    map.getContainer().style.background = page.style.land.beyond;
    const names = new zonemap.Names(map);

    const sheet = zonemap.openSheet(page.words);
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const zones = zonemap.addZones(layers.zones, page, { cards, names });
    zonemap.addCounties(layers.counties, page, names);
    const boxes = [...zones.values()].map((zone) => zone.getBounds());
    map.setMinZoom(7).setMaxZoom(18);
    map.fitBounds(wholeOf(boxes), { animate: false, padding: AROUND.wide });

    const pointLayer = new zonemap.HouseholdLayer(households, {
      pane: "households",
      colours: page.stages.map((stage) => page.style.stages[stage]),
      order: drawingOrder(page.stages),
      label: zonemap.fill(page.words.drawn_note, { count: number(households.count) }),
    });
    const placeLayer = new zonemap.PlaceLayer(page, cards);
    pointLayer.addTo(layers.households);
    placeLayer.addTo(layers.places);
    names.addList(layers.places, () => placeLayer.names());
    names.start();

    zonemap.addBands(map, page, control);
    zonemap.addPoints(map, page, { cards, control });
    addControls(map, page, control);
    const legend = addLegend(map, page, stageCounts(page, households), placeLayer);
    map.fitBounds(wholeOf(boxes), { animate: false, ...fitOf(map, boxes, legend) });
    map.setMaxBounds(wholeOf(boxes).pad(2));
    const openCard = zonemap.showCards(map, pointLayer, cards, page.words);
    const flyTo = (id) => {
      sheet.close();
      const shown = zones.has(id) ? [zones.get(id).getBounds()] : boxes;
      map.fitBounds(wholeOf(shown), { animate: !still, ...fitOf(map, shown, legend) });
    };
    const show = (i) => {
      sheet.close();
      const place = households.degrees(i);
      map.setView(place, Math.max(map.getZoom(), VISIT_ZOOM), { animate: false });
      if (!window.matchMedia(NARROW).matches) {
        map.panBy([-ASIDE_OF_LEGEND, 0], { animate: false });
      }
      openCard(place, cards.household(i));
    };
    zonemap.fillPanel(page, households, { flyTo, show });
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
  };
})(window.zonemap);
