const ORDER = { __proto__: null,
  size: ["largest", (a, b) => b[1].length - a[1].length],
  date: ["newest", (a, b) => (span(a[1])[0] < span(b[1])[0] ? 1 : -1)],
};

function span(members) {
  const dates = members.map((at) => index.date[at]).filter(Boolean).sort();
  return dates.length ? [dates[0], dates[dates.length - 1]] : ["", ""];
}

function spanned(members) {
  const [first, last] = span(members).map((date) => date.slice(0, 10));
  return !first ? "no date" : first === last ? first : `${first} to ${last}`;
}

// As stories.jsonl has it: of the canonical of the first article, else of a member that is no copy.
function headline(cluster, members) {
  const first = index.at.get(cluster), copy = first === undefined ? undefined : index.copy.get(first);
  if (first !== undefined) return titleOf((copy && index.at.get(copy.canonical)) ?? first);
  const originals = members.filter((at) => !index.copy.has(at) || index.copy.get(at).canonical === index.id[at]);
  return titleOf((originals.length ? originals : members)[0]);
}

async function storiesView(query) {
  await everything();
  const sort = ORDER[query.get("sort")] || ORDER.size;
  const all = [...index.stories].sort((a, b) => sort[1](a, b) || a[1][0] - b[1][0]);
  const more = el("a", { class: "badge", href: sort === ORDER.size ? "#stories?sort=date" : "#stories" }, sort === ORDER.size ? "newest first" : "largest first");
  return [el("h1", { tabindex: -1 }, "Stories"), el("p", { class: "soft" }, "Different reports of one event, and their copies. Stories of one article are not listed. ", more),
    card(null, all.length ? paged(all, ([id, members]) => el("li", {}, link("story", index.at.get(id) ?? members[0], headline(id, members)),
      el("div", { class: "facts-line" }, el("span", {}, counted(members.length, "article", "articles")), el("span", {}, spanned(members)), el("span", {}, outletsOf(members))))) : el("p", {}, "No story is told more than once."))];
}

// By time; a day is not before a time on that day, and the first article of the story is before all of its day.
function inOrder(members, first) {
  const key = (at) => index.date[at] || "9";
  const day = (at) => key(at).slice(0, 10);
  const later = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  return [...members].sort((a, b) => later(day(a), day(b)) || (a === first ? -1 : b === first ? 1 : 0)
    || (key(a).length > 10 && key(b).length > 10 ? later(key(a), key(b)) : key(b).length - key(a).length) || a - b);
}

async function storyView(name) {
  const at = await find(name);
  await everything();
  const place = index.story.get(at);
  if (!place) return missing("story of several articles", name);
  const members = inOrder(index.stories.get(place.cluster), index.at.get(place.cluster));
  const outlets = new Set(members.map((one) => index.name(one)).filter(Boolean));
  return [
    el("p", { class: "crumb" }, el("a", { href: "#stories" }, "Stories"), " / ", own(place.cluster)),
    el("h1", { tabindex: -1, class: "title" }, own(headline(place.cluster, index.stories.get(place.cluster)))),
    el("p", { class: "facts-line" }, el("span", {}, counted(members.length, "article", "articles")), el("span", {}, spanned(members)), el("span", {}, outlets.size ? counted(outlets.size, "outlet", "outlets") : "outlets unknown"), el("span", {}, outletsOf(members))),
    card("Who told it, and why it is the same event", el("ol", { class: "plain timeline" }, members.map(memberItem))),
    nearCard(index.story.get(index.at.get(place.cluster))),
  ];
}

function nearCard(first) {
  const near = (first && first.near) || [];
  if (!near.length) return card("Near misses", el("p", { class: "soft" }, "No article of another story came near."));
  const named = (id) => { const at = index.at.get(id); return at === undefined ? own(id) : el("a", { href: to("article", at) }, own(titleOf(at))); };
  return card("Near misses", el("p", { class: "soft small" }, "The closest articles that did not join, and what kept them out."),
    el("ul", { class: "plain items" }, near.map((miss) => {
      const at = index.at.get(miss.id);
      return el("li", {}, el("div", { class: "title" }, named(miss.id)),
        el("div", { class: "facts-line" }, at !== undefined && el("span", {}, moment(index.date[at])), at !== undefined && index.name(at) && own(index.name(at)), el("span", {}, `support ${two(miss.score)}`), el("span", {}, "closest to ", named(miss.close_to))),
        el("ul", { class: "why against", "aria-label": "What kept it out" }, miss.why.map((one) => el("li", {}, own(one)))));
    })));
}

function memberItem(at) {
  const row = index.story.get(at), copy = index.copy.get(at);
  const isCopy = copy && copy.canonical !== index.id[at];
  const other = row.linked_to === null ? undefined : index.at.get(row.linked_to);
  return el("li", { class: isCopy ? "copy" : null },
    el("div", { class: "facts-line" }, el("span", {}, moment(index.date[at])), index.name(at) && own(index.name(at)), el("a", { href: to("article", at) }, own(index.id[at])), copy && el("a", { class: "badge", href: to("group", at) }, isCopy ? "copy" : "has copies")),
    el("div", { class: "title" }, own(titleOf(at))),
    other === undefined ? el("p", { class: "soft small" }, row.linked_to === null ? "The first article of the story." : "Linked to an article that is not here.")
      : el("p", { class: "small soft" }, `${row.evidence[0] === "a copy" ? "A copy of" : `Supported ${two(row.score)} by`} `, el("a", { href: to("article", other) }, own(titleOf(other)))),
    row.evidence.length > 0 && row.evidence[0] !== "a copy" && el("ul", { class: "why", "aria-label": "Evidence" }, row.evidence.map((one) => el("li", {}, own(one)))),
    row.evidence[0] !== "a copy" && verdict({ mark: "story", id: index.id[at], other: row.linked_to ?? "" }, "place in the story"));
}
