// Terms of the glossary open their definition in place; without script, or with a second hand on the keyboard (Ctrl,
// Shift), the link leads to the glossary. Escape and a click elsewhere close it: it is the browser's own popover.
const GAP = 6;

function put(note, link) {
  const at = link.getClientRects()[0];
  const box = note.getBoundingClientRect();
  const below = at.bottom + GAP + box.height <= innerHeight || at.top < box.height + GAP;
  const left = Math.max(GAP, Math.min(at.left, document.documentElement.clientWidth - box.width - GAP));
  note.style.top = `${(below ? at.bottom + GAP : at.top - GAP - box.height) + scrollY}px`;
  note.style.left = `${left + scrollX}px`;
}

if ("popover" in HTMLElement.prototype) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.term");
    const note = link && document.getElementById(link.dataset.term);
    if (!note || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
    event.preventDefault();
    note.showPopover();
    put(note, link);
    note.focus({ preventScroll: true });
  });
}
