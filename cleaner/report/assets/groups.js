async function copiesView() {
  await everything();
  const groups = [...index.groups].sort((a, b) => b[1].length - a[1].length || a[1][0] - b[1][0]);
  return [el("h1", { tabindex: -1 }, "Copies"),
    el("p", { class: "soft" }, "Nearly the same text, in several places. One article of each group is kept; every copy was compared with it directly."),
    card(null, groups.length ? paged(groups, ([id, members]) => {
      const at = index.at.get(id) ?? members[0];
      return el("li", {}, link("group", at), el("div", { class: "facts-line" }, el("span", {}, counted(members.length, "article", "articles")), el("span", {}, outletsOf(members))));
    }) : el("p", {}, "No copies were found."))];
}

function outletsOf(members) {
  const names = [...new Set(members.map((at) => index.name(at)).filter(Boolean))];
  return names.length > 4 ? [names.slice(0, 3).map((name) => [own(name), " \u00b7 "]), `and ${names.length - 3} more outlets`] : names.map((name, at) => [at ? " \u00b7 " : "", own(name)]);
}

const KINDS = { __proto__: null, exact: "the same words", near: "nearly the same", cut: "cut down", extended: "extended" };
const two = (number) => (number === null || number === undefined ? "\u2013" : number.toFixed(2));

async function groupView(name, query) {
  const at = await find(name);
  await everything();
  const place = index.copy.get(at);
  if (!place) return missing("copy group", name);
  const members = index.groups.get(place.canonical);
  const kept = index.at.get(place.canonical);
  const copies = members.filter((member) => member !== kept);
  const wanted = query.has("with") ? await find(encoded(query.get("with"))) : at;
  const chosen = copies.includes(wanted) ? wanted : copies[0];
  return [
    el("p", { class: "crumb" }, el("a", { href: "#copies" }, "Copies"), " / ", own(place.canonical)),
    el("h1", { tabindex: -1, class: "title" }, own(titleOf(kept ?? chosen))),
    card(counted(copies.length, "copy", "copies"), table(["Copy", "Outlet", "Published", "How", "#Resemblance", "#Containment"], copies.map((copy) => {
      const row = index.copy.get(copy);
      return el("tr", {}, el("td", { class: "name" }, el("a", { href: to("group", kept ?? copy, `with=${encoded(index.id[copy])}`), "aria-current": copy === chosen ? "true" : null }, own(index.id[copy])), copy === chosen && el("span", { class: "soft" }, " (shown)")),
        el("td", {}, own(index.name(copy) || "\u2013")), el("td", {}, moment(index.date[copy])), el("td", {}, own(KINDS[row.kind] || row.kind)), el("td", { class: "num" }, two(row.resemblance)), el("td", { class: "num" }, two(row.containment)));
    }), "Copies in this group"),
    el("p", { class: "soft small" }, "Resemblance is the share of all wording (shingles) that both have; containment the share of the smaller text's that the larger has.")),
    kept !== undefined && chosen !== undefined && await sideBySide(kept, chosen),
  ];
}

async function sideBySide(kept, copy) {
  const [one, other] = await Promise.all([article(kept), article(copy)]);
  const why = index.copy.get(copy).why;
  const note = el("p", { class: "card" }, el("strong", {}, "Why: "), own(why || ""));
  if (!one || !other) return [note, el("p", { class: "card note" }, "The copy's text was left out of articles.jsonl (--canonical-only).")];
  const found = differences(wordsOf(one.row.text), wordsOf(other.row.text));
  const side = (at, label, text) => el("section", { class: "card" }, el("h2", {}, label), el("p", { class: "facts-line" }, el("a", { href: to("article", at) }, own(index.id[at])), index.name(at) && own(index.name(at)), el("span", {}, moment(index.date[at]))), text);
  const sum = (marks) => marks.reduce((total, one) => total + one, 0);
  return [note, review && el("p", { class: "asked" }, "Are these two copies? ", verdict({ mark: "copy", id: index.id[copy], other: index.id[kept] }, "copy")),
    el("ul", { class: "key row" }, el("li", {}, el("span", { class: "gone-words" }, counted(sum(found.gone), "word", "words")), " only in the kept article"), el("li", {}, el("span", { class: "new-words" }, counted(sum(found.fresh), "word", "words")), " only in the copy"),
      !found.exact && el("li", {}, "These texts differ too much to be aligned: words that the other has nowhere are marked.")),
    el("div", { class: "pair" }, side(kept, "Kept", comparedText(one.row.text, found.gone, "del")), side(copy, "Copy", comparedText(other.row.text, found.fresh, "ins")))];
}
