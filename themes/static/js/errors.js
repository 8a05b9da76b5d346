// After a failed submit the summary of errors gets the focus.
document.querySelector("[data-error-summary]")?.focus();
document.addEventListener("htmx:afterSwap", (event) => event.target.querySelector("[data-error-summary]")?.focus());
