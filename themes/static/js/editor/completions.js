// After [[ the editor offers what can be linked to: pages by number, projects and people by address.
import { announce } from "./typing.js";

const words = document.getElementById("editor-words")?.dataset;

export function completions(frame, field, form) {
  const expander = frame.querySelector("text-expander");
  const spoken = document.createElement("p");
  spoken.className = "vh";
  spoken.setAttribute("role", "status");
  frame.append(spoken);

  async function ask(text) {
    const answer = await fetch(`${form.dataset.targets}?q=${encodeURIComponent(text)}`);
    if (!answer.ok) return { matched: false };
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const list = holder.content.querySelector("ul");
    const count = list.querySelectorAll("[role=option]").length;
    spoken.textContent = count ? `${count} ${words.found}` : words.none;
    return { matched: count > 0, fragment: list };
  }

  expander.addEventListener("text-expander-change", (event) => {
    const { provide, text } = event.detail;
    if (text.trim()) provide(ask(text).catch(() => ({ matched: false })));
  });
  expander.addEventListener("text-expander-value", (event) => {
    event.detail.value = event.detail.item.dataset.markdown;
  });
  expander.addEventListener("text-expander-committed", () => {
    spoken.textContent = "";
    announce(field);
  });
}
