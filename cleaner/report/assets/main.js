// The address after "#" is the view: article/ID, group/ID, story/ID, articles?filters, ...
const VIEWS = { __proto__: null,
  "": ["Overview", overviewView],
  articles: ["Articles", (_, query) => articlesView(query)],
  copies: ["Copies", copiesView],
  stories: ["Stories", (_, query) => storiesView(query)],
  article: ["Article", articleView, "articles"],
  group: ["Copy group", groupView, "copies"],
  story: ["Story", storyView, "stories"],
  ...(review && { marks: ["Your marks", marksView] }),
};

let here = "";
function navigation(current = here) {
  here = current;
  const entry = (name, number) => el("a", { href: `#${name}`, "aria-current": name === current ? "page" : null }, VIEWS[name][0], number !== undefined && [" ", el("small", {}, count(number))]);
  const { counts } = summary;
  document.getElementById("views").replaceChildren(entry(""), entry("articles", summary.shown),
    ...(grouped() ? [entry("copies", counts.copy_groups), entry("stories", counts.stories_of_several)] : []),
    ...(review ? [entry("marks", marks.size)] : []));
}

function failed(error) {
  console.error(error);
  document.getElementById("main").replaceChildren(el("h1", { tabindex: -1 }, "This cannot be shown"), el("p", { class: "card note" }, own(error.message)));
}

let turn = 0;
async function show(moved) {
  const mine = ++turn;
  const hash = location.hash.slice(1);
  const [path, search] = hash.split("?", 2);
  const slash = path.indexOf("/");
  const view = slash < 0 ? path : path.slice(0, slash), name = slash < 0 ? "" : path.slice(slash + 1);
  const [label, draw, parent] = VIEWS[view] || VIEWS[""];
  hideTip();
  navigation(parent || (view in VIEWS ? view : ""));
  const main = document.getElementById("main");
  const waiting = setTimeout(() => { if (mine === turn) main.replaceChildren(el("p", { class: "loading" }, "Loading\u2026")); }, 200);
  try {
    const content = await draw(name, new URLSearchParams(search));
    if (mine !== turn) return;
    main.replaceChildren(...content.flat(Infinity).filter(Boolean));
    const heading = main.querySelector("h1");
    document.title = `${["article", "group", "story"].includes(view) ? `${heading.textContent.slice(0, 80)} \u2013 ` : ""}${label} \u2013 cleaner report`;
    if (moved) { scrollTo({ top: 0, behavior: "instant" }); heading.focus({ preventScroll: true }); }
  } catch (error) {
    if (mine === turn) failed(error);
  } finally {
    clearTimeout(waiting);
  }
}

const THEMES = { __proto__: null, auto: "Automatic colours", light: "Light colours", dark: "Dark colours" };
function themes() {
  const button = document.getElementById("theme");
  const apply = (theme) => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.textContent = THEMES[theme];
    button.dataset.theme = theme;
  };
  let saved = null;
  try { saved = localStorage.getItem("cleaner-theme"); } catch { /* not allowed from disk */ }
  apply(saved in THEMES ? saved : "auto");
  button.addEventListener("click", () => {
    const names = Object.keys(THEMES), next = names[(names.indexOf(button.dataset.theme) + 1) % names.length];
    apply(next);
    try { localStorage.setItem("cleaner-theme", next); } catch { /* not kept then */ }
  });
}

addEventListener("hashchange", () => show(true));
addEventListener("keydown", (event) => {
  if (event.key === "Escape") hideTip();
  if (event.key !== "/" || event.ctrlKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  event.preventDefault();
  if (!location.hash.startsWith("#articles")) location.hash = "#articles";
  setTimeout(() => document.getElementById("filter-q")?.focus(), 60);
});
addEventListener("scroll", hideTip, { passive: true });
themes();
show(false);
