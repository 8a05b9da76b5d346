// A form is sent once: the button that was pressed shows that it works, and a second press does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.hasAttribute("data-theme-form")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if ([...form.attributes].some(({ name }) => name.startsWith("hx-"))) return;
  if (form.method !== "post") return;
  form.dataset.sent = "yes";
  const button = event.submitter?.closest(".btn");
  button?.classList.add("htmx-request");
  button?.setAttribute("aria-busy", "true");
});

// A page that comes back from the browser's store must work again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll(".btn.htmx-request[aria-busy]")) {
    button.classList.remove("htmx-request");
    button.removeAttribute("aria-busy");
  }
});
