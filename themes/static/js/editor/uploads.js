// Pictures and files by paste, drop or button. A picture comes with a place for the words that say what it shows.
import { insert, replace } from "./typing.js";

const words = document.getElementById("editor-words")?.dataset;
let number = 0;

export function uploads(frame, field, form) {
  const picker = document.createElement("input");
  picker.type = "file";
  picker.multiple = true;
  picker.hidden = true;
  const line = document.createElement("p");
  line.className = "error";
  line.setAttribute("role", "status");
  line.hidden = true;
  frame.append(picker, line);

  function wrong(text) {
    line.textContent = text;
    line.hidden = !text;
  }

  async function upload(file) {
    const mark = `![${words.uploading} ${file.name.replaceAll(/[[\]()]/g, "")} ${++number}]()`;
    insert(field, mark);
    const sent = new FormData();
    sent.append("file", file, file.name);
    sent.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    wrong("");
    try {
      const answer = await fetch(form.dataset.upload, {
        method: "POST",
        body: sent,
        headers: { Accept: "application/json" },
      });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.error);
      replace(field, mark, told.markdown, told.markdown.match(/^!\[(.*)\]/)?.[1]);
    } catch (error) {
      replace(field, mark, "");
      wrong(error instanceof TypeError || error instanceof SyntaxError ? words.uploadFailed : error.message);
    }
  }

  async function all(files) {
    for (const file of files) await upload(file);
  }

  frame.querySelector("[data-upload]").addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => {
    all([...picker.files]).then(() => (picker.value = ""));
  });
  field.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    all(files);
  });
  field.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  field.addEventListener("drop", (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    all(files);
  });
}
