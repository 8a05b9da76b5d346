// Toasts: eight seconds, longer while the pointer or the focus is on one. The server sends HX-Trigger {"toast": {…}}.
const SECONDS = 8;
const region = document.getElementById("toasts");

function undoForm(address) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  form.setAttribute("hx-post", address);
  form.setAttribute("hx-swap", "none");
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (token) form.append(token.cloneNode());
  const button = document.createElement("button");
  button.textContent = region.dataset.undo;
  form.append(button);
  return form;
}

export function toast(text, { undo } = {}) {
  const box = document.createElement("div");
  box.className = "toast";
  const words = document.createElement("span");
  words.textContent = text;
  box.append(words);
  if (undo) {
    box.append(undoForm(undo));
    window.htmx?.process(box);
  }
  let timer;
  const leave = () => (timer = setTimeout(() => box.remove(), SECONDS * 1000));
  const stay = () => clearTimeout(timer);
  for (const name of ["mouseenter", "focusin"]) box.addEventListener(name, stay);
  for (const name of ["mouseleave", "focusout"]) box.addEventListener(name, leave);
  region.append(box);
  leave();
}

if (region) {
  document.addEventListener("toast", (event) => toast(event.detail.text ?? event.detail.value, event.detail));
  document.addEventListener("htmx:sendError", () => toast(region.dataset.failed));
  document.addEventListener("htmx:responseError", () => toast(region.dataset.failed));
}
