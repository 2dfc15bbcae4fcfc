// Small helpers of the book. Every page is complete without them.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");

  // Light or dark: the system's wish, until the reader chooses.
  const stored = (() => { try { return localStorage.getItem("torgau-theme"); } catch { return null; } })();
  if (stored) root.dataset.theme = stored;
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const words = (text) => plain(text).split(/\s+/).filter(Boolean);
  const holds = (text, wanted) => wanted.every((word) => text.includes(word));

  function theme() {
    const button = document.getElementById("theme");
    if (!button) return;
    const show = () => {
      button.setAttribute("aria-pressed", String(isDark()));
      document.dispatchEvent(new CustomEvent("torgau-theme"));
    };
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("torgau-theme", root.dataset.theme); } catch { /* a private window keeps nothing */ }
      show();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
    show();
  }

  function search() {
    const box = document.getElementById("search");
    if (!box) return;
    const found = document.getElementById("found");
    const list = document.getElementById("entries");
    const questions = [...document.querySelectorAll("[data-find]")].map((item) => ({ item, text: plain(item.dataset.find) }));
    const groups = [...document.querySelectorAll(".group")];
    let entries = null;
    let asked = false;
    const load = () => {
      if (asked) return;
      asked = true;
      const script = document.createElement("script");
      script.src = document.body.dataset.root + "assets/search.js";
      script.onload = () => {
        entries = window.torgauEntries.map(([title, kind, href]) => ({ title, kind, href, text: plain(title + " " + kind) }));
        show();
      };
      document.head.append(script);
    };
    const most = 25;
    function show() {
      const wanted = words(box.value);
      let count = 0;
      for (const { item, text } of questions) {
        item.hidden = !holds(text, wanted);
        if (!item.hidden) count += 1;
      }
      for (const group of groups) group.hidden = !group.querySelector("[data-find]:not([hidden])");
      list.replaceChildren();
      list.hidden = true;
      if (!wanted.length) { found.textContent = ""; return; }
      const hits = (entries || []).filter((entry) => entry.kind !== "Question" && holds(entry.text, wanted));
      for (const { title, kind, href } of hits.slice(0, most)) {
        const line = document.createElement("li");
        const link = document.createElement("a");
        link.href = document.body.dataset.root + href;
        link.textContent = title;
        const what = document.createElement("span");
        what.className = "quiet";
        what.textContent = " " + kind.toLowerCase();
        line.append(link, what);
        list.append(line);
      }
      list.hidden = !hits.length;
      const more = hits.length > most ? `, the first ${most} shown` : "";
      found.textContent = `${count} of ${questions.length} questions, ${hits.length} entries${more}.`;
    }
    box.addEventListener("focus", load);
    box.addEventListener("input", () => { load(); show(); });
    if (box.value) { load(); show(); }
  }

  function filters() {
    const form = document.getElementById("filters");
    if (!form) return;
    const shown = document.getElementById("shown");
    const rows = [...document.querySelectorAll(`#${form.dataset.table} tbody tr`)].map((row) => ({ row, text: plain(row.textContent) }));
    const fields = [...form.querySelectorAll("select")].map((field) => field.name);
    const read = () => {
      const wanted = new URLSearchParams(location.hash.slice(1));
      for (const name of [...fields, "text"]) if (wanted.has(name)) form.elements[name].value = wanted.get(name);
    };
    function show(keep) {
      const wanted = words(form.elements.text.value);
      const chosen = fields.filter((name) => form.elements[name].value);
      let count = 0;
      for (const { row, text } of rows) {
        const fits = chosen.every((name) => (row.dataset[name] || "").split(" ").includes(form.elements[name].value));
        row.hidden = !(fits && holds(text, wanted));
        if (!row.hidden) count += 1;
      }
      shown.textContent = `${count} of ${rows.length} ${form.dataset.noun} shown.`;
      if (keep) return;
      const state = new URLSearchParams();
      for (const name of [...chosen, "text"]) if (form.elements[name].value) state.set(name, form.elements[name].value);
      // The address holds the choice, so that it can be passed on.
      history.replaceState(null, "", state.size ? "#" + state : location.pathname + location.search);
    }
    form.addEventListener("input", () => show());
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => show()));
    addEventListener("hashchange", () => { read(); show(true); });
    read();
    show(true);
  }

  // An address that points into folded details opens them.
  function unfold() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (target && target.closest("details")) target.scrollIntoView();
  }

  addEventListener("DOMContentLoaded", () => { theme(); search(); filters(); unfold(); });
  addEventListener("hashchange", unfold);
  addEventListener("beforeprint", () => { for (const fold of document.querySelectorAll("details")) fold.open = true; });
})();
