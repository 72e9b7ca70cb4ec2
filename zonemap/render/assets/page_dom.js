/* Elements and numbers. Every text of the page goes through textContent here: data is never markup. */
"use strict";

window.zonemap = {};

(function (zonemap) {
  const SVG = "http://www.w3.org/2000/svg";
  const DASH = "—";

  function filled(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== undefined && value !== false) {
        node.setAttribute(name, value);
      }
    }
    for (const child of children) {
      if (child !== null && child !== undefined) {
        node.append(child instanceof Node ? child : document.createTextNode(String(child)));
      }
    }
    return node;
  }

  /** An element with attributes; children are nodes or texts. */
  zonemap.element = (tag, attributes, ...children) =>
    filled(document.createElement(tag), attributes, children);

  zonemap.svg = (tag, attributes, ...children) =>
    filled(document.createElementNS(SVG, tag), attributes, children);

  /** A dot in a colour, beside a word that says the same. */
  zonemap.swatch = (colour, radius) => {
    const size = 2 * Math.ceil(radius + 1);
    return zonemap.svg(
      "svg",
      { class: "swatch", width: size, height: size, "aria-hidden": "true" },
      zonemap.svg("circle", { cx: size / 2, cy: size / 2, r: radius, fill: colour }),
    );
  };

  zonemap.number = (value) =>
    value === null || value === undefined ? DASH : value.toLocaleString("en-US");

  zonemap.signed = (value) => {
    if (value === null) {
      return DASH;
    }
    return (value > 0 ? "+" : value < 0 ? "−" : "±") + zonemap.number(Math.abs(value));
  };

  /** A share as percent, cut and not rounded: 100 % is said only of all. */
  zonemap.percent = (part, whole) =>
    whole ? (Math.floor((1000 * part) / whole) / 10).toFixed(1) + "%" : DASH;

  /** "{name}" places of a text filled. */
  zonemap.fill = (text, values) =>
    text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));

  zonemap.readBlock = (id) => JSON.parse(document.getElementById(id).textContent);
})(window.zonemap);
