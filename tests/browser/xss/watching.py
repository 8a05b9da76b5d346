"""Sees what a page does: script that ran, dialogs, calls to other hosts, navigations, and markup that could do it."""

import re
from collections import defaultdict

from tests.browser.conftest import Visitor

SETTLE = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)))"
# Everything in the page that holds an attempt where it could act, one line each. Words in text, titles, labels, the
# values of fields and addresses of our own are harmless.
SWEEP = r"""() => {
  const found = [];
  const ours = /__xss|evil\.example|\?1[0-3]\d\d\b/;
  const running = new Set(["javascript:", "vbscript:", "data:", "blob:", "view-source:", "feed:", "jar:"]);
  const loads = new Set(["src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "archive"]);
  const acts = /^((data-)?hx-|x-|_$|srcdoc$|style$|popover|command|http-equiv$|autofocus$)/;
  const tags = new Set(["BASE", "OBJECT", "EMBED", "APPLET", "FRAMESET", "PORTAL", "FENCEDFRAME", "MATH", "MARQUEE"]);
  const here = document.baseURI;
  const leaves = (value) => URL.canParse(value, here) && !["", location.host].includes(new URL(value, here).host);
  const quiet = new Set(["script", "style", "template", "noscript"]);
  const base = "http://a.example";
  const runs = (value) => URL.canParse(value, base) && running.has(new URL(value, base).protocol);
  for (const each of document.querySelectorAll("*")) {
    const name = each.localName;
    if (tags.has(each.tagName.toUpperCase())) found.push(`<${name}>`);
    if (quiet.has(name) && ours.test(each.innerHTML)) found.push(`<${name}>`);
    if (each.shadowRoot) found.push(`<${name}> with a shadow`);
    for (const { name: attribute, value } of each.attributes) {
      const told = `${attribute}="${value.slice(0, 80)}" on <${name}>`;
      if (/^on/.test(attribute)) found.push(told);
      else if (loads.has(attribute) && (runs(value) || leaves(value))) found.push(told);
      else if (acts.test(attribute) && ours.test(value)) found.push(told);
      else if (acts.test(attribute) && each.closest(".prose")) found.push(told);
      else if (/^(xlink:)?href$/.test(attribute) && runs(value)) found.push(told);
    }
  }
  for (const id of ["main", "toasts", "thread", "search-dialog", "loading"]) {
    if (document.querySelectorAll(`#${id}`).length > 1) found.push(`a second #${id}`);
  }
  return found;
}"""
# What the editor of the CMS brings along itself.
OWN_OF_THE_CMS = re.compile(r'^(style|autofocus)="|^<template>|^data-|^data="')


NUMBER = re.compile(r"(?<!\d)1[0-3]\d\d(?!\d)")


def surface(path):
    """Pages of one kind have one name: their address without numbers and questions."""
    return re.sub(r"\d+", "N", path.partition("?")[0])


class Watcher(Visitor):
    """A visitor who notes what the attempts have done: `seen` holds one line for each thing.

    `shown` tells which attempts stood in the pages that were opened, by the kind of page.
    """

    def __init__(self, chromium, portal, **context):
        super().__init__(chromium, portal, **context)
        self.seen, self.at, self.shown = [], "", defaultdict(set)
        self.context.expose_function("__xss", lambda number: self.note(f"script ran: {number}"))
        self.context.route(lambda url: not url.startswith(portal), lambda route: route.abort())
        self.page.on("dialog", self._dialog)
        self.page.on("framenavigated", self._navigated)
        self.page.on("popup", lambda popup: self.note(f"opened a window: {popup.url}"))

    def note(self, what):
        self.seen.append(f"{self.at}: {what}")

    def _dialog(self, dialog):
        self.note(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _navigated(self, frame):
        if frame != self.page.main_frame:
            self.note(f"a frame was loaded: {frame.url}")
        elif self.at and not frame.url.startswith(self.portal):
            self.note(f"went away to {frame.url}")

    def _request(self, request):
        if not request.url.startswith((self.portal, "data:", "blob:", "about:")):
            self.note(f"asked another host: {request.url}")

    def _console(self, message):
        """Refusals of the policy are the business of the test that runs without one."""

    def look(self, path):
        """Open a page, wait until it is at rest, and note what is wrong with it."""
        self.at = path
        status = self.go(path)
        self.settle()
        if status != 200:
            self.note(f"answered {status}")
        self.shown[surface(path)] |= {int(number) for number in NUMBER.findall(self.page.content())}

    def settle(self):
        """Bring in what loads late, then look at everything."""
        # Scrolled to by the page itself: what loads then takes the place of what was scrolled to.
        if self.page.locator("[hx-trigger=revealed]").count():
            self.page.evaluate("document.querySelector('[hx-trigger=revealed]')?.scrollIntoView()")
            self.page.wait_for_selector("#thread")
        self.page.evaluate(SETTLE)
        for each in self.page.evaluate(SWEEP):
            if not (self.at.startswith("/cms/") and OWN_OF_THE_CMS.match(each)):
                self.note(each)
