/* A Leaflet layer of many points on one Canvas2D: no WebGL, no element per point.
 *
 * Points lie in a uniform grid, in each cell ordered by stage. What is drawn and what is under the
 * pointer are both found by cells. While the map is dragged or zoomed the browser moves the finished
 * canvas, which reaches beyond the view; it is drawn anew when the movement ends.
 */
"use strict";

(function (zonemap) {
  const POINTS_PER_CELL = 16;
  const MAX_CELLS_A_SIDE = 1024;
  const TILE = 256;
  const SQUARES_BELOW_PX = 1.15;
  const OUTLINED_FROM_PX = 2.4;

  /** Points sorted by cell and, within it, by the order in which stages are drawn. */
  function gridOf(points, rank, stageCount) {
    let west = Infinity, north = Infinity, east = -Infinity, south = -Infinity;
    for (let i = 0; i < points.count; i++) {
      west = Math.min(west, points.x[i]);
      east = Math.max(east, points.x[i]);
      north = Math.min(north, points.y[i]);
      south = Math.max(south, points.y[i]);
    }
    const side = Math.min(MAX_CELLS_A_SIDE,
      Math.max(1, Math.ceil(Math.sqrt(points.count / POINTS_PER_CELL))));
    const grid = { west, north, side, stageCount };
    grid.width = (east - west) / side || 1;
    grid.height = (south - north) / side || 1;
    const bucket = new Uint32Array(points.count);
    grid.starts = new Uint32Array(side * side * stageCount + 1);
    for (let i = 0; i < points.count; i++) {
      const column = Math.min(side - 1, Math.floor((points.x[i] - west) / grid.width));
      const row = Math.min(side - 1, Math.floor((points.y[i] - north) / grid.height));
      bucket[i] = (row * side + column) * stageCount + rank[points.stage[i]];
      grid.starts[bucket[i] + 1] += 1;
    }
    for (let b = 1; b < grid.starts.length; b++) {
      grid.starts[b] += grid.starts[b - 1];
    }
    const next = grid.starts.slice(0, -1);
    grid.order = new Uint32Array(points.count);
    for (let i = 0; i < points.count; i++) {
      grid.order[next[bucket[i]]++] = i;
    }
    return grid;
  }

  /** Rows and columns of cells that a box in the unit square meets. */
  function cellsIn(grid, west, north, east, south) {
    const at = (value, origin, step) =>
      Math.max(0, Math.min(grid.side - 1, Math.floor((value - origin) / step)));
    return {
      left: at(west, grid.west, grid.width),
      right: at(east, grid.west, grid.width),
      top: at(north, grid.north, grid.height),
      bottom: at(south, grid.north, grid.height),
    };
  }

  function stamp(colour, radius, ratio) {
    const half = Math.ceil(radius + 1) * ratio;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 2 * half;
    const context = canvas.getContext("2d");
    context.beginPath();
    context.arc(half, half, radius * ratio, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    if (radius >= OUTLINED_FROM_PX) {
      context.lineWidth = 0.8 * ratio;
      context.strokeStyle = "rgba(255, 255, 255, 0.85)";
      context.stroke();
    }
    return canvas;
  }

  /**
   * @param points {count, x, y, stage}: places in the unit square of Web Mercator, stage codes
   * @param options.colours  a colour for each stage code
   * @param options.order    stage codes from the one drawn first to the one drawn on top
   * @param options.label    what the canvas shows, for those who cannot see it
   */
  zonemap.HouseholdLayer = L.Renderer.extend({
    options: { padding: 0.25 },

    initialize(points, options) {
      L.Renderer.prototype.initialize.call(this, options);
      this._points = points;
      const rank = new Uint8Array(options.colours.length);
      options.order.forEach((stage, place) => { rank[stage] = place; });
      this._grid = gridOf(points, rank, options.order.length);
    },

    /** In CSS pixels: a speck that shows where people live, then a dot that can be hit. */
    radius() {
      return Math.max(0.8, Math.min(6.5, 1.0 * Math.pow(1.36, this._map.getZoom() - 10)));
    },

    /** The point nearest to a layer point within some pixels, or -1. */
    find(layerPoint, tolerance) {
      if (!this._map || !this._points.count) {
        return -1;
      }
      const scale = TILE * Math.pow(2, this._map.getZoom());
      const at = layerPoint.add(this._map.getPixelOrigin()).divideBy(scale);
      const reach = (this.radius() + tolerance) / scale;
      const cells = cellsIn(this._grid, at.x - reach, at.y - reach, at.x + reach, at.y + reach);
      let found = -1;
      let nearest = reach * reach;
      for (let row = cells.top; row <= cells.bottom; row++) {
        const first = this._start(row, cells.left);
        const last = this._start(row, cells.right + 1);
        for (let k = first; k < last; k++) {
          const i = this._grid.order[k];
          const distance = (this._points.x[i] - at.x) ** 2 + (this._points.y[i] - at.y) ** 2;
          if (distance <= nearest) {
            nearest = distance;
            found = i;
          }
        }
      }
      return found;
    },

    _start(row, column) {
      return this._grid.starts[(row * this._grid.side + column) * this._grid.stageCount];
    },

    _initContainer() {
      this._container = L.DomUtil.create("canvas", "household-canvas");
      this._container.setAttribute("role", "img");
      this._container.setAttribute("aria-label", this.options.label);
      this._context = this._container.getContext("2d");
    },

    _destroyContainer() {
      L.DomUtil.remove(this._container);
      delete this._container;
      delete this._context;
    },

    _update() {
      if (this._map._animatingZoom && this._bounds) {
        return;
      }
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      this._ratio = Math.min(2, window.devicePixelRatio || 1);
      this._container.width = Math.round(size.x * this._ratio);
      this._container.height = Math.round(size.y * this._ratio);
      this._container.style.width = size.x + "px";
      this._container.style.height = size.y + "px";
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._draw();
    },

    _draw() {
      if (!this._points.count) {
        return;
      }
      const corner = this._bounds.min.add(this._map.getPixelOrigin());
      const far = corner.add(this._bounds.getSize());
      const scale = TILE * Math.pow(2, this._map.getZoom());
      const cells = cellsIn(this._grid,
        corner.x / scale, corner.y / scale, far.x / scale, far.y / scale);
      this.options.order.forEach((stage, rank) => {
        this._drawStage(stage, rank, cells, corner, scale);
      });
    },

    _drawStage(stage, rank, cells, corner, scale) {
      const { order, starts, side, stageCount } = this._grid;
      const { x, y } = this._points;
      const radius = this.radius();
      const put = this._stampFor(this.options.colours[stage], radius);
      for (let row = cells.top; row <= cells.bottom; row++) {
        for (let column = cells.left; column <= cells.right; column++) {
          const bucket = (row * side + column) * stageCount + rank;
          for (let k = starts[bucket]; k < starts[bucket + 1]; k++) {
            const i = order[k];
            put((x[i] * scale - corner.x) * this._ratio, (y[i] * scale - corner.y) * this._ratio);
          }
        }
      }
    },

    /** What sets one point down; small ones are squares, which are quicker. */
    _stampFor(colour, radius) {
      const context = this._context;
      if (radius < SQUARES_BELOW_PX) {
        const edge = Math.max(1, Math.round(2 * radius * this._ratio));
        context.fillStyle = colour;
        return (left, top) => {
          context.fillRect(Math.round(left - edge / 2), Math.round(top - edge / 2), edge, edge);
        };
      }
      const image = stamp(colour, radius, this._ratio);
      const half = image.width / 2;
      return (left, top) => {
        context.drawImage(image, Math.round(left - half), Math.round(top - half));
      };
    },
  });
})(window.zonemap);
