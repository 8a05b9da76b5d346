// What stands in the form, by the names of its fields: texts, or lists of what is ticked. Without what only machines read.
const PLUMBING = new Set(["csrfmiddlewaretoken", "window", "version", "base", "writer", "page", "action"]);

export function typed(form) {
  const values = {};
  for (const element of form.elements) {
    if (!element.name || PLUMBING.has(element.name)) continue;
    if (element.type === "checkbox") {
      values[element.name] ??= [];
      if (element.checked) values[element.name].push(element.value);
    } else if (element.type === "radio") {
      if (element.checked) values[element.name] = element.value;
    } else if (element.type !== "submit" && element.type !== "button") {
      values[element.name] = element.value.replaceAll("\r\n", "\n");
    }
  }
  return values;
}

export function put(form, values) {
  for (const element of form.elements) {
    const value = values[element.name];
    if (value === undefined || PLUMBING.has(element.name)) continue;
    if (element.type === "checkbox") element.checked = value.includes(element.value);
    else if (element.type === "radio") element.checked = element.value === value;
    else if (element.type !== "submit" && element.type !== "button") element.value = value;
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const plain = (value) => (Array.isArray(value) ? [...value].sort().join(",") : (value ?? "").replaceAll("\r\n", "\n").trim());

// The names of the fields in which two sets of values differ.
export function different(one, other) {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (name) => name in one && name in other && plain(one[name]) !== plain(other[name]),
  );
}

// A value as people read it: the words of options in place of their numbers.
export function inWords(form, name, value) {
  const field = form.elements[name];
  const wanted = [value].flat();
  if (field instanceof HTMLSelectElement) return [...field.options].find((each) => each.value === value)?.text ?? "";
  if (field instanceof HTMLTextAreaElement || field?.type === "text") return value;
  const boxes = field instanceof RadioNodeList ? [...field] : [field].filter(Boolean);
  if (!boxes.every((each) => ["radio", "checkbox"].includes(each.type))) return String(value);
  return boxes.filter((each) => wanted.includes(each.value)).map((each) => each.closest("label")?.innerText.trim()).join(", ");
}

export function labelOf(form, name) {
  const field = form.elements[name] instanceof RadioNodeList ? form.elements[name][0] : form.elements[name];
  const words = field?.closest("fieldset")?.querySelector("legend") ?? form.querySelector(`label[for="${field?.id}"]`);
  return words?.firstChild?.textContent.trim() || name;
}
