// The Markdown editor of a whole piece. The form works without any of this.
import "../../vendor/markdown-toolbar/markdown-toolbar.js";
import "../../vendor/text-expander/text-expander.js";
import { subscribe } from "../../vendor/paste-markdown/paste-markdown.js";
import { keep } from "./keeping.js";
import { preview } from "./preview.js";
import { completions } from "./completions.js";
import { uploads } from "./uploads.js";
import { insert } from "./typing.js";

const SHORTCUTS = { b: "bold", i: "italic" };

function shortcuts(field, toolbar) {
  field.addEventListener("keydown", (event) => {
    const style = SHORTCUTS[event.key.toLowerCase()];
    if (!style || event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    toolbar.querySelector(`[data-md-button="${style}"]`).click();
  });
}

// A field grows with its text, so that the page scrolls and not the field.
function grow(field) {
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight + 2}px`;
}

for (const form of document.querySelectorAll("[data-editor]")) {
  form.classList.add("is-live");
  for (const frame of form.querySelectorAll("[data-editor-field]")) {
    const field = frame.querySelector("textarea");
    const toolbar = frame.querySelector("markdown-toolbar");
    toolbar.hidden = false;
    shortcuts(field, toolbar);
    subscribe(field, { defaultPlainTextPaste: { urlLinks: false } });
    completions(frame, field, form);
    uploads(frame, field, form);
    toolbar.querySelector("[data-pick]").addEventListener("click", () => insert(field, "[["));
    field.addEventListener("input", () => grow(field));
    grow(field);
  }
  preview(form);
  keep(form);
}
