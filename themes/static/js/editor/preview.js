// The piece as it will look, rendered by the server half a second after the last key. On a phone it takes turns with the form.
import { follow } from "./following.js";

const REST = 500;

export function preview(form) {
  const shown = form.querySelector("[data-editor-preview]");
  const desk = form.querySelector("[data-editor-desk]");
  const views = form.querySelector("[data-editor-views]");
  let timer = 0;
  let asked = 0;

  async function show() {
    const number = ++asked;
    const sent = new FormData(form);
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: sent });
      if (!(answer.ok || answer.status === 400) || number !== asked) return;
      shown.innerHTML = await answer.text();
      follow(form, shown);
    } catch {
      // Without a connection the last preview stays.
    }
  }

  shown.hidden = views.hidden = false;
  for (const view of views.querySelectorAll("button")) {
    view.addEventListener("click", () => {
      desk.dataset.show = view.dataset.view;
      for (const each of views.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each === view));
    });
  }
  form.addEventListener("focusin", (event) => !shown.contains(event.target) && follow(form, shown));
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, REST);
  });
  show();
}
