// Light and dark at once; the cookie tells the server for the next page.
const YEAR = 31536000;

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-theme-form]")) return;
  event.preventDefault();
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const mode = dark ? "light" : "dark";
  root.dataset.theme = mode;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${mode}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
});
