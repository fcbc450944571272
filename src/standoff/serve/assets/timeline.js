// The drawing of the timeline: lanes by kind above, a strip of the whole record with a brush below.
// Everything it shows stands in the tables of the page too; without it nothing is lost.
(() => {
  "use strict";
  const DAY = 864e5;
  const REM = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const LANE = 22 * REM;
  const at = (text) => new Date(text + "T00:00:00Z");
  const iso = (day) => day.toISOString().slice(0, 10);
  const number = new Intl.NumberFormat("en");

  function read(figure) {
    const given = JSON.parse(figure.querySelector("#timeline-data").textContent);
    const marks = given.marks.map(([kind, first, last, label, state, id]) => ({
      kind: given.kinds[kind].name, kindId: given.kinds[kind].id, first: at(first),
      last: new Date(+at(last || first) + DAY), lasts: Boolean(last) && (given.lasting[kind] || given.months), doubt: Boolean(last) && !given.lasting[kind] && !given.months,
      days: last ? `${first} to ${last}` : first, label, state, id,
    }));
    const bands = given.bands.map(([lane, name, office, first, last, id]) => ({
      lane, name, office, first: at(first), last: new Date(+at(last) + DAY), id, days: `${first} to ${last}`,
    }));
    return { ...given, marks, bands, today: at(given.today) };
  }

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

  function address(figure, mark) {
    if (mark.id) return figure.dataset.event.replace("ID", mark.id);
    const [path, query] = figure.dataset.page.split("?");
    const asked = new URLSearchParams(query || "");
    asked.set("kind", mark.kindId);
    asked.set("first", iso(mark.first));
    asked.set("last", iso(new Date(+mark.last - DAY)));
    return `${path}?${asked}`;
  }

  function lanes(data, domain, width) {
    const [start, end] = domain;
    const seen = data.marks.filter((one) => one.last >= start && one.first <= end);
    const kinds = data.kinds.map((one) => one.name);
    const offices = [...new Set(data.bands.map((one) => one.lane))];
    const bands = data.bands
      .filter((one) => one.last >= start && one.first <= end)
      .map((one) => ({ ...one, from: one.first < start ? start : one.first, to: one.last > end ? end : one.last }));
    const pixels = (one) => ((one.to - one.from) / (end - start)) * (width - margin(width));
    const acting = bands.filter((one) => one.lane === data.acting);
    const wide = seen.filter((one) => one.lasts);
    const doubt = seen.filter((one) => one.doubt);
    const dots = seen.filter((one) => !one.lasts && !one.doubt);
    const tip = { fill: "var(--raised)", stroke: "var(--dim)" };
    const label = (one) => `${one.days}\n${one.kind}: ${one.label}`;
    return Plot.plot({
      width, height: (kinds.length + offices.length) * LANE + 50, marginLeft: margin(width), marginTop: 8, marginRight: 12,
      x: { type: "utc", domain, label: null, grid: true },
      y: { type: "band", domain: [...offices, ...kinds], label: null, padding: 0.12, tickFormat: (name) => fitting(name, width) },
      ariaLabel: "Events by kind and day", ariaDescription: `${number.format(seen.length)} marks from ${iso(start)} to ${iso(end)}; the table below lists them`,
      marks: [
        Plot.rect(acting, { x1: "from", x2: "to", fill: (_, place) => (place % 2 ? "var(--line)" : "var(--sunk)"), fillOpacity: 0.5 }),
        Plot.barX(bands, { x1: "from", x2: "to", y: "lane", fill: "var(--sunk)", stroke: "var(--dim)", strokeOpacity: 0.6 }),
        Plot.text(bands.filter((one) => pixels(one) > one.name.length * 6.6 * REM + 6), { x: (one) => new Date((+one.from + +one.to) / 2), y: "lane", text: "name", fill: "var(--ink)", clip: true }),
        Plot.barX(wide, { x1: "first", x2: "last", y: "kind", fill: "var(--so-other)", fillOpacity: (one) => (one.state ? 0.35 : 0.8), stroke: "var(--so-other)", clip: true }),
        Plot.barX(doubt, { x1: "first", x2: "last", y: "kind", insetTop: 8, insetBottom: 8, fill: "var(--so-main)", fillOpacity: 0.45, clip: true }),
        Plot.dot(dots, { x: "first", y: "kind", r: 3.4 * REM, symbol: (one) => (one.state === 2 ? "times" : "circle"), stroke: "var(--so-main)", fill: (one) => (one.state === 0 ? "var(--so-main)" : "none"), fillOpacity: 0.55, clip: true }),
        Plot.ruleX([data.today], { stroke: "var(--focus)", strokeDasharray: "3 3", clip: true }),
        Plot.tip([...seen, ...bands.map((one) => ({ ...one, kind: one.lane, label: `${one.name}, ${one.office}`, first: new Date((+one.from + +one.to) / 2) }))],
          Plot.pointer({ x: "first", y: "kind", title: label, maxRadius: 24, lineWidth: 26, ...tip })),
      ],
      symbol: { type: "identity" },
    });
  }

  // As much of a lane's name as its margin holds; tips and tables have all of it.
  function fitting(name, width) {
    const most = Math.floor(margin(width) / REM / 6.6) - 1, short = name.replace(/ \(.*\)$/, "");
    return short.length <= most ? short : short.slice(0, most - 1) + "…";
  }

  const margin = (width) => (width < 640 ? 92 : 190) * REM;

  function overview(data, full, width) {
    return Plot.plot({
      width, height: 76, marginLeft: margin(width), marginTop: 4, marginRight: 12, marginBottom: 24,
      x: { type: "utc", domain: full, label: null }, y: { axis: null },
      ariaLabel: "Events a quarter over the whole record",
      marks: [Plot.rectY(data.marks, Plot.binX({ y: "count" }, { x: "first", interval: "3 months", fill: "var(--dim)", inset: 0 }))],
    });
  }

  // The chosen days stand in the form, so that a filter, a link and the brush mean the same.
  function form() { return document.querySelector("form.filter"); }
  function chosen(full) {
    const inputs = form() ? form().elements : {};
    const first = inputs.first && inputs.first.value, last = inputs.last && inputs.last.value;
    return [first ? at(first) : full[0], last ? new Date(+at(last) + DAY) : full[1]];
  }
  function choose(domain, full) {
    const asked = form();
    if (!asked) return;
    asked.elements.first.value = +domain[0] <= +full[0] ? "" : iso(domain[0]);
    asked.elements.last.value = +domain[1] >= +full[1] ? "" : iso(new Date(+domain[1] - DAY));
    asked.requestSubmit();
  }

  let domain = null;

  function draw(figure) {
    const data = read(figure);
    if (!data.marks.length) return;
    const wide = figure.clientWidth;
    const ends = data.marks.map((one) => one.first);
    const full = [d3.utcYear.floor(d3.min(ends)), d3.utcMonth.ceil(d3.max([...ends, data.today]))];
    domain = domain || chosen(full);
    if (!(domain[0] < domain[1])) domain = full;
    const above = figure.querySelector("#lanes"), below = figure.querySelector("#overview");
    const show = () => {
      const svg = plain(lanes(data, domain, wide));
      let over = null;
      svg.addEventListener("input", () => { over = svg.value; svg.classList.toggle("over", Boolean(over)); });
      svg.addEventListener("click", () => { if (over) window.location.assign(address(figure, over)); });
      above.replaceChildren(svg);
    };
    const strip = plain(overview(data, full, wide));
    const scale = d3.scaleUtc(full, [margin(wide), wide - 12]);
    const brush = d3.brushX().extent([[margin(wide), 0], [wide - 12, 54]]);
    const layer = d3.select(strip).append("g").attr("class", "brush");
    // All days chosen is nothing chosen: then a drag begins anew instead of moving what fills the strip.
    const place = () => layer.call(brush.move, +domain[0] <= +full[0] && +domain[1] >= +full[1] ? null : domain.map(scale));
    brush.on("brush end", (event) => {
      if (!event.sourceEvent) return;
      domain = event.selection ? event.selection.map((x) => d3.utcDay.round(scale.invert(x))) : full;
      if (+domain[1] - +domain[0] < 7 * DAY) domain = [domain[0], new Date(+domain[0] + 7 * DAY)];
      show();
      if (event.type === "end") choose(domain, full);
    });
    layer.call(brush);
    place();
    const keys = strip;
    keys.setAttribute("tabindex", "0");
    keys.setAttribute("role", "application");
    keys.setAttribute("aria-describedby", "timeline-help");
    keys.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const zoom = { ArrowUp: 0.8, ArrowDown: 1.25 }[event.key];
      if (!by && !zoom) return;
      event.preventDefault();
      const span = domain[1] - domain[0], middle = +domain[0] + span / 2;
      const half = zoom ? Math.max(span * zoom, 14 * DAY) / 2 : span / 2;
      const centre = middle + (by ? by * span * 0.1 : 0);
      domain = [new Date(Math.max(centre - half, +full[0])), new Date(Math.min(centre + half, +full[1]))];
      place();
      show();
    });
    keys.addEventListener("keyup", (event) => { if (event.key.startsWith("Arrow")) choose(domain, full); });
    below.replaceChildren(strip);
    show();
    const help = figure.querySelector("#timeline-help");
    help.hidden = false;
  }

  function start() {
    const figure = document.querySelector("figure.timeline");
    if (!figure || figure.dataset.drawn) return;
    figure.dataset.drawn = "yes";
    draw(figure);
    let wide = figure.clientWidth;
    new ResizeObserver(() => {
      if (figure.clientWidth && Math.abs(figure.clientWidth - wide) > 8) { wide = figure.clientWidth; draw(figure); }
    }).observe(figure);
  }

  document.addEventListener("DOMContentLoaded", start);
  // A filter brings a new figure: its days may be others.
  document.addEventListener("htmx:afterSettle", () => { domain = null; start(); });
  document.addEventListener("htmx:historyRestore", () => { domain = null; start(); });
})();
