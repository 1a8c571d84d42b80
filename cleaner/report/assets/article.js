async function articleView(name) {
  const at = await find(name);
  if (at < 0) return missing("article", name);
  const known = await article(at);
  const heading = [
    el("p", { class: "crumb" }, el("a", { href: "#articles" }, "Articles"), " / ", own(index.id[at])),
    el("h1", { tabindex: -1, class: "title" }, own(titleOf(at))),
    el("p", { class: "facts-line" }, index.name(at) && el("a", { href: `#articles?outlet=${encoded(index.name(at))}` }, own(index.name(at))),
      el("span", {}, moment(index.date[at])), el("span", {}, counted(index.words[at], "word", "words")),
      el("span", {}, `${percent(index.cut[at], index.words[at])} removed`)),
  ];
  if (!known) return [...heading, placeCard(at), el("p", { class: "card note" }, "This copy was left out of articles.jsonl (--canonical-only), so its text is not here.")];
  const { row, removals } = known;
  const text = markedText(originalPieces(row.text, removals), removals);
  return [
    ...heading,
    el("div", { class: "row" }, modes(text), legend(removals)),
    el("div", { class: "split" },
      el("section", { class: "card", "aria-label": "Text" }, text),
      el("aside", { "aria-label": "About this article" }, placeCard(at), removalList(index.id[at], removals), factsCard(row), neighbours(at))),
  ];
}

const MODES = [["marked", "Marked"], ["before", "Before"], ["after", "After"]];
let mode = "marked";
function modes(text) {
  const choose = (name) => {
    mode = name;
    for (const [other] of MODES) text.classList.toggle(other, other === name);
  };
  choose(mode);
  return el("fieldset", { class: "modes" }, el("legend", { class: "hidden" }, "Show the text"), MODES.map(([name, label]) =>
    el("label", {}, el("input", { type: "radio", name: "mode", value: name, class: "hidden", checked: name === mode, onchange: () => choose(name) }), label)));
}

function legend(removals) {
  const present = Object.keys(families).filter((name) => removals.some((one) => familyOf(one) === name));
  return el("ul", { class: "key" }, present.map((name) => el("li", {}, el("span", { class: `dot f-${name}` }), families[name])));
}

function removalList(id, removals) {
  if (!removals.length) return card("Removed", el("p", { class: "soft" }, "Nothing: this article was clean."));
  const go = (number) => {
    const mark = document.querySelector(`[data-removal="${number}"][tabindex]`);
    if (!mark) return;
    if (mode === "after") document.querySelector('.modes input[value="marked"]').click();
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  };
  return card(`Removed (${count(removals.length)})`, el("ol", { class: "plain removals", tabindex: 0 }, removals.map((removal, number) => el("li", {},
    el("button", { type: "button", dir: "auto", onclick: () => go(number) }, visible(excerpt(removal.text))),
    el("div", {}, el("span", { class: `dot f-${familyOf(removal)}` }), own(removal.why)),
    el("a", { href: `#articles?rule=${encoded(removal.rule)}` }, el("code", {}, own(removal.rule))),
    verdict(removalWish(id, removal), "removal")))));
}

function excerpt(text) {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > 90 ? `${line.slice(0, 90)}\u2026` : line || "(blank)";
}

const FACTS = [["published", "published"], ["source", "source"], ["byline", "byline"], ["site", "site"], ["outlet", "outlet"], ["section", "section"], ["tags", "tags"], ["date", "date given"], ["url", "address"]];
function factsCard(row) {
  const known = FACTS.filter(([key]) => row[key] && row[key].length !== 0);
  if (!known.length) return null;
  return card("Facts", el("dl", {}, known.map(([key, label]) => [el("dt", {}, label),
    el("dd", {}, key === "url" ? outward(String(row.url)) : Array.isArray(row[key]) ? row[key].map((tag, at) => [at ? " \u00b7 " : "", own(tag)]) : own(row[key]))])));
}

function placeCard(at) {
  const copy = index.copy.get(at), story = index.story.get(at);
  if (!copy && !story) return null;
  return card("Its place",
    copy && el("p", {}, copy.canonical === index.id[at] ? "The kept article of " : "A copy in ", el("a", { href: to("group", at) }, `a group of ${count(index.groups.get(copy.canonical).length)}`), "."),
    copy && copy.why && el("p", { class: "soft small" }, own(copy.why)),
    story && el("p", {}, "Told in ", el("a", { href: to("story", at) }, "a story"), ` of ${counted(index.stories.get(story.cluster).length, "article", "articles")}.`),
    story && story.evidence.length > 0 && el("ul", { class: "why" }, story.evidence.map((one) => el("li", {}, own(one)))));
}

function neighbours(at) {
  return el("nav", { "aria-label": "Neighbouring articles" }, at > 0 && el("a", { href: to("article", at - 1) }, "Previous"), at + 1 < index.id.length && el("a", { href: to("article", at + 1) }, "Next"));
}

function missing(what, name) {
  let shown = name;
  try { shown = decodeURIComponent(name); } catch { /* as it is */ }
  return [el("h1", { tabindex: -1 }, "Not here"), el("p", { class: "card note" }, `This report holds no ${what} called `, own(shown),
    summary.dropped ? ". It shows a part of the run only; it may be among the rest." : "."), el("p", {}, el("a", { href: "#" }, "Overview"))];
}
