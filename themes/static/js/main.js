// Behaviour of every page. Each part does one thing, and every page works without any of them.
import "./theme.js";
import "./search.js";
import "./tabs.js";
import "./dialogs.js";
import "./menus.js";
import "./toasts.js";
import "./busy.js";
import "./autosubmit.js";
import "./copy.js";
import "./errors.js";
import "./video.js";
import "./visits.js";
import "./terms.js";
