// Filters take effect when they change: a form with data-autosubmit. Its own button serves those without script.
for (const form of document.querySelectorAll("form[data-autosubmit]")) form.classList.add("is-automatic");

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form) form.requestSubmit();
});
