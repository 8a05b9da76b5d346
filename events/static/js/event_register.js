// The panel to register: counts the people on the button and tells, before the click, who gets a place and who waits.
const form = document.querySelector("form[data-register]");

function said(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function choice() {
  const who = form.querySelector("[name=who]:checked")?.value;
  const team = form.querySelector(`[data-team="${who}"]`);
  if (!team) return { me: who === "me", n: who === "me" ? 1 : 0, people: [], together: false };
  const people = [...team.querySelectorAll(`[name^="people-"]:checked`)];
  const open = Math.max(0, Number.parseInt(team.querySelector(`[name^="open-"]`).value, 10) || 0);
  const together = team.querySelector(`[name^="together-"]`)?.checked ?? false;
  return { me: false, n: people.length + open, people, together };
}

function words({ me, n, people, together }, left) {
  if (left === undefined || n <= left) return "";
  if (me) return form.dataset.alone;
  if (left === 0) return said(form.dataset.full, { n });
  if (together) return said(form.dataset.together, { n });
  if (n - left === 1 && people.length > left) return said(form.dataset.splitOne, { n, name: people[left].dataset.name });
  return said(form.dataset.splitMany, { n, m: n - left });
}

function label({ me, n }) {
  if (me) return form.dataset.buttonMe;
  return n === 1 ? form.dataset.buttonOne : said(form.dataset.buttonMany, { n });
}

function tell() {
  const chosen = choice();
  const left = form.dataset.left === undefined ? undefined : Number(form.dataset.left);
  const text = words(chosen, left);
  const told = form.querySelector("[data-told]");
  told.hidden = !text;
  told.querySelector("p").textContent = text;
  for (const tag of form.querySelectorAll("[data-waits]")) tag.hidden = true;
  const everyone = chosen.together && text;
  chosen.people.forEach((box, index) => {
    const waits = everyone || (left !== undefined && index >= left);
    box.closest("label").querySelector("[data-waits]").hidden = !waits;
  });
  form.querySelector("button").textContent = label(chosen);
}

if (form) {
  form.addEventListener("input", tell);
  window.addEventListener("pageshow", tell);
  tell();
}
