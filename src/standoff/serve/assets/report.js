// What was coded from marked words, shown beside them on hover and on focus.
(() => {
  "use strict";
  let box = null;

  function shown(mark) {
    const parts = mark.dataset.items.split(" ").map((number) => document.getElementById("i" + number)).filter(Boolean);
    const tip = document.createElement("div");
    tip.id = "tip";
    tip.className = "tip";
    tip.setAttribute("role", "tooltip");
    for (const part of parts) {
      const copy = part.cloneNode(true);
      copy.removeAttribute("id");
      for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
      for (const closed of copy.querySelectorAll("details")) closed.open = true;
      const piece = document.createElement("div");
      piece.append(...copy.childNodes);
      tip.append(piece);
    }
    return tip;
  }

  function show(mark) {
    hide();
    box = shown(mark);
    document.body.append(box);
    const at = mark.getClientRects()[0] || mark.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 8));
    const below = at.bottom + 6 + box.offsetHeight <= window.innerHeight || at.top < box.offsetHeight + 6;
    box.style.left = `${left + window.scrollX}px`;
    box.style.top = `${(below ? at.bottom + 6 : at.top - box.offsetHeight - 6) + window.scrollY}px`;
    mark.setAttribute("aria-describedby", "tip");
    for (const other of document.querySelectorAll(".text .span")) other.classList.toggle("lit", other.dataset.items.split(" ")[0] === mark.dataset.items.split(" ")[0]);
  }

  function hide() {
    if (!box) return;
    box.remove();
    box = null;
    for (const one of document.querySelectorAll("[aria-describedby=tip]")) one.removeAttribute("aria-describedby");
    for (const one of document.querySelectorAll(".text .lit")) one.classList.remove("lit");
  }

  const marked = (event) => event.target.closest && event.target.closest(".text .span");
  document.addEventListener("mouseover", (event) => { const mark = marked(event); if (mark) show(mark); else hide(); });
  document.addEventListener("focusin", (event) => { const mark = marked(event); if (mark) show(mark); else hide(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
})();
