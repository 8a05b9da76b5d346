// A video plays where its link stands, once the link is followed; until then nothing is asked of its provider.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-player] > a");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const box = link.closest("[data-player]");
  const frame = document.createElement("iframe");
  frame.src = box.dataset.player;
  frame.title = box.dataset.title;
  frame.allow = "autoplay; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  box.querySelector("img")?.remove();
  box.prepend(frame);
  // The link below leads to the provider's own page from now on.
  delete box.dataset.player;
  frame.focus();
});
