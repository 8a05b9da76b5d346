"""axe-core on the page that is open, in both schemes and at all widths. The page must hold the checker's script."""

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LANDMARKS = ["landmark-one-main", "region", "page-has-heading-one", "landmark-unique", "heading-order"]
WIDTHS = (1280, 390)
NARROWEST = 320
RUN = """async ([tags, rules]) => {
  const of = async (only) => (await axe.run(document, {runOnly: only, resultTypes: ["violations"]})).violations;
  const found = [...await of({type: "tag", values: tags}), ...await of({type: "rule", values: rules})];
  const nodes = (each) => each.nodes.map((node) => [node.target.join(" "), node.failureSummary]);
  return found.map((each) => [each.id, each.help, nodes(each)]);
}"""
OVERFLOW = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return [];
  const beyond = (each) => each.getBoundingClientRect().left + each.scrollWidth > document.documentElement.clientWidth;
  const out = [...document.body.querySelectorAll("*")].filter((each) => !each.children.length && beyond(each));
  return [`by ${wide} px`, ...out.slice(0, 5).map((each) => `${each.tagName}.${each.className} ${each.textContent}`)];
}"""


def check(page):
    """All that is wrong with the page that is open, in both schemes and at all widths, one line for each element."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for rule, text, nodes in page.evaluate(RUN, [TAGS, LANDMARKS]):
                wrong += [f"{scheme}, {width} px: {rule} ({text}): {where}: {mend}" for where, mend in nodes]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    for width in (WIDTHS[-1], NARROWEST):
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"scrolls sideways at {width} px: {each}" for each in page.evaluate(OVERFLOW)]
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    assert not wrong, "\n".join([page.url, *wrong])
