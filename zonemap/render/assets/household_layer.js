/* A Leaflet layer of many points on one Canvas2D: no WebGL, no element per point.
 *
 * Points lie in a uniform grid, in each cell ordered by stage. What is drawn and what is under the
 * pointer are both found by cells. Dots are copied pixel by pixel into one image, which without a
 * graphics card is many times faster than a call of the canvas for each. While the map is dragged or zoomed the browser moves the finished
 * canvas, which reaches beyond the view; it is drawn anew when the movement ends.
 */
"use strict";

(function (zonemap) {
  const POINTS_PER_CELL = 16;
  const MAX_CELLS_A_SIDE = 1024;
  const TILE = 256;
  const OPAQUE = 255;
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

  /**
   * A dot, pixel by pixel: colours, and steps from its upper left corner in an image of some
   * width; first the full pixels, then the soft ones of its rim, which have an alpha.
   */
  function stampOf(colour, radius, ratio, width) {
    const half = Math.ceil(radius * ratio + 1);
    const size = 2 * half;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = size;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.beginPath();
    context.arc(half, half, radius * ratio, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    if (radius >= OUTLINED_FROM_PX) {
      context.lineWidth = 0.8 * ratio;
      context.strokeStyle = "white";
      context.stroke();
    }
    const { data } = context.getImageData(0, 0, size, size);
    const colours = new Uint32Array(data.buffer);
    const places = [...colours.keys()];
    const full = places.filter((i) => data[4 * i + 3] === OPAQUE);
    const soft = places.filter((i) => data[4 * i + 3] > 0 && data[4 * i + 3] < OPAQUE);
    const stepTo = (i) => Math.floor(i / size) * width + (i % size);
    return {
      half,
      size,
      fullSteps: Int32Array.from(full, stepTo),
      fullColours: Uint32Array.from(full, (i) => colours[i]),
      softSteps: Int32Array.from(soft, stepTo),
      softColours: Uint32Array.from(soft, (i) => colours[i]),
      softBytes: Uint8Array.from(soft.flatMap((i) => [...data.subarray(4 * i, 4 * i + 4)])),
    };
  }

  /** Sets a stamp into an image, its upper left corner at a pixel that leaves room for all of it. */
  function press(stamp, bytes, words, corner) {
    const { fullSteps, fullColours, softSteps, softColours, softBytes } = stamp;
    for (let k = 0; k < fullSteps.length; k++) {
      words[corner + fullSteps[k]] = fullColours[k];
    }
    for (let k = 0; k < softSteps.length; k++) {
      const at = corner + softSteps[k];
      const alpha = softBytes[4 * k + 3];
      const alphaBelow = bytes[4 * at + 3];
      if (alphaBelow === OPAQUE) {
        for (let channel = 0; channel < 3; channel++) {
          const below = bytes[4 * at + channel];
          bytes[4 * at + channel] = below + ((softBytes[4 * k + channel] - below) * alpha) / OPAQUE;
        }
      } else if (alpha > alphaBelow) {
        words[at] = softColours[k];
      }
    }
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
      const { width, height } = this._container;
      const image = this._context.createImageData(width, height);
      const view = { image, words: new Uint32Array(image.data.buffer) };
      view.corner = this._bounds.min.add(this._map.getPixelOrigin());
      view.scale = TILE * Math.pow(2, this._map.getZoom());
      const far = view.corner.add(this._bounds.getSize());
      view.cells = cellsIn(this._grid, view.corner.x / view.scale, view.corner.y / view.scale,
        far.x / view.scale, far.y / view.scale);
      this.options.order.forEach((stage, rank) => this._drawStage(stage, rank, view));
      this._context.putImageData(image, 0, 0);
    },

    _drawStage(stage, rank, { image, words, corner, scale, cells }) {
      const { order, starts, side, stageCount } = this._grid;
      const { x, y } = this._points;
      const stamp = stampOf(this.options.colours[stage], this.radius(), this._ratio,
        image.width);
      const { half, size } = stamp;
      for (let row = cells.top; row <= cells.bottom; row++) {
        for (let column = cells.left; column <= cells.right; column++) {
          const bucket = (row * side + column) * stageCount + rank;
          for (let k = starts[bucket]; k < starts[bucket + 1]; k++) {
            const left = Math.round((x[order[k]] * scale - corner.x) * this._ratio) - half;
            const top = Math.round((y[order[k]] * scale - corner.y) * this._ratio) - half;
            const isInside = left >= 0 && top >= 0 &&
              left + size <= image.width && top + size <= image.height;
            if (isInside) {
              press(stamp, image.data, words, top * image.width + left);
            }
          }
        }
      }
    },
  });
})(window.zonemap);
