/* The columns of the households, unpacked once into typed arrays. Knows nothing of maps. */
"use strict";

(function (zonemap) {
  const MICRODEGREES = 1e6;
  const COAL_STEPS_PER_TONNE = 100;

  /** Web Mercator from degrees, the whole world being the unit square, y downwards. */
  function unitSquare(longitudes, latitudes, [west, south]) {
    const count = longitudes.length;
    const x = new Float64Array(count);
    const y = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const sine = Math.sin((((latitudes[i] + south) / MICRODEGREES) * Math.PI) / 180);
      x[i] = (longitudes[i] + west) / MICRODEGREES / 360 + 0.5;
      y[i] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    }
    return { x, y };
  }

  zonemap.readHouseholds = function (block) {
    const coded = {};
    for (const [name, { values, codes }] of Object.entries(block.coded)) {
      coded[name] = { values, codes: Uint32Array.from(codes) };
    }
    const place = unitSquare(block.longitude, block.latitude, block.origin);
    const coal = Int32Array.from(block.coal);
    return {
      count: block.stage.length,
      x: place.x,
      y: place.y,
      stage: Uint8Array.from(block.stage),
      degrees: (i) => [
        (block.latitude[i] + block.origin[1]) / MICRODEGREES,
        (block.longitude[i] + block.origin[0]) / MICRODEGREES,
      ],
      id: (i) => block.household_id[i],
      coal: (i) => (coal[i] < 0 ? null : coal[i] / COAL_STEPS_PER_TONNE),
      text: (name, i) => coded[name].values[coded[name].codes[i]],
    };
  };
})(window.zonemap);
