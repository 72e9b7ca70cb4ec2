/* The ground: counties as quiet paper, zones as what is counted, centres of buffers. */
"use strict";

(function (zonemap) {
  const { element, number } = zonemap;
  const NEIGHBOUR_M = 30000;

  zonemap.addCounties = function (group, page, names) {
    for (const county of page.counties) {
      L.geoJSON(county.shape, {
        pane: "counties",
        interactive: false,
        style: {
          color: page.style.ink.line,
          weight: 1,
          fillColor: county.in_plan ? page.style.land.plan : page.style.land.other,
          fillOpacity: 1,
        },
      }).addTo(group);
      names.add(group, { className: "label-county", lines: [county.name],
        spots: [{ place: county.label, side: "centre", gap: 0 }] });
    }
  };

  /** Zones on the map by id, each with its card for the pointer. */
  zonemap.addZones = function (group, page, { cards, names }) {
    const layers = new Map();
    for (const zone of page.zones) {
      const colour = page.style.zones[zone.target];
      const layer = L.geoJSON(zone.shape, {
        pane: "zones",
        style: {
          color: colour,
          weight: 2,
          dashArray: zone.official ? null : "7 5",
          lineCap: "butt",
          fillColor: colour,
          fillOpacity: 0.07,
        },
      });
      layer.eachLayer((part) => cards.register(part, () => cards.zone(zone)));
      layer.addTo(group);
      layers.set(zone.id, layer);
    }
    for (const zone of page.zones) {
      const count = page.words.remaining + " " + number(zone.counts.remaining);
      names.add(group, { className: "label-zone label-" + zone.target,
        lines: [zone.name, count], spots: spotsOf(zone.id, layers) });
    }
    addCentres(group, page, cards);
    return layers;
  };

  /** Above and below a zone, first the side away from its nearest neighbour. */
  function spotsOf(zoneId, layers) {
    const bounds = layers.get(zoneId).getBounds();
    const centre = bounds.getCenter();
    const others = [...layers].filter(([id]) => id !== zoneId)
      .map(([, layer]) => layer.getBounds().getCenter())
      .sort((one, other) => centre.distanceTo(one) - centre.distanceTo(other));
    const above = { place: [bounds.getNorth(), centre.lng], side: "above", gap: 6 };
    const below = { place: [bounds.getSouth(), centre.lng], side: "below", gap: 6 };
    const northern = others.length && centre.distanceTo(others[0]) < NEIGHBOUR_M &&
      others[0].lat > centre.lat;
    return northern ? [below, above] : [above, below];
  }

  function addCentres(group, page, cards) {
    for (const centre of page.centres) {
      const marker = L.marker(centre.place, {
        keyboard: false,
        icon: L.divIcon({ className: "centre", html: element("i"), iconSize: [11, 11] }),
      });
      cards.register(marker, () => cards.centre(centre));
      marker.addTo(group);
    }
  }
})(window.zonemap);
