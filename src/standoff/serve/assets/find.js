// The filter of a site that opens from disk: looks through window.standoffFind, shows links.
(() => {
  "use strict";
  const MOST = 200;
  const data = window.standoffFind;
  const form = document.getElementById("find-here");
  if (!data || !form) return;
  const list = document.getElementById("find-list");
  const told = document.getElementById("find-told");
  const sort = form.elements.namedItem("sort");
  data.sorts.forEach((name, place) => sort.add(new Option(name, String(place))));
  const rows = data.rows.map((row) => ({ row, text: [row[1], data.sorts[row[2]], row[3], row[4]].join(" ").toLowerCase() }));

  function line([file, day, kind, text, who]) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = file.split("/").map(encodeURIComponent).join("/");
    link.textContent = text;
    item.append(`${day} `, link, ` ${data.sorts[kind]}${who ? ", " + who : ""}`);
    return item;
  }

  function show() {
    const words = form.elements.namedItem("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const [first, last] = ["first", "last"].map((name) => form.elements.namedItem(name).value);
    const found = rows.filter(({ row, text }) =>
      (sort.value === "" || row[2] === Number(sort.value)) &&
      (!first || row[1] >= first) && (!last || row[1].slice(0, 10) <= last) &&
      words.every((word) => text.includes(word)));
    list.replaceChildren(...found.slice(0, MOST).map(({ row }) => line(row)));
    const more = found.length > MOST ? `; the first ${MOST} are shown` : "";
    told.textContent = `${found.length} of ${rows.length} events and reports${more}.`;
  }

  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  show();
})();
