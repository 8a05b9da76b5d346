// Search dialog: Ctrl or Cmd K, or "/", opens it; arrow keys move through the suggestions; Enter opens one.
const dialog = document.querySelector("[data-search-dialog]");
const typing = "input, textarea, select, [contenteditable]";

function open() {
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input").select();
}

if (dialog) {
  document.addEventListener("keydown", (event) => {
    const letter = event.key.toLowerCase();
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && letter === "k";
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.closest(typing);
    if (!command && !slash) return;
    event.preventDefault();
    open();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest('[data-open="search-dialog"]');
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });

  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault(); // a search field would only be emptied by the first press
      dialog.close();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [dialog.querySelector("input"), ...dialog.querySelectorAll("#search-suggestions a")];
    const at = stops.indexOf(document.activeElement);
    event.preventDefault();
    stops[(at + step + stops.length) % stops.length].focus();
  });
}
