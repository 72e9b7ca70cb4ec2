/* Graduated circles: towns from afar, villages from near. */
"use strict";

(function (zonemap) {
  const VILLAGES_FROM_ZOOM = 12;
  const RINGS_FROM_ZOOM = 14;
  const NAMES_FROM_ZOOM = 10.75;
  const NAME_LETTERS = 12;

  /** Counts of a kind of place, row by row. */
  function rowsOf(kind, words) {
    return kind.names.map((names, i) => ({
      names: names.map((name) => name || words.name_missing),
      zone: kind.zone[i],
      place: kind.place[i],
      radius: kind.radius[i],
      counts: kind.counts[i],
    }));
  }

  function circleOf(row, page) {
    return L.circleMarker(row.place, {
      pane: "places",
      radius: row.radius,
      color: page.style.symbol,
      weight: 1.25,
      fillColor: page.style.symbol,
      fillOpacity: 0.3,
    });
  }

  zonemap.PlaceLayer = L.LayerGroup.extend({
    initialize(page, cards) {
      L.LayerGroup.prototype.initialize.call(this);
      this._kinds = {};
      for (const name of ["towns", "villages"]) {
        const rows = rowsOf(page.places[name], page.words);
        const circles = rows.map((row) => {
          const circle = circleOf(row, page);
          cards.register(circle, () => cards.place(row));
          return circle;
        });
        this._kinds[name] = { rows, circles: L.layerGroup(circles) };
      }
    },

    /** Names of the places on the map, the largest first, none from too far away. */
    names() {
      if (!this._map || this._map.getZoom() < NAMES_FROM_ZOOM) {
        return [];
      }
      return this._kinds[this.kind()].rows.map((row) => ({
        className: "label-place",
        lines: [row.names[row.names.length - 1].slice(0, NAME_LETTERS)],
        spots: [
          { place: row.place, side: "right", gap: row.radius + 3 },
          { place: row.place, side: "left", gap: row.radius + 3 },
        ],
      }));
    },

    /** Which kind is on the map at its zoom: "towns" or "villages". */
    kind() {
      return this._map.getZoom() < VILLAGES_FROM_ZOOM ? "towns" : "villages";
    },

    onAdd(map) {
      L.LayerGroup.prototype.onAdd.call(this, map);
      map.on("zoomend", this._refresh, this);
      this._refresh();
    },

    onRemove(map) {
      map.off("zoomend", this._refresh, this);
      L.LayerGroup.prototype.onRemove.call(this, map);
    },

    _refresh() {
      const shown = this._kinds[this.kind()];
      for (const { circles } of Object.values(this._kinds)) {
        if (circles === shown.circles) {
          this.addLayer(circles);
        } else {
          this.removeLayer(circles);
        }
      }
      const filled = this._map.getZoom() < RINGS_FROM_ZOOM;
      shown.circles.eachLayer((circle) => circle.setStyle({ fill: filled }));
    },
  });
})(window.zonemap);
