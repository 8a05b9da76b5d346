// Nothing typed is lost: each change is kept on the device at once and on the server after two seconds of rest.
// What the server has is not kept on the device any longer than that.
import { choose } from "./choosing.js";
import { different, put, typed } from "./values.js";

const REST = 2000;
const AGAIN = 5000;
const words = document.getElementById("editor-words")?.dataset;

export function keep(form) {
  const line = form.querySelector("[data-editor-status]");
  const fields = form.elements;
  let dirty = false;
  let timer = 0;
  let running = null;
  let sending = false;

  const place = () => `guildhall-writing:${form.dataset.writer}:${form.dataset.draft ? `draft-${form.dataset.draft}` : form.dataset.piece}`;

  function say(text, state, link = null) {
    if (line.dataset.state === state && state !== "saved") return;
    line.dataset.state = state;
    line.textContent = text;
    if (!link) return;
    const anchor = document.createElement("a");
    Object.assign(anchor, { href: link, target: "_blank", textContent: words.signIn });
    line.append(". ", anchor);
  }

  function keepHere() {
    try {
      localStorage.setItem(place(), JSON.stringify({ values: typed(form), at: Date.now() }));
    } catch {
      // The device has no room or forbids it: the server still gets the text.
    }
  }

  function forgetHere() {
    try {
      localStorage.removeItem(place());
    } catch {
      // Nothing was kept.
    }
  }

  function later(after = REST) {
    clearTimeout(timer);
    timer = setTimeout(save, after);
  }

  // The form's key, and who is signed in by now. `null` where nobody answers.
  async function freshKey() {
    try {
      const answer = await (await fetch(form.dataset.key, { headers: { Accept: "application/json" } })).json();
      fields.csrfmiddlewaretoken.value = answer.key;
      return answer.writer === null ? "nobody" : String(answer.writer) === form.dataset.writer ? "same" : "other";
    } catch {
      return null;
    }
  }

  function offline() {
    say(words.offline, "offline");
    later(AGAIN);
    return false;
  }

  function signedOut(who) {
    if (who === "other") say(words.otherWriter, "other");
    else say(words.signedOut, "signed-out", form.dataset.signIn);
    later(AGAIN);
    return false;
  }

  function stored(answer) {
    const was = place();
    fields.version.value = answer.version;
    form.dataset.draft ||= answer.address.match(/(\d+)\/$/)[1];
    if (place() !== was) {
      localStorage.removeItem(was);
      history.replaceState(null, "", answer.address);
      form.setAttribute("action", answer.address);
    }
  }

  function twoWindows(answer) {
    const mine = typed(form);
    clearTimeout(timer);
    keepHere();
    choose(form, {
      title: words.windowTitle,
      text: words.windowText,
      mine,
      theirs: { ...mine, ...answer.values },
      chosen(which) {
        stored(answer);
        if (which === "theirs") put(form, answer.values);
        dirty = true;
        save();
      },
    });
    return false;
  }

  // Says whether the server has everything that stands in the form.
  async function save() {
    if (running) await running;
    running = post();
    const done = await running;
    running = null;
    return done;
  }

  async function post(retried = false) {
    const sent = typed(form);
    let answer;
    try {
      answer = await fetch(form.getAttribute("action") || location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
    } catch {
      return offline();
    }
    if (answer.status === 401 || answer.redirected) return signedOut(await freshKey());
    if (answer.status === 403 && !retried) {
      const who = await freshKey();
      return who === "same" ? post(true) : who === null ? offline() : signedOut(who);
    }
    if (answer.status === 409) return twoWindows(await answer.json());
    if (!answer.ok) {
      say(words.refused, "refused");
      later(6 * AGAIN);
      return false;
    }
    const told = await answer.json();
    stored(told);
    if (different(sent, typed(form)).length) {
      keepHere();
      later();
      return false;
    }
    dirty = false;
    forgetHere();
    say(`${words.saved} ${told.at}`, "saved");
    return true;
  }

  form.addEventListener("input", (event) => {
    if (!event.target.name || form.inert) return;
    dirty = true;
    keepHere();
    if (["", "saved"].includes(line.dataset.state ?? "")) say(words.unsaved, "");
    later();
  });
  window.addEventListener("online", () => dirty && save());
  document.addEventListener("visibilitychange", () => dirty && document.hidden && save());

  // A button first makes sure that the server has the text: what it does then cannot lose any.
  form.addEventListener("submit", async (event) => {
    if (sending) return;
    event.preventDefault();
    const submitter = event.submitter;
    clearTimeout(timer);
    if (!(await save())) return;
    sending = true;
    form.requestSubmit(submitter);
  });
  window.addEventListener("pageshow", () => (sending = false));

  offerWhatIsHere();

  function offerWhatIsHere() {
    let kept;
    try {
      kept = JSON.parse(localStorage.getItem(place()));
    } catch {
      kept = null;
    }
    const shown = typed(form);
    if (!kept?.values || !different(kept.values, shown).length) return forgetHere();
    return choose(form, {
      title: words.hereTitle,
      text: words.hereText,
      mine: kept.values,
      theirs: shown,
      chosen(which) {
        if (which === "theirs") return forgetHere();
        put(form, kept.values);
        dirty = true;
        return save();
      },
    });
  }
}
