// Elements are made here and nowhere else. Text goes in as text, never as markup.
const SVG = "http://www.w3.org/2000/svg";

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in { value: 1, checked: 1, selected: 1 }) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const el = (name, properties, ...children) => fill(document.createElement(name), properties, children);
const svg = (name, properties, ...children) => fill(document.createElementNS(SVG, name), properties, children);

// Marks that turn the direction of what follows them: shown by name, so that none acts unseen.
const OVERRIDES = { __proto__: null, "\u202d": "LRO", "\u202e": "RLO" };

function visible(text) {
  if (!/[\u202d\u202e]/.test(text)) return [text];
  return text.split(/([\u202d\u202e])/).map((piece) =>
    piece in OVERRIDES
      ? el("span", { class: "control", title: "a mark that overrides the direction of text" }, OVERRIDES[piece])
      : piece);
}

// The same where only letters can stand.
const plainly = (text) => String(text).replace(/[\u202d\u202e]/g, (mark) => OVERRIDES[mark]);

// What a screen reader needs in order to read aloud, and a browser in order to choose a font. Letters that
// Arabic does not have tell of another language in its script.
const tongue = (text) => (/^[^\p{L}]*[\u0621-\u064a]/u.test(text) && !/[\u067e\u0686\u0698\u06a9\u06af\u06cc\u06d2]/.test(text) ? "ar" : null);
const own = (text) => el("bdi", { lang: tongue(String(text)) }, ...visible(String(text)));
const count = (number) => number.toLocaleString("en");
const counted = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;
const percent = (part, whole) => {
  if (!whole || !part) return "0%";
  const share = (100 * part) / whole;
  return share < 0.1 ? "<0.1%" : `${share < 10 ? share.toFixed(1) : Math.round(share)}%`;
};
const moment = (date) => (date ? date.slice(0, 16).replace("T", " ") : "no date");

function bar(share, family) {
  const width = Math.max(0, Math.min(1, share || 0)) * 100;
  return svg("svg", { class: `bar${family ? ` f-${family}` : ""}`, viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { width: width.toFixed(2), height: 6 }));
}

const card = (title, ...content) => el("section", { class: "card" }, title && el("h2", {}, title), ...content);

function table(headings, rows, caption) {
  return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    el("table", {}, el("caption", { class: "hidden" }, caption),
      el("thead", {}, el("tr", {}, headings.map((heading) => heading instanceof Node ? heading
        : el("th", { scope: "col", class: heading.startsWith("#") ? "num" : null }, heading.replace("#", ""))))),
      el("tbody", {}, rows)));
}

// A lone surrogate has no place in an address: what holds one is found by other ways.
const encoded = (text) => encodeURIComponent(text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd"));

// A link of the report's own. An id that is no well-formed text is named by its position.
function to(view, at, query) {
  let name = `@${at}`;
  try { name = encodeURIComponent(index.id[at]); } catch { /* a lone surrogate */ }
  return `#${view}/${name}${query ? `?${query}` : ""}`;
}

// A link out of the report: only to the web.
function outward(address) {
  try {
    if (!/^https?:$/.test(new URL(address).protocol)) return own(address);
  } catch { return own(address); }
  return el("a", { href: address, rel: "noopener noreferrer", target: "_blank", dir: "ltr" }, address);
}

function say(message) { document.getElementById("status").textContent = message; }
