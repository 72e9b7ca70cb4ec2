/* Names on the map: each takes the first of its spots that is free, or stays away. */
"use strict";

(function (zonemap) {
  const { element } = zonemap;

  /** The upper left corner of a box of some size beside a point. */
  const CORNERS = {
    above: (at, size, gap) => at.add([-size.x / 2, -size.y - gap]),
    below: (at, size, gap) => at.add([-size.x / 2, gap]),
    centre: (at, size) => at.subtract(size.divideBy(2)),
    right: (at, size, gap) => at.add([gap, -size.y / 2]),
    left: (at, size, gap) => at.add([-size.x - gap, -size.y / 2]),
  };

  /**
   * Names in the order in which they may choose a spot. A name is {className, lines, spots}, a
   * spot {place, side, gap}: latitude and longitude, a key of CORNERS, CSS pixels.
   */
  zonemap.Names = class {
    constructor(map) {
      this._map = map;
      this._lists = [];
      this._shown = L.layerGroup().addTo(map);
    }

    /** One name, shown while the group is on the map. */
    add(group, name) {
      const sized = { ...name, ...this._measured(name) };
      this._lists.push({ group, names: () => [sized] });
    }

    /** A list of names that changes with the zoom; those of the same text share a size. */
    addList(group, names) {
      const sizes = new Map();
      const measured = (name) => {
        const key = name.lines.join();
        if (!sizes.has(key)) {
          sizes.set(key, this._measured(name));
        }
        return { ...name, ...sizes.get(key) };
      };
      this._lists.push({ group, names: () => names(), measured });
    }

    start() {
      this._map.on("moveend zoomend resize overlayadd overlayremove", this._place, this);
      this._place();
    }

    _measured({ className, lines }) {
      const node = element("div", { class: "label " + className },
        ...lines.map((line, i) => element("div", { class: "line-" + i }, line)));
      this._map.getPane("names").append(node);
      const { width, height } = node.getBoundingClientRect();
      const size = L.point(Math.ceil(width) + 1, Math.ceil(height));
      node.remove();
      return { node, size };
    }

    _place() {
      this._shown.clearLayers();
      const view = this._map.getPixelBounds();
      const taken = [];
      for (const { group, names, measured } of this._lists) {
        if (this._map.hasLayer(group)) {
          for (const name of names()) {
            const near = name.spots.some(({ place }) => view.contains(this._map.project(place)));
            if (near) {
              this._choose(measured ? measured(name) : name, taken);
            }
          }
        }
      }
    }

    _choose({ className, node, size, spots }, taken) {
      for (const { place, side, gap } of spots) {
        const corner = CORNERS[side](this._map.project(place), size, gap);
        const box = L.bounds(corner, corner.add(size));
        if (!taken.some((other) => other.overlaps(box))) {
          taken.push(box);
          const html = element("div", {}, ...[...node.children].map((line) => line.cloneNode(true)));
          const icon = L.divIcon({ className: "label " + className, html, iconSize: size,
            iconAnchor: [0, 0] });
          this._shown.addLayer(L.marker(this._map.unproject(corner),
            { pane: "names", interactive: false, keyboard: false, icon }));
          return;
        }
      }
    }
  };
})(window.zonemap);
