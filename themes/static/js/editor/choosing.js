// Two texts of one person, side by side, until they choose. Neither is thrown away before.
import { different, inWords, labelOf } from "./values.js";

const words = document.getElementById("editor-words")?.dataset;

function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function column(title, text) {
  const made = element("div");
  made.append(element("h4", title, "label"), element("p", text || words.empty, "stored-text"));
  return made;
}

function button(text, act, kind = "") {
  const made = element("button", text, "btn");
  made.type = "button";
  if (kind) made.dataset.kind = kind;
  made.addEventListener("click", act);
  return made;
}

// `mine` and `theirs` are values by field. Calls `chosen("mine")` or `chosen("theirs")` once.
export function choose(form, { title, text, mine, theirs, chosen }) {
  const panel = document.getElementById("kept-here");
  const finish = (which) => {
    panel.hidden = true;
    panel.replaceChildren();
    form.inert = false;
    chosen(which);
  };
  const heading = element("h2", title, "title");
  heading.tabIndex = -1;
  panel.replaceChildren(heading, element("p", text));
  for (const name of different(mine, theirs)) {
    const sides = element("div", "", "clash-sides");
    sides.append(
      column(words.mine, inWords(form, name, mine[name])),
      column(words.theirs, inWords(form, name, theirs[name])),
    );
    panel.append(element("h3", labelOf(form, name)), sides);
  }
  const buttons = element("p", "", "cluster");
  buttons.append(
    button(words.useMine, () => finish("mine"), "main"),
    button(words.useTheirs, () => finish("theirs")),
  );
  panel.append(buttons);
  form.inert = true;
  panel.hidden = false;
  heading.focus();
}
