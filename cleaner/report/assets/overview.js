function overviewView() {
  return [
    el("h1", { tabindex: -1 }, "Overview"),
    capNote(),
    tiles(),
    failedNote(),
    card("What was removed", removedByFamily()),
    summary.outlets.rows.length > 1 && el("div", { class: "grid" }, rankings()),
    summary.outlets.rows.length > 0 && card("Outlets", outletTable()),
    summary.timeline.bars.length > 0 && card("Over time", timelineChart(summary.timeline), timelineKey(), timelineTable()),
    grouped() && el("div", { class: "grid" },
      card("Sizes of copy groups", sizesChart(summary.copy_sizes, "groups"), el("p", { class: "soft small" }, "Articles in a group; groups of that size.")),
      card("Sizes of stories", sizesChart(summary.story_sizes, "stories"), el("p", { class: "soft small" }, "Articles in a story; stories of that size. Stories of one article are not drawn."))),
    worthALook(),
    madeBy(),
  ];
}

const grouped = () => summary.counts.stories !== undefined;

function capNote() {
  return summary.dropped > 0 && el("p", { class: "card note" },
    `All figures count all ${count(summary.counts.articles)} articles. To look at one by one, ${count(summary.shown)} of them are here, drawn as whole stories; `,
    el("code", {}, "cleaner report OUT --articles N"), " takes more.");
}

function tiles() {
  const { counts } = summary;
  const tile = (number, label, href) => el("li", {}, el(href ? "a" : "div", { href }, el("strong", {}, number), el("span", { class: "soft" }, label)));
  return el("ul", { class: "tiles" },
    tile(count(counts.articles), "articles", "#articles"),
    tile(count(summary.cleaned), `had noise (${percent(summary.cleaned, counts.articles)})`, "#articles?show=noise"),
    tile(percent(summary.cut, summary.words), `of the words removed, ${count(summary.cut)}`),
    counts.spared > 0 && tile(count(counts.spared), "removals kept back by feedback"),
    grouped() && tile(count(counts.copies), `copies of ${count(counts.copy_groups)} articles`, "#copies"),
    grouped() && tile(count(counts.stories_of_several), `stories told more than once, of ${count(counts.stories)}`, "#stories"));
}

function failedNote() {
  return summary.failed > 0 && el("details", { class: "card note" },
    el("summary", {}, `${counted(summary.failed, "input", "inputs")} could not be used`),
    el("ul", {}, summary.errors.map((error) => el("li", {}, own(error.path), error.line ? `, line ${count(error.line)}` : "", ": ", own(error.reason)))),
    summary.failed > summary.errors.length && el("p", { class: "soft" }, "The rest is in errors.jsonl."));
}

function removedByFamily() {
  const words = (name) => summary.rules.filter((one) => one.family === name).reduce((sum, one) => sum + one.words, 0);
  const known = Object.keys(families).map((name) => [name, words(name)]).filter(([name]) => summary.rules.some((one) => one.family === name));
  known.sort((a, b) => b[1] - a[1]);
  if (!known.length) return el("p", { class: "soft" }, "Nothing was removed.");
  const most = known[0][1];
  return known.map(([name, total]) => el("details", { class: "family" },
    el("summary", {}, el("span", {}, el("span", { class: `dot f-${name}` }), families[name]), bar(total / most, name),
      el("span", { class: "num" }, `${counted(total, "word", "words")}`)),
    table(["Rule", "Cause", "#Times", "#Words"], summary.rules.filter((one) => one.family === name).sort((a, b) => b.words - a.words).map((one) =>
      el("tr", {}, el("td", {}, el("a", { href: `#articles?rule=${encoded(one.id)}` }, el("code", {}, own(one.id)))),
        el("td", {}, own(one.why)), el("td", { class: "num" }, count(one.times)), el("td", { class: "num" }, count(one.words)))),
    `Rules: ${families[name]}`)));
}

// A few articles say little of an outlet: those of a hundredth of the largest one's are left out.
function rankings() {
  const { rows } = summary.outlets, enough = Math.max(3, rows[0].articles / 100);
  const told = rows.filter((one) => one.articles >= enough);
  return [["Most noise on the page", "Words removed, of all words.", "cut", "words", "links"],
    ["Who publishes first", "Stories told by several outlets that it published before all others, of those it told. Where times do not tell, nobody was first.", "first", "shared", "credits"],
    ["Who is copied", "Copies that others printed, of its articles.", "given", "articles", "furniture"],
    ["Who copies", "Copies of others' articles, of all its articles.", "taken", "articles", "social"],
  ].map(([title, said, part, whole, family]) => {
    const list = ranking(told, part, whole, family);
    return list && card(title, list, el("p", { class: "soft small" }, said));
  });
}

const OUTLET_COLUMNS = [
  ["name", "Outlet", (one) => one.name],
  ["articles", "#Articles", (one) => one.articles],
  ["noise", "Words removed", (one) => (one.words ? one.cut / one.words : 0)],
  ["given", "#Copied by others", (one) => one.given],
  ["taken", "#Copies of others", (one) => one.taken],
  ["first", "#First with a story", (one) => (one.shared ? one.first / one.shared : -1)],
];
const OUTLETS_SHOWN = 15;

function outletTable(sort = "articles", descending = true, all = false) {
  const holder = el("div", {});
  const draw = () => {
    const key = OUTLET_COLUMNS.find((one) => one[0] === sort)[2];
    const rows = [...summary.outlets.rows].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * (descending ? -1 : 1));
    const headings = OUTLET_COLUMNS.map(([id, title]) => el("th", { scope: "col", class: title.startsWith("#") ? "num" : null, "aria-sort": id === sort ? (descending ? "descending" : "ascending") : null },
      el("button", { type: "button", onclick: () => { descending = id === sort ? !descending : id !== "name"; sort = id; draw(); holder.querySelector(`[aria-sort] button`).focus(); } }, title.replace("#", ""))));
    const most = Math.max(0.0001, ...rows.map((one) => one.cut / Math.max(1, one.words)));
    const shown = all ? rows : rows.slice(0, OUTLETS_SHOWN);
    holder.replaceChildren(...[table(headings, shown.map((one) => el("tr", {},
      el("td", { class: "name" }, el("a", { href: `#articles?outlet=${encoded(one.name)}` }, own(one.name))),
      el("td", { class: "num" }, count(one.articles)),
      el("td", {}, percent(one.cut, one.words), bar(one.cut / Math.max(1, one.words) / most)),
      el("td", { class: "num" }, count(one.given)), el("td", { class: "num" }, count(one.taken)),
      el("td", { class: "num" }, one.shared ? `${count(one.first)} of ${count(one.shared)}` : "\u2013"))), "Outlets against each other"),
    rows.length > shown.length && el("button", { type: "button", onclick: () => { all = true; draw(); } }, `Show all ${count(rows.length)}`),
    summary.outlets.all > summary.outlets.rows.length && el("p", { class: "soft small" }, `The ${count(rows.length)} largest of ${count(summary.outlets.all)} outlets.`)].filter(Boolean));
  };
  draw();
  return holder;
}

function timelineKey() {
  const { undated, outside } = summary.timeline;
  return el("ul", { class: "key" }, el("li", {}, el("span", { class: "a" }), "articles"), el("li", {}, el("span", { class: "b" }), "stories of several articles that begin"),
    undated > 0 && el("li", {}, `${count(undated)} without a date`), outside > 0 && el("li", {}, `${count(outside)} before or after what is drawn`));
}

function timelineTable() {
  return el("details", { class: "small" }, el("summary", {}, "As a table"),
    table([summary.timeline.unit === "week" ? "week from" : summary.timeline.unit, "#Articles", "#Stories that begin"],
      summary.timeline.bars.filter((one) => one[1] || one[2]).map((one) => el("tr", {}, el("td", {}, one[0]), el("td", { class: "num" }, count(one[1])), el("td", { class: "num" }, count(one[2])))), "Articles over time"));
}

function worthALook() {
  const holder = el("div", { class: "grid" });
  everything().then(() => {
    const share = (at) => index.cut[at] / Math.max(1, index.words[at]);
    const most = index.id.map((_, at) => at).filter((at) => share(at) >= 0.4).sort((a, b) => share(b) - share(a) || a - b).slice(0, 8);
    const groups = largest(index.groups), stories = largest(index.stories);
    const list = (items) => el("ul", { class: "plain items small" }, items);
    holder.replaceChildren(...[
      most.length && card("Lost the most", list(most.map((at) => el("li", {}, link("article", at), el("span", { class: "soft" }, `${percent(index.cut[at], index.words[at])} of ${counted(index.words[at], "word", "words")}`))))),
      groups.length && card("Largest copy groups", list(groups.map(([id, members]) => el("li", {}, link("group", index.at.get(id) ?? members[0]), el("span", { class: "soft" }, counted(members.length, "article", "articles")))))),
      stories.length && card("Largest stories", list(stories.map(([id, members]) => el("li", {}, link("story", index.at.get(id) ?? members[0], headline(id, members)), el("span", { class: "soft" }, counted(members.length, "article", "articles")))))),
    ].filter(Boolean));
  }, failed);
  return holder;
}

const largest = (groups) => [...groups].sort((a, b) => b[1].length - a[1].length || a[1][0] - b[1][0]).slice(0, 8);
const titleOf = (at) => index.title[at] || index.id[at];
const link = (view, at, title) => el("a", { href: to(view, at), class: "head" }, own(title || titleOf(at)));

function madeBy() {
  const { versions, parameters } = summary;
  const clean = parameters.clean;
  const rows = [
    ["cleaner", versions.cleaner], ["python", versions.python],
    ["cleaning", clean ? [clean.aggressive && "aggressive", clean.keep.length && `keeps ${clean.keep.join(", ")}`, clean.drop.length && `also drops ${clean.drop.join(", ")}`, parameters.learn ? "learns site furniture" : "learns nothing"].filter(Boolean).join("; ") : "none: texts were taken as clean"],
    grouped() && ["kept copy", parameters.canonical],
  ].filter(Boolean);
  return card("How this was made", el("dl", {}, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, own(value))])),
    el("p", { class: "soft small" }, "Words are counted by blanks. Times are in run.json; everything here can be read again from the .jsonl files beside this report."));
}
