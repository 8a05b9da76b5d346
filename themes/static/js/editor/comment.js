// A reviewer's comment as it will look, below the field.
const REST = 500;

for (const form of document.querySelectorAll("[data-comment-preview]")) {
  const shown = form.querySelector("[data-comment-shown]");
  let timer = 0;
  const show = async () => {
    const answer = await fetch(form.dataset.commentPreview, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (!answer?.ok) return;
    shown.innerHTML = await answer.text();
    shown.hidden = !shown.textContent.trim();
  };
  form.elements.comment.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, REST);
  });
}
