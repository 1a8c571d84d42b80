// Texts with their removals in place. Offsets count code points; strings here count UTF-16 units.
function after(text, from, points) {
  let at = from;
  for (let left = points; left > 0; left -= 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

function originalPieces(text, removals) {
  const plain = !/[\ud800-\udbff]/.test(text) && !removals.some((one) => /[\ud800-\udbff]/.test(one.text));
  const pieces = [];
  let at = 0, original = 0;
  removals.forEach((removal, number) => {
    const kept = removal.start - original;
    const end = plain ? at + kept : after(text, at, kept);
    if (end > at) pieces.push({ text: text.slice(at, end), removal: -1 });
    pieces.push({ text: removal.text, removal: number });
    at = end;
    original = removal.end;
  });
  if (at < text.length) pieces.push({ text: text.slice(at), removal: -1 });
  return pieces;
}

function linesOf(pieces) {
  const lines = [[]];
  for (const piece of pieces) {
    piece.text.split("\n").forEach((text, number) => {
      if (number) lines.push([]);
      if (text) lines[lines.length - 1].push({ ...piece, text });
    });
  }
  return lines;
}

// A line of a million letters is cut where it would be wrapped anyway, so that only what is in sight is laid out.
const LONG = 20000;
function chunks(text) {
  const parts = [];
  for (let at = 0; at < text.length;) {
    const blank = text.lastIndexOf(" ", at + LONG);
    let end = blank > at + LONG / 2 ? blank + 1 : at + LONG;
    if (/[\udc00-\udfff]/.test(text[end] || "")) end += 1;
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts;
}

function readable(text) {
  if (text.length <= LONG) return visible(text);
  const [first, ...more] = chunks(text);
  const rest = el("button", { type: "button", class: "small", onclick: () => rest.replaceWith(...more.map((part) => el("span", { class: "chunk" }, visible(part)))) },
    `Show ${count(text.length - first.length)} more characters`);
  return [...visible(first), rest];
}

function familyOf(removal) { return (ruleById.get(removal.rule) || { family: "other" }).family; }

function markedText(pieces, removals) {
  const seen = new Set();
  const shown = linesOf(pieces).map((line) => {
    if (!line.length) return el("p", { class: "blank" });
    const gone = line.every((piece) => piece.removal >= 0 || !piece.text.trim());
    return el("p", { dir: "auto", lang: tongue(line.map((piece) => piece.text).join("").slice(0, LONG)), class: gone ? "gone" : null }, line.map((piece) => {
      if (piece.removal < 0) return el("span", {}, readable(piece.text));
      const first = !seen.has(piece.removal) && piece.text.trim();
      if (first) seen.add(piece.removal);
      return mark(piece, removals[piece.removal], first);
    }));
  });
  const left = pieces.some((piece) => piece.removal < 0 && piece.text.trim());
  return el("div", { class: `text marked${left ? "" : " empty"}` }, shown);
}

function mark(piece, removal, first) {
  const show = (event) => showTip(event.currentTarget, removal);
  return el("del", {
    class: `cut f-${familyOf(removal)}`, "data-removal": piece.removal, tabindex: first ? 0 : null, "aria-describedby": first ? "tip" : null,
    onmouseenter: show, onmouseleave: hideTip, onfocus: show, onblur: hideTip,
  }, readable(piece.text));
}

function light(number, on) {
  for (const node of document.querySelectorAll(`[data-removal="${number}"]`)) node.classList.toggle("lit", on);
}

let lit = null;
function showTip(node, removal) {
  hideTip();
  const tip = document.getElementById("tip");
  const known = ruleById.get(removal.rule);
  tip.replaceChildren(el("strong", {}, own(removal.why)), el("code", {}, own(removal.rule)), ` ${known ? `(${known.category})` : ""}`);
  tip.hidden = false;
  const box = node.getBoundingClientRect();
  const top = box.bottom + 8 + tip.offsetHeight > innerHeight ? Math.max(8, box.top - tip.offsetHeight - 8) : box.bottom + 8;
  tip.style.top = `${top}px`;
  const start = getComputedStyle(node).direction === "rtl" ? box.right - tip.offsetWidth : box.left;
  tip.style.left = `${Math.max(8, Math.min(start, innerWidth - tip.offsetWidth - 8))}px`;
  lit = node.dataset.removal;
  light(lit, true);
}

function hideTip() {
  document.getElementById("tip").hidden = true;
  if (lit !== null) light(lit, false);
  lit = null;
}
