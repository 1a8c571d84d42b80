// Marks that a person makes. Only a page that `cleaner review` serves has them; there alone it may send.
const review = inline("review");
const subjectOf = ({ mark, id, start, other }) => JSON.stringify(mark === "removal" ? [mark, id, start] : [mark, ...[id, other].sort()]);
const storyOf = (id) => (index.story.get(index.at.get(id)) || {}).cluster;
// A place in a story was marked together with one of its other members, which need not be the one linked now.
const held = (wish) => marks.get(subjectOf(wish)) || (wish.mark === "story" && [...marks.values()].find((one) => one.mark === "story" && one.id === wish.id && storyOf(one.other) === storyOf(wish.id))) || {};
const marks = new Map(review ? review.marks.map((one) => [subjectOf(one), one]) : []);

async function send(wish) {
  const answer = await fetch("mark", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wish) });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error);
  return told;
}

const VERDICTS = [["right", "Right", "\u2713"], ["wrong", "Wrong", "\u2717"]];
// Two buttons; what is pressed once more is taken back.
function verdict(wish, what) {
  if (!review) return null;
  const buttons = VERDICTS.map(([name, label, sign]) => el("button", { type: "button", class: name, "data-verdict": name, onclick: () => decide(name) }, el("span", { "aria-hidden": "true" }, sign), ` ${label}`, el("span", { class: "hidden" }, `: ${what}`)));
  const problem = el("span", { class: "problem", role: "alert" });
  const draw = () => buttons.forEach((button) => button.setAttribute("aria-pressed", String(held(wish).verdict === button.dataset.verdict)));
  const decide = async (name) => {
    const before = held(wish), next = before.verdict === name ? "withdrawn" : name;
    try {
      const told = await send({ ...(next === "withdrawn" ? before : wish), verdict: next });
      if (next === "withdrawn") marks.delete(subjectOf(told)); else marks.set(subjectOf(told), told);
      problem.textContent = "";
      say(next === "withdrawn" ? "Mark taken back" : `Marked as ${next}`);
    } catch (error) {
      problem.textContent = `Not saved: ${error.message === "Failed to fetch" ? "is cleaner review still running?" : error.message}`;
    }
    draw();
    navigation();
  };
  draw();
  return el("span", { class: "verdict", role: "group", "aria-label": `Is this ${what} right?` }, buttons, problem);
}

const removalWish = (id, removal) => ({ mark: "removal", id, start: removal.start });

async function marksView() {
  const all = [...marks.values()];
  const item = (one) => {
    const at = index.at.get(one.id);
    const kinds = { removal: "removal", copy: "copy", story: "place in a story" };
    const where = { removal: "article", copy: "group", story: "story" }[one.mark];
    return el("li", {}, el("span", { class: `badge ${one.verdict}` }, one.verdict), ` ${kinds[one.mark]} `,
      at === undefined ? own(one.id) : el("a", { href: to(where, at) }, own(titleOf(at))),
      el("div", { class: "facts-line" }, own(one.id), one.other && el("span", {}, "with ", own(one.other))),
      verdict(one, kinds[one.mark]));
  };
  await everything();
  return [el("h1", { tabindex: -1 }, "Your marks"),
    el("p", { class: "soft" }, "They stand in ", el("code", {}, "feedback.jsonl"), " beside the report. ", el("code", {}, "cleaner run --feedback"), " respects them: a removal marked wrong stays in its article, a merge marked wrong stays apart."),
    card(null, all.length ? paged(all, item) : el("p", {}, "Nothing is marked yet. Open an article, a copy group or a story, and press Right or Wrong."))];
}
