/* Cards: what the page says of a household, a place, a zone or a centre under the pointer. */
"use strict";

(function (zonemap) {
  const { element, number, swatch } = zonemap;
  const HOVER_PX = 3;
  const TAP_PX = 10;
  const CARD_WIDTH_PX = 320;
  const PLACES_FIRST_BELOW_ZOOM = 13;

  function facts(pairs) {
    const list = element("dl", { class: "facts" });
    for (const [term, text] of pairs) {
      list.append(element("dt", {}, term), element("dd", {}, text));
    }
    return list;
  }

  function card(title, ...children) {
    return element("div", { class: "card" }, element("h3", {}, title), ...children);
  }

  zonemap.Cards = class {
    constructor(page, households) {
      this._page = page;
      this._households = households;
      this._shapes = new WeakMap();
      this._zoneNames = new Map(page.zones.map((zone) => [zone.id, zone.name]));
    }

    /** Binds a layer's element to the card it shows, each time it comes onto the map. */
    register(layer, show) {
      layer.on("add", () => this._shapes.set(layer.getElement(), { layer, show }));
    }

    shapeOf(node) {
      return this._shapes.get(node) || this._shapes.get(node.parentNode);
    }

    household(i) {
      const { words, stages, style } = this._page;
      const of = this._households;
      const stage = stages[of.stage[i]];
      const zones = of.text("zone_id", i).split(";").filter(Boolean);
      const coal = of.coal(i);
      const pairs = [
        [words.zone, zones.map((id) => this._zoneNames.get(id) || id).join("；") ||
          words.stage_outside],
        [words.column_user_type, of.text("user_type", i)],
        [words.column_fuel, of.text("fuel", i)],
        [words.column_coal_t, coal === null ? "" : String(coal)],
        [words.column_status, of.text("status", i)],
        [words.column_substitute, of.text("substitute", i)],
      ].map(([term, text]) => [term, text || words.not_given]);
      if (of.text("blocked_reason", i)) {
        pairs.push([words.blocked_reason, of.text("blocked_reason", i)]);
      }
      const place = ["county", "town", "village"].map((name) => of.text(name, i)).filter(Boolean);
      return card(
        of.id(i) || words.not_given,
        element("p", { class: "card-place" }, place.join(" ")),
        element("p", { class: "card-stage" }, swatch(style.stages[stage], 5),
          words["stage_" + stage]),
        facts(pairs),
        ...zonemap.nearTexts(this._page, i).map((text) =>
          element("p", { class: "card-near" }, text)),
      );
    }

    place(row) {
      const { words, stages, style } = this._page;
      const pairs = [
        [words.households, number(row.counts.households)],
        [words.claimed, number(row.counts.claimed)],
        [words.proven, number(row.counts.proven)],
        [words.remaining, number(row.counts.remaining)],
      ];
      const parts = stages.filter((stage) => stage !== "proven" && row.counts[stage]);
      const list = element("ul", { class: "card-parts" });
      for (const stage of parts) {
        list.append(element("li", {}, swatch(style.stages[stage], 4),
          words["stage_" + stage] + " " + number(row.counts[stage])));
      }
      return card(
        row.names[row.names.length - 1],
        element("p", { class: "card-place" }, row.names.slice(0, -1).join(" ")),
        element("p", { class: "card-place" }, this._zoneNames.get(row.zone)),
        facts(pairs),
        list,
      );
    }

    zone(zone) {
      const { words } = this._page;
      const names = ["households", "claimed", "proven", "remaining", "undetermined"];
      return card(
        zone.name,
        facts(names.map((name) => [words[name], number(zone.counts[name])])),
        ...zonemap.nearZone(zone).map((text) => element("p", { class: "card-caveat" }, text)),
        zone.caveat ? element("p", { class: "card-caveat" }, zone.caveat) : null,
      );
    }

    point(layer, i) {
      const { words } = this._page;
      const zones = layer.held_by[i].map((id) => this._zoneNames.get(id) || id);
      return card(
        layer.names[i] || words.name_missing,
        element("p", { class: "card-place" }, layer.name),
        facts([[words.zone, zones.join("；") || words.stage_outside]]),
      );
    }

    centre(centre) {
      return card(centre.name, element("p", { class: "card-place" }, this._page.words.centre));
    }

    /** What lies under the pointer: a mark that stands out, a household before its zone, a town before its households. */
    under(map, layer, event, tolerance) {
      const shape = this.shapeOf(event.originalEvent.target);
      if (shape && shape.layer.options.pane === "points") {
        return { at: shape.layer, show: shape.show };
      }
      const isPlace = shape && shape.layer instanceof L.CircleMarker;
      if (isPlace && map.getZoom() < PLACES_FIRST_BELOW_ZOOM) {
        return { at: shape.layer, show: shape.show };
      }
      const i = layer.find(event.layerPoint, tolerance);
      if (i >= 0) {
        return { at: i, show: () => this.household(i) };
      }
      return shape ? { at: shape.layer, show: shape.show } : null;
    }
  };

  /**
   * A card beside the mouse, and one that stays where one clicks or taps.
   *
   * @returns a function that opens a card of its own accord
   */
  zonemap.showCards = function (map, layer, cards, words) {
    const tip = L.tooltip({ className: "card-tip", offset: [12, 0], opacity: 1 });
    let current = null;
    const hide = () => {
      current = null;
      tip.remove();
    };
    map.on("mousemove", (event) => {
      const found = cards.under(map, layer, event, HOVER_PX);
      const hasRoom = map.getSize().x > 2 * CARD_WIDTH_PX;
      if (!found || !hasRoom || map.dragging.moving()) {
        hide();
        return;
      }
      if (found.at !== current) {
        current = found.at;
        tip.setContent(found.show());
      }
      const isRight = event.containerPoint.x + CARD_WIDTH_PX > map.getSize().x;
      tip.options.direction = isRight ? "left" : "right";
      tip.options.offset = L.point(isRight ? -12 : 12, 0);
      tip.setLatLng(event.latlng).addTo(map);
    });
    const open = (place, content) => {
      const popup = L.popup({ className: "card-popup", maxWidth: 300, minWidth: 200 })
        .setLatLng(place).setContent(content).openOn(map);
      const close = popup.getElement().querySelector(".leaflet-popup-close-button");
      close.setAttribute("aria-label", words.close);
    };
    map.on("mouseout movestart zoomstart", hide);
    map.on("click", (event) => {
      hide();
      const found = cards.under(map, layer, event, L.Browser.mobile ? TAP_PX : HOVER_PX);
      if (found) {
        open(event.latlng, found.show());
      }
    });
    return open;
  };
})(window.zonemap);
