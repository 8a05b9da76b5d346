// Copy a link or a text: a button with data-copy="text" (or the page's address without a value).
import { toast } from "./toasts.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  event.preventDefault();
  await navigator.clipboard.writeText(button.dataset.copy || location.href);
  if (button.dataset.done) toast(button.dataset.done);
});
