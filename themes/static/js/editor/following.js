// The preview shows what is being written: it scrolls to the section of the field that has the focus, and in a long
// section to about where the cursor is. Who asked for little motion gets there at once.
const ROOM = 12;
const still = matchMedia("(prefers-reduced-motion: reduce)");

const headingOf = (frame, shown) =>
  frame.dataset.section ? shown.querySelector(`#${CSS.escape(frame.dataset.section)}`) : null;

// Where something stands in the preview, from its top.
const topIn = (shown, element) =>
  element.getBoundingClientRect().top - shown.getBoundingClientRect().top - shown.clientTop + shown.scrollTop;

// From where to where the text of a field goes. An empty section has no place yet: the one before it counts.
function stretch(form, shown, frame) {
  const frames = [...form.querySelectorAll("[data-editor-field]")];
  for (let at = frames.indexOf(frame); at >= 0; at--) {
    const heading = headingOf(frames[at], shown);
    if (!heading) continue;
    const text = heading.nextElementSibling ?? heading;
    const end = topIn(shown, text) + text.offsetHeight;
    if (frames[at] === frame) return [topIn(shown, heading), end];
    return frame.dataset.section ? [topIn(shown, heading), topIn(shown, heading)] : [end, shown.scrollHeight];
  }
  return [0, frame.dataset.section ? 0 : shown.scrollHeight];
}

export function follow(form, shown) {
  const field = document.activeElement;
  if (!form.contains(field) || !field.name) return;
  const frame = field.closest("[data-editor-field]");
  if (!frame && !["title", "summary"].includes(field.name)) return;
  const [from, to] = frame ? stretch(form, shown, frame) : [0, 0];
  const part = field.value.length ? field.selectionEnd / field.value.length : 0;
  const fits = to - from <= shown.clientHeight;
  const wanted = fits ? from - ROOM : Math.max(from - ROOM, from + part * (to - from) - shown.clientHeight / 2);
  shown.scrollTo({ top: Math.max(0, wanted), behavior: still.matches ? "instant" : "smooth" });
}
