// Putting text into a field as if it had been typed: undo keeps working, and everybody who listens hears of it.
export function insert(field, text) {
  field.focus();
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    announce(field);
  }
}

export function announce(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// Replace the first place where `old` stands, wherever the cursor is. Says whether it was there.
export function replace(field, old, text, chosen = "") {
  const at = field.value.indexOf(old);
  if (at < 0) return false;
  field.setRangeText(text, at, at + old.length, "end");
  const from = chosen ? at + text.indexOf(chosen) : -1;
  if (from >= at && document.activeElement === field) field.setSelectionRange(from, from + chosen.length);
  announce(field);
  return true;
}
