// The drawing of the map: land, places as discs, flights as lines. The tables hold the same.
(() => {
  "use strict";
  const REM = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  let region = "theatre";

  // Plot puts a style element into each figure, and names on groups that have no role: the page's
  // policy takes only its own style sheet, and readers of screens only names of what has a role.
  function plain(svg) {
    for (const sheet of svg.querySelectorAll("style")) sheet.remove();
    for (const group of svg.querySelectorAll("[aria-label]")) {
      group.dataset.mark = group.getAttribute("aria-label");
      group.removeAttribute("aria-label");
    }
    svg.setAttribute("role", "img");
    return svg;
  }

  function read(figure) {
    const given = JSON.parse(figure.querySelector("#map-data").textContent);
    given.sites = given.sites.map(([lon, lat, name, events, kinds, first, last]) => ({ lon, lat, name, events, kinds, first, last }));
    given.flights = given.flights.map(([path, label, id]) => ({ type: "LineString", coordinates: path, label, id }));
    return given;
  }

  function drawn(data, width) {
    const { frame, land } = data[region];
    const [west, south, east, north] = frame;
    const corners = { type: "MultiPoint", coordinates: [[west, south], [east, south], [east, north], [west, north]] };
    const whole = region === "world";
    const high = whole ? width * 0.46 : Math.min(width * 0.8, Math.max(420, window.innerHeight * 0.72));
    const within = data.sites.filter((one) => one.lon >= west && one.lon <= east && one.lat >= south && one.lat <= north);
    const label = (one) => `${one.name}: ${one.events} ${one.events === 1 ? "event" : "events"}\n${one.kinds}\n${one.first === one.last ? one.first : `${one.first} to ${one.last}`}`;
    const named = [...within].sort((a, b) => b.events - a.events).slice(0, width < 640 ? 6 : 18);
    return Plot.plot({
      width, height: high, margin: 2,
      projection: { type: whole ? "equal-earth" : "mercator", domain: corners, inset: 6 },
      r: { range: [0, (whole ? 16 : 22) * REM] },
      ariaLabel: "Places with events", ariaDescription: `${within.length} places; the table below lists them`,
      marks: [
        Plot.geo(land, { fill: "var(--land)", stroke: "var(--shore)", strokeWidth: 0.8 }),
        Plot.graticule({ stroke: "var(--dim)", strokeOpacity: 0.18 }),
        Plot.frame({ stroke: "var(--line)" }),
        Plot.geo(data.flights, { stroke: "var(--so-other)", strokeWidth: 1.5, strokeOpacity: 0.7 }),
        Plot.dot(within, { x: "lon", y: "lat", r: "events", fill: "var(--so-main)", fillOpacity: 0.45, stroke: "var(--so-main)", strokeWidth: 1.2 }),
        Plot.text(spread(named, frame), { x: "lon", y: "lat", text: "name", dy: -11, fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 3, fontSize: 12 * REM }),
        Plot.tip(within, Plot.pointer({ x: "lon", y: "lat", title: label, maxRadius: 30, lineWidth: 26, fill: "var(--raised)", stroke: "var(--dim)" })),
      ],
    });
  }

  // Names that would stand on each other are left to the table: the place with more events keeps its own.
  function spread(places, [west, south, east, north]) {
    const kept = [];
    for (const one of places) {
      const close = (other) => Math.abs(one.lon - other.lon) / (east - west) < 0.11 && Math.abs(one.lat - other.lat) / (north - south) < 0.035;
      if (!kept.some(close)) kept.push(one);
    }
    return kept;
  }

  function draw(figure, data) {
    const svg = plain(drawn(data, figure.clientWidth));
    let over = null;
    svg.addEventListener("input", () => { over = svg.value; svg.classList.toggle("over", Boolean(over && figure.dataset.place)); });
    svg.addEventListener("click", () => {
      if (!over || !figure.dataset.place) return;
      const [path, query] = figure.dataset.place.split("?");
      const asked = new URLSearchParams(query || "");
      asked.set("text", over.name);
      window.location.assign(`${path}?${asked}`);
    });
    figure.querySelector("#drawing").replaceChildren(svg);
  }

  function start() {
    const figure = document.querySelector("figure.map");
    if (!figure || figure.dataset.drawn) return;
    figure.dataset.drawn = "yes";
    const data = read(figure);
    if (!data.sites.length) return;
    const choice = figure.querySelector(".regions");
    choice.hidden = false;
    for (const button of choice.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.region === region));
      button.addEventListener("click", () => {
        region = button.dataset.region;
        for (const one of choice.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === button));
        draw(figure, data);
      });
    }
    draw(figure, data);
    let wide = figure.clientWidth;
    new ResizeObserver(() => {
      if (figure.clientWidth && Math.abs(figure.clientWidth - wide) > 8) { wide = figure.clientWidth; draw(figure, data); }
    }).observe(figure);
  }

  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:afterSettle", start);
  document.addEventListener("htmx:historyRestore", start);
})();
