// What the report knows: a summary at once, the index piece by piece, texts when they are asked for.
const inline = (name) => {
  const node = document.getElementById(`data-${name}`);
  return node && JSON.parse(node.textContent);
};
const summary = inline("summary");
const families = summary.families;
const rule = (at) => summary.rules[at];
const ruleById = new Map(summary.rules.map((one) => [one.id, one]));

const address = (name) => {
  if (!/^[it]\d+$/.test(name)) throw new TypeError("not a page of data");
  return `report-pages/${name}.js`;
};
const policy = window.trustedTypes ? trustedTypes.createPolicy("cleaner", { createScriptURL: address }) : { createScriptURL: address };
const arrived = new Map();
window.cleanerPage = (name, data) => arrived.set(name, data);

function fetchPage(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = policy.createScriptURL(name);
    script.onload = () => {
      script.remove();
      if (arrived.has(name)) resolve(arrived.get(name));
      else reject(new Error(`report-pages/${name}.js holds no data`));
      arrived.delete(name);
    };
    script.onerror = () => {
      script.remove();
      reject(new Error(`report-pages/${name}.js is not there: keep the folder "report-pages" beside report.html`));
    };
    document.head.append(script);
  });
}

const KEPT = 12;
const pages = new Map();
function page(name) {
  if (!pages.has(name)) {
    const data = inline(name);
    pages.set(name, data ? Promise.resolve(data) : fetchPage(name));
    if (pages.size > KEPT) pages.delete(pages.keys().next().value);
  }
  return pages.get(name);
}

const COLUMNS = ["id", "title", "outlet", "date", "words", "cut", "rules", "page"];
const index = {
  ...Object.fromEntries(COLUMNS.map((name) => [name, []])),
  copy: new Map(), // position -> its place among copies, for members of groups only
  story: new Map(),
  groups: new Map(), // id of the canonical article -> positions
  stories: new Map(), // id of the story -> positions
  at: new Map(), // id -> position
  first: [], // the first position of every page of texts
  pieces: 0,
  get complete() { return this.pieces === summary.pieces; },
  name(at) { return this.outlet[at] < 0 ? null : summary.names[this.outlet[at]]; },
};

function grow(piece) {
  const from = index.id.length;
  for (const name of COLUMNS) for (const value of piece[name]) index[name].push(value);
  piece.id.forEach((id, at) => index.at.set(id, from + at));
  piece.page.forEach((number, at) => { if (number >= 0 && !(number in index.first)) index.first[number] = from + at; });
  const link = (links, places, groups, key) => {
    for (const [position, row] of Object.entries(links)) {
      const at = from + Number(position);
      places.set(at, row);
      if (groups.has(row[key])) groups.get(row[key]).push(at);
      else groups.set(row[key], [at]);
    }
  };
  link(piece.copy, index.copy, index.groups, "canonical");
  link(piece.story, index.story, index.stories, "cluster");
  index.pieces += 1;
}

let growing = Promise.resolve();
function more() {
  growing = growing.then(async () => {
    if (index.complete) return;
    const name = `i${index.pieces}`;
    grow(inline(name) || await fetchPage(name));
  });
  return growing;
}

async function everything(progress) {
  while (!index.complete) {
    await more();
    if (progress) progress(index.pieces / summary.pieces);
  }
}

async function find(name) {
  if (name.startsWith("@")) {
    while (index.id.length <= Number(name.slice(1)) && !index.complete) await more();
    return index.id[Number(name.slice(1))] === undefined ? -1 : Number(name.slice(1));
  }
  const id = decodeURIComponent(name);
  while (!index.at.has(id) && !index.complete) await more();
  return index.at.has(id) ? index.at.get(id) : -1;
}

async function article(at) {
  const number = index.page[at];
  if (number < 0) return null;
  const rows = await page(`t${number}`);
  const place = placeOnPage(at, number);
  return { row: rows[place][0], removals: rows[place][1] };
}

// Articles that were left out of articles.jsonl stand in the index and on no page.
function placeOnPage(at, number) {
  let place = 0;
  for (let other = index.first[number]; other < at; other += 1) place += index.page[other] === number;
  return place;
}
