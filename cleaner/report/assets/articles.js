const STEP = 50;
const SORTS = { __proto__: null,
  order: ["as they came", () => 0],
  noise: ["largest share removed", (a, b) => share(b) - share(a)],
  long: ["longest", (a, b) => index.words[b] - index.words[a]],
  date: ["newest", (a, b) => ((index.date[a] || "") < (index.date[b] || "") ? 1 : (index.date[a] || "") > (index.date[b] || "") ? -1 : 0)],
};
const SHOWS = { __proto__: null,
  all: ["all articles", () => true],
  noise: ["that had noise", (at) => index.cut[at] > 0],
  clean: ["that had none", (at) => index.cut[at] === 0],
  copies: ["copies", (at) => index.copy.has(at) && index.copy.get(at).canonical !== index.id[at]],
  kept: ["kept of a copy group", (at) => index.copy.has(at) && index.copy.get(at).canonical === index.id[at]],
  story: ["in stories of several", (at) => index.story.has(at)],
};
const share = (at) => index.cut[at] / Math.max(1, index.words[at]);

// Spellings that people do not type alike are searched alike.
const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/[\p{M}\u0640]/gu, "").replace(/[\u0622\u0623\u0625\u0671]/g, "\u0627").replace(/\u0649/g, "\u064a").replace(/\u0629/g, "\u0647");

function matcher(query) {
  const words = fold(query.get("q") || "").split(/\s+/).filter(Boolean);
  const outlet = query.has("outlet") ? summary.names.indexOf(query.get("outlet")) : null;
  const wanted = (test) => new Set(summary.rules.flatMap((one, at) => (test(one) ? [at] : [])));
  const rules = query.has("rule") ? wanted((one) => one.id === query.get("rule")) : query.has("category") ? wanted((one) => one.category === query.get("category") || one.family === query.get("category")) : null;
  const from = query.get("from"), until = query.get("until"), least = Number(query.get("least") || 0), show = (SHOWS[query.get("show")] || SHOWS.all)[1];
  return (at) => (outlet === null || index.outlet[at] === outlet)
    && (rules === null || index.rules[at].some((number) => rules.has(number)))
    && (!from || (index.date[at] || "").slice(0, 10) >= from)
    && (!until || (index.date[at] && index.date[at].slice(0, 10) <= until))
    && index.words[at] >= least && show(at)
    && (!words.length || words.every((word) => fold(`${index.title[at]} ${index.id[at]}`).includes(word)));
}

function articlesView(query) {
  const results = el("div", {}), heading = el("p", { class: "soft", role: "status" });
  let last = 0;
  const draw = async () => {
    const turn = ++last;
    heading.textContent = "Looking\u2026";
    await everything((part) => { if (turn === last) heading.textContent = `Looking through the articles, ${percent(part, 1)}\u2026`; });
    if (turn !== last) return;
    const fits = matcher(query);
    const found = index.id.map((_, at) => at).filter(fits);
    const sort = SORTS[query.get("sort")] || SORTS.order;
    if (sort !== SORTS.order) found.sort((a, b) => sort[1](a, b) || a - b);
    heading.textContent = found.length === summary.shown ? counted(found.length, "article", "articles") : `${count(found.length)} of ${counted(summary.shown, "article", "articles")}`;
    results.replaceChildren(paged(found, articleItem), ...(found.length ? [] : [el("p", {}, "No article fits. ", el("a", { href: "#articles" }, "Show all"))]));
  };
  const change = (name, value) => {
    if (value) query.set(name, value); else query.delete(name);
    history.replaceState(null, "", `#articles${query.size ? `?${query}` : ""}`);
    draw().catch(failed);
  };
  draw().catch(failed);
  return [el("h1", { tabindex: -1 }, "Articles"), card(null, filters(query, change)), card(null, heading, results)];
}

function paged(all, item) {
  const list = el("ul", { class: "plain items" });
  let shown = 0;
  const button = el("button", { type: "button", onclick: () => { const at = shown; grow(); list.children[at].querySelector("a").focus(); } });
  const grow = () => {
    list.append(...all.slice(shown, shown + STEP).map(item));
    shown = Math.min(all.length, shown + STEP);
    button.hidden = shown >= all.length;
    button.textContent = `Show more (${count(all.length - shown)} left)`;
  };
  grow();
  return el("div", {}, list, button);
}

function articleItem(at) {
  const name = index.name(at), copy = index.copy.get(at), story = index.story.get(at);
  return el("li", {}, link("article", at), el("div", { class: "facts-line" },
    name && own(name), el("span", {}, moment(index.date[at])), el("span", {}, counted(index.words[at], "word", "words")),
    index.cut[at] > 0 && el("span", {}, `${percent(index.cut[at], index.words[at])} removed`),
    copy && el("a", { class: "badge", href: to("group", at) }, copy.canonical === index.id[at] ? "has copies" : "copy"),
    story && el("a", { class: "badge", href: to("story", at) }, "story"),
    title(at) && own(index.id[at])));
}

const title = (at) => index.title[at] && index.title[at] !== index.id[at];

function filters(query, change) {
  const options = (choices, chosen) => choices.map(([value, text]) => el("option", { value, selected: value === chosen }, plainly(text)));
  const select = (name, label, choices) => el("label", {}, label, el("select", { onchange: (event) => change(name, event.target.value) }, options(choices, query.get(name) || "")));
  const input = (name, label, type, more = {}) => el("label", { class: more.wide ? "wide" : null }, label,
    el("input", { type, id: `filter-${name}`, value: query.get(name) || "", list: more.list, min: more.min, oninput: later((event) => change(name, event.target.value)) }));
  const categories = [...new Set(summary.rules.map((one) => one.category))].sort();
  const present = Object.keys(families).filter((name) => summary.rules.some((one) => one.family === name));
  const outlets = summary.names.map((name) => [name, name]).sort((a, b) => (a[1] < b[1] ? -1 : 1));
  return el("form", { class: "filters", role: "search", "aria-label": "Filter articles", onsubmit: (event) => event.preventDefault() },
    input("q", "Search headlines and ids (press /)", "search", { wide: true }),
    select("outlet", "Outlet", [["", "any"], ...outlets]),
    select("category", "Category removed", [["", "any"], ...present.map((name) => [name, families[name]]), ...categories.filter((name) => !(name in families)).map((name) => [name, `\u2013 ${name}`])]),
    select("rule", "Rule", [["", "any"], ...summary.rules.map((one) => [one.id, one.id]).sort()]),
    select("show", "Show", Object.entries(SHOWS).map(([name, [text]]) => [name === "all" ? "" : name, text])),
    input("from", "From", "date"), input("until", "Until", "date"),
    input("least", "Words at least", "number", { min: 0 }),
    select("sort", "Order", Object.entries(SORTS).map(([name, [text]]) => [name === "order" ? "" : name, text])));
}

function later(run) {
  let timer = 0;
  return (event) => { clearTimeout(timer); timer = setTimeout(() => run(event), 150); };
}
