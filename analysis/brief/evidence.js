"use strict";
// Draws the table of claims from the data beside it. Every text is set as text, never as markup.
(() => {
  const ROWS = 500;
  const SVG = "http://www.w3.org/2000/svg";
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const claims = data.claims;
  const byId = new Map(claims.map((claim, place) => [claim.id, Object.assign(claim, { place })]));
  const form = document.forms[0];
  const table = document.getElementById("table");
  const pager = document.getElementById("pager");
  const heads = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator(data.locale);
  const number = new Intl.NumberFormat(data.locale);
  const opened = new Set();
  const view = { sort: "", direction: 1, page: 1, linked: "", printing: false };

  const KEYS = {
    claim: (claim) => claim.id,
    origin: (claim) => claim.originName,
    item: (claim) => claim.itemName,
    number: (claim) => claim.value,
    hedge: (claim) => claim.hedgeName,
    grade: (claim) => claim.grade,
    date: (claim) => claim.date,
  };

  function made(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  function drawn(name, attributes, text = "") {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  }

  // Which claims are shown, in which order

  function searched(claim) {
    claim.haystack ??= [
      claim.id, claim.told, claim.originName, claim.grade, ...(claim.chain ?? []), data.reports[claim.report].name,
      (claim.sentence ?? []).map(([text]) => text).join(""),
    ].join("\n").toLocaleLowerCase(data.locale);
    return claim.haystack;
  }

  function filter() {
    const asked = Object.fromEntries(new FormData(form));
    const sought = asked.search.toLocaleLowerCase(data.locale).split(/\s+/).filter(Boolean);
    return (claim) =>
      (!asked.origin || claim.origin === asked.origin) &&
      (!asked.item || `${claim.item ?? ""}.`.startsWith(`${asked.item}.`)) &&
      (!asked.hedge || claim.hedge === asked.hedge) &&
      (!asked.from || claim.date >= asked.from) &&
      (!asked.to || claim.date <= asked.to) &&
      sought.every((word) => searched(claim).includes(word));
  }

  // What a claim does not say stands last, whichever way the others run.
  function compared(one, other) {
    const [a, b] = [KEYS[view.sort](one), KEYS[view.sort](other)];
    if (a === undefined || b === undefined) return (a === undefined) - (b === undefined) || one.place - other.place;
    return view.direction * (typeof a === "number" ? a - b : collator.compare(a, b)) || one.place - other.place;
  }

  function chosen() {
    const found = claims.filter(filter());
    return view.sort ? found.sort(compared) : found;
  }

  // The table

  function render() {
    const found = chosen();
    const apart = view.linked && !found.includes(byId.get(view.linked));
    const pages = Math.max(1, Math.ceil(found.length / ROWS));
    if (view.linked && !apart) view.page ||= 1 + Math.floor(found.indexOf(byId.get(view.linked)) / ROWS);
    view.page = Math.min(Math.max(view.page, 1), pages);
    const rows = view.printing ? found : found.slice((view.page - 1) * ROWS, view.page * ROWS);
    [...table.tBodies].forEach((body) => body.remove());
    table.append(...(apart ? [byId.get(view.linked), ...rows] : rows).map(body));
    heads.forEach((head) => head.setAttribute("aria-sort", head.dataset.sort !== view.sort ? "none" : view.direction > 0 ? "ascending" : "descending"));
    const count = words.count.replace("{shown}", number.format(found.length));
    document.getElementById("count").textContent = apart ? `${count}. ${words.linked}` : count;
    pager.hidden = pages === 1;
    pager.querySelector("span").textContent = words.page.replace("{here}", number.format(view.page)).replace("{last}", number.format(pages));
    pager.querySelectorAll("button").forEach((button) => (button.disabled = button.dataset.step < 0 ? view.page === 1 : view.page === pages));
  }

  function body(claim) {
    const button = made("button", { type: "button", "aria-expanded": "false", "aria-controls": `more-${claim.id}` }, claim.id);
    const cells = [claim.originName, claim.itemName, claim.number, claim.hedgeName, claim.grade, claim.day].map((text, place) =>
      made("td", { role: "cell", "data-head": words[`head.${heads[place + 1].dataset.sort}`] }, text ?? ""));
    const row = made("tr", { role: "row" }, made("th", { scope: "row", role: "rowheader" }, button), ...cells);
    const part = made("tbody", { id: `claim-${claim.id}`, role: "rowgroup", class: claim.id === view.linked ? "linked" : "" }, row);
    if (opened.has(claim.id)) open(part, claim);
    else if (view.printing) part.append(more(claim, quoted(claim)));
    return part;
  }

  function more(claim, ...content) {
    const cell = made("td", { colspan: heads.length, role: "cell" }, ...content);
    return made("tr", { role: "row", class: "more", id: `more-${claim.id}` }, cell);
  }

  function open(part, claim) {
    part.querySelector("button").setAttribute("aria-expanded", "true");
    part.append(more(claim, made("p", { class: "told" }, claim.told), quoted(claim), details(claim)));
    opened.add(claim.id);
  }

  function toggle(button) {
    const part = button.closest("tbody");
    const claim = byId.get(button.textContent);
    if (!opened.has(claim.id)) return open(part, claim);
    part.rows[1].remove();
    button.setAttribute("aria-expanded", "false");
    opened.delete(claim.id);
  }

  // What an opened claim tells

  function quoted(claim) {
    const pieces = (claim.sentence ?? []).map(([text, part]) => (part ? made("mark", { class: part, title: words[`part.${part}`] }, text) : text));
    return made("blockquote", {}, made("q", { lang: data.reports[claim.report].lang }, ...pieces));
  }

  function details(claim) {
    const english = (text) => text && made("span", { lang: "en" }, text);
    const told = [
      ["way", [chain(claim)]],
      ["bounds", [claim.bounds, claim.used, english(claim.why)]],
      ["report", [report(claim.report)]],
      ["copies", (claim.copies ?? []).map(report)],
      ...["repeats", "retold", "computed"].map((name) => [name, (claim[name] ?? []).map(link)]),
      ["conflicts", (claim.conflicts ?? []).map((place) => conflict(data.conflicts[place], claim))],
      ["reasons", (claim.reasons ?? []).map(english)],
      ["review", [claim.review, claim.because]],
      ["digest", [made("code", {}, claim.digest)]],
      ["estimates", (claim.estimates ?? []).map((place) => data.estimates[place])],
      ["numbers", (claim.numbers ?? []).map((place) => printed(data.numbers[place]))],
    ];
    const shown = told.map(([name, values]) => [name, values.filter(Boolean)]).filter(([, values]) => values.length);
    return made("dl", {}, ...shown.map(([name, values]) => made("div", { class: name }, made("dt", {}, words[name]), ...values.map((value) => made("dd", {}, value)))));
  }

  function printed(row) {
    const rule = made("small", {}, made("code", {}, row.id), ": ", made("span", { lang: "en" }, row.rule));
    return made("span", {}, made("strong", {}, row.text), ` ${row.meaning}`, made("br"), rule);
  }

  function report(place) {
    const { name, address, lang, day } = data.reports[place];
    const told = address ? made("a", { href: address, rel: "noreferrer", lang }, name) : made("span", { lang }, name);
    return made("span", {}, told, day ? ` (${day})` : "");
  }

  function link(id) {
    const claim = byId.get(id);
    return claim ? made("span", {}, made("a", { href: `#claim-${id}` }, id), ` ${claim.told} (${claim.originName})`) : id;
  }

  function conflict(row, claim) {
    const others = row.claims.filter((id) => id !== claim.id && byId.has(id)).flatMap((id) => [" ", made("a", { href: `#claim-${id}` }, id)]);
    return made("span", {}, made("strong", {}, row.kind), ": ", made("span", { lang: "en" }, row.sentence), ...others);
  }

  // The chain, from who knows it down to who prints it, on a line with a stop for each

  function chain(claim) {
    const names = claim.chain ?? [];
    const roles = names.map((_, place) => (place === 0 ? words.claimant : place === names.length - 1 ? words.outlet : words.through));
    const stops = [[words.origin, claim.originName], ...names.map((name, place) => [roles[place], name])].map(([role, name]) => [role, broken(name)]);
    const tops = [14];
    stops.forEach(([, lines]) => tops.push(tops.at(-1) + 32 + 17 * lines.length));
    const label = `${words.chain}: ${stops.map(([, lines]) => lines.join(" ")).join(" → ")}`;
    const svg = drawn("svg", { role: "img", "aria-label": label, viewBox: `0 0 300 ${tops.at(-1) - 14}`, class: "chain" });
    stops.forEach(([role, lines], place) => {
      const top = tops[place];
      if (place < stops.length - 1) {
        const end = tops[place + 1] - 11;
        svg.append(drawn("path", { class: "line", d: `M10 ${top + 7}V${end}M5 ${end - 6}L10 ${end}L15 ${end - 6}` }));
      }
      svg.append(drawn("circle", { cx: 10, cy: top, r: 6, class: place ? "stop" : "first stop" }));
      svg.append(drawn("text", { x: 26, y: top + 1, class: "role" }, role));
      lines.forEach((line, below) => svg.append(drawn("text", { x: 26, y: top + 17 * (below + 1) }, line)));
    });
    return svg;
  }

  // A name in lines that the picture has room for; a word longer than a line is cut.
  function broken(name) {
    const lines = [""];
    for (const word of name.match(/\S{1,34}/g) ?? []) {
      if (lines.at(-1) && lines.at(-1).length + word.length > 33) lines.push("");
      lines.push(`${lines.pop()} ${word}`.trim());
    }
    return lines;
  }

  // The address: filters and order in its query, the claim behind "#"

  function read() {
    const asked = new URLSearchParams(location.search);
    for (const field of form.elements) {
      if (field.name) field.value = asked.get(field.name) ?? "";
      if (field.selectedIndex < 0) field.selectedIndex = 0;
    }
    view.sort = asked.get("sort") in KEYS ? asked.get("sort") : "";
    view.direction = asked.get("order") === "descending" ? -1 : 1;
  }

  function write(hash = location.hash) {
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    if (view.sort) asked.set("sort", view.sort);
    if (view.sort && view.direction < 0) asked.set("order", "descending");
    const query = asked.toString();
    history.replaceState(null, "", `${query ? `?${query}` : location.pathname}${hash}`);
  }

  // Opens the claim that the address names and brings it into view.
  function follow() {
    const id = location.hash.replace(/^#claim-/, "");
    if (!byId.has(id)) return;
    Object.assign(view, { linked: id, page: 0 });
    opened.add(id);
    render();
    const part = document.getElementById(`claim-${id}`);
    part.querySelector("button").focus({ preventScroll: true });
    part.scrollIntoView();
  }

  function changed() {
    const kept = !view.linked || filter()(byId.get(view.linked));
    if (!kept) view.linked = "";
    view.page = 1;
    write(kept ? location.hash : "");
    render();
  }

  function sort(name) {
    view.direction = view.sort === name ? -view.direction : 1;
    view.sort = name;
    view.page = 1;
    write();
    render();
  }

  function print(printing) {
    view.printing = printing;
    render();
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => {
    view.sort = "";
    view.direction = 1;
    changed();
  }));
  table.tHead.addEventListener("click", (event) => event.target.closest("button") && sort(event.target.closest("th").dataset.sort));
  table.addEventListener("click", (event) => event.target.closest("tbody button") && toggle(event.target.closest("tbody button")));
  pager.addEventListener("click", (event) => {
    if (!event.target.dataset.step) return;
    view.page += Number(event.target.dataset.step);
    render();
    table.scrollIntoView();
  });
  // A link to the claim that the address names already changes no address.
  document.addEventListener("click", (event) => event.target.closest("a")?.getAttribute("href") === location.hash && follow());
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  document.getElementById("ledger").hidden = false;
  read();
  render();
  // Only then: a browser that finds the claim's row itself takes the focus away before.
  addEventListener("load", follow);
})();
