// Two texts word by word (Myers 1986). Returns for each text which of its words the other lacks.
const MOST = 2500; // differing words beyond which texts are compared by their vocabulary only

function wordsOf(text) { return text.split(/\s+/).filter(Boolean); }

function differences(one, other) {
  let start = 0, end = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start += 1;
  while (end < one.length - start && end < other.length - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  const a = one.slice(start, one.length - end), b = other.slice(start, other.length - end);
  const gone = new Uint8Array(one.length), fresh = new Uint8Array(other.length);
  const steps = path(a, b);
  if (steps === null) {
    const inA = new Set(a), inB = new Set(b);
    a.forEach((word, at) => { gone[start + at] = inB.has(word) ? 0 : 1; });
    b.forEach((word, at) => { fresh[start + at] = inA.has(word) ? 0 : 1; });
    return { gone, fresh, exact: false };
  }
  for (const [side, at] of steps) (side === 0 ? gone : fresh)[start + at] = 1;
  return { gone, fresh, exact: true };
}

function path(a, b) {
  const most = Math.min(MOST, a.length + b.length);
  const reach = new Int32Array(2 * most + 3), middle = most + 1, trace = [];
  for (let d = 0; d <= most; d += 1) {
    trace.push(reach.slice(middle - d - 1, middle + d + 2));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && reach[middle + k - 1] < reach[middle + k + 1]);
      let x = down ? reach[middle + k + 1] : reach[middle + k - 1] + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      reach[middle + k] = x;
      if (x >= a.length && x - k >= b.length) return back(a, b, trace);
    }
  }
  return null;
}

function back(a, b, trace) {
  const steps = [];
  let x = a.length, y = b.length;
  for (let d = trace.length - 1; d > 0; d -= 1) {
    const reach = trace[d], middle = d + 1, k = x - y;
    const down = k === -d || (k !== d && reach[middle + k - 1] < reach[middle + k + 1]);
    const before = down ? k + 1 : k - 1;
    x = reach[middle + before];
    y = x - before;
    steps.push(down ? [1, y] : [0, x]);
  }
  return steps;
}

// A text line by line, runs of words that the other lacks in an element of their own.
function comparedText(text, lacking, tag) {
  let at = 0;
  return el("div", { class: "text" }, text.split("\n").map((line) => {
    const words = wordsOf(line);
    if (!words.length) return el("p", { class: "blank" });
    const pieces = [];
    for (let from = 0; from < words.length;) {
      let to = from;
      while (to < words.length && lacking[at + to] === lacking[at + from]) to += 1;
      const run = words.slice(from, to).join(" ");
      if (pieces.length) pieces.push(" ");
      pieces.push(lacking[at + from] ? el(tag, { class: tag === "del" ? "gone-words" : "new-words" }, readable(run)) : el("span", {}, readable(run)));
      from = to;
    }
    at += words.length;
    return el("p", { dir: "auto", lang: tongue(line.slice(0, LONG)) }, pieces);
  }));
}
