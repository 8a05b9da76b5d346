// Counts that a page was read: once it was looked at for a few seconds, its own signed word is sent, with the words of
// our own search where a result led here. Nothing of the person goes along: no cookie, no name, no address is kept.
const READ_AFTER = 5000;
const CAME_BY = "search-words";

// The dialog has no address of its own: its words wait in this tab until the page that was chosen is there.
document.addEventListener("click", (event) => {
  const hit = event.target.closest("#search-suggestions a");
  const typed = hit?.closest("dialog")?.querySelector("input[type=search]")?.value;
  if (!typed) return;
  try {
    sessionStorage.setItem(CAME_BY, JSON.stringify({ path: new URL(hit.href).pathname, words: typed }));
  } catch {
    // A browser that keeps nothing: the search is not counted.
  }
});

function wordsFromDialog() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(CAME_BY) ?? "null");
    sessionStorage.removeItem(CAME_BY);
    return kept?.path === location.pathname ? kept.words : "";
  } catch {
    return "";
  }
}

function wordsFromResults() {
  if (!document.referrer) return "";
  const before = new URL(document.referrer);
  if (before.origin !== location.origin || !before.pathname.endsWith("/search/")) return "";
  return before.searchParams.get("q") ?? "";
}

function count(place) {
  const body = new URLSearchParams({ token: place.dataset.visit, search: place.dataset.words ?? "" });
  fetch(place.dataset.to, { method: "POST", body, credentials: "omit", keepalive: true }).catch(() => {});
}

const place = document.querySelector("[data-visit]");
if (place) {
  place.dataset.words = (wordsFromDialog() || wordsFromResults()).slice(0, 200);
  let left = READ_AFTER;
  let since = 0;
  let timer;
  const watch = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") {
      since = Date.now();
      timer = setTimeout(() => {
        left = Infinity;
        document.removeEventListener("visibilitychange", watch);
        count(place);
      }, left);
    } else if (since) {
      left = Math.max(0, left - (Date.now() - since));
    }
  };
  document.addEventListener("visibilitychange", watch);
  watch();
}
