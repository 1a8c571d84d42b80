// Plots as SVG: no library, no network; every bar says its numbers.
function timelineChart({ unit, bars }) {
  const W = Math.max(300, Math.min(720, innerWidth - 70)), H = 170, LEFT = 36, BOTTOM = 22, TOP = 8; // letters stay readable on a phone
  const most = Math.max(1, ...bars.map((one) => one[1]));
  const step = (W - LEFT) / bars.length, width = Math.max(1, Math.min(48, step * 0.78));
  const y = (value) => TOP + (H - TOP - BOTTOM) * (1 - value / most);
  const every = Math.ceil(bars.length / Math.floor(W / 110));
  const total = bars.reduce((sum, one) => sum + one[1], 0);
  const label = bars.length ? `${counted(total, "article", "articles")} by ${unit}, from ${bars[0][0]} to ${bars[bars.length - 1][0]}, at most ${count(most)} a ${unit}` : "";
  return svg("svg", { class: "chart", viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": label },
    [0, most].map((value) => [
      svg("line", { class: "axis", x1: LEFT, x2: W, y1: y(value), y2: y(value) }),
      svg("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, count(value)),
    ]),
    bars.map(([name, articles, stories], at) => {
      const x = LEFT + at * step + (step - width) / 2;
      return svg("g", {},
        svg("title", {}, `${name}: ${counted(articles, "article", "articles")}, ${counted(stories, "story begins", "stories begin")}`),
        svg("rect", { class: "a", x, width, y: y(articles), height: y(0) - y(articles), rx: 1.5 }),
        svg("rect", { class: "b", x, width, y: y(stories), height: y(0) - y(stories), rx: 1.5 }),
        at % every === 0 && svg("text", { x: x + width / 2, y: H - 6, "text-anchor": "middle" }, name));
    }));
}

const BINS = [[2, 2], [3, 3], [4, 4], [5, 5], [6, 10], [11, 20], [21, Infinity]];
function sizesChart(sizes, what) {
  const bins = BINS.map(([from, to]) => ({
    name: from === to ? `${from}` : to === Infinity ? `${from}+` : `${from}\u2013${to}`,
    number: sizes.filter(([size]) => size >= from && size <= to).reduce((sum, [, times]) => sum + times, 0),
  }));
  const W = 340, H = 150, BOTTOM = 22, TOP = 20, step = W / bins.length, width = step * 0.7;
  const most = Math.max(1, ...bins.map((bin) => bin.number));
  const height = (value) => (H - TOP - BOTTOM) * value / most;
  const label = bins.filter((bin) => bin.number).map((bin) => `${count(bin.number)} ${what} of ${bin.name}`).join(", ");
  return svg("svg", { class: "chart", viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": label || `no ${what}` },
    svg("line", { class: "axis", x1: 0, x2: W, y1: H - BOTTOM, y2: H - BOTTOM }),
    bins.map((bin, at) => {
      const x = at * step + (step - width) / 2, tall = bin.number ? Math.max(2, height(bin.number)) : 0;
      return svg("g", {},
        svg("rect", { class: "b", x, width, y: H - BOTTOM - tall, height: tall, rx: 1.5 }),
        bin.number > 0 && svg("text", { x: x + width / 2, y: H - BOTTOM - tall - 5, "text-anchor": "middle" }, count(bin.number)),
        svg("text", { x: x + width / 2, y: H - 6, "text-anchor": "middle" }, bin.name));
    }));
}

// Outlets against each other by a share: one line each, its bar, and the figures behind it.
const RANKED = 8;
function ranking(rows, part, whole, family) {
  const share = (one) => one[part] / Math.max(1, one[whole]);
  const known = rows.filter((one) => one[whole] > 0 && one[part] > 0).sort((a, b) => share(b) - share(a) || b[whole] - a[whole]).slice(0, RANKED);
  if (!known.length) return null;
  const most = share(known[0]);
  return el("ul", { class: "plain ranking" }, known.map((one) => el("li", {},
    el("a", { href: `#articles?outlet=${encoded(one.name)}` }, own(one.name)),
    bar(share(one) / most, family),
    el("span", { class: "num" }, percent(one[part], one[whole]), el("small", { class: "soft" }, ` ${count(one[part])} of ${count(one[whole])}`)))));
}
