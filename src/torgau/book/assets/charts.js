// Bring the drawn charts to life: zoom, movement, words under the pointer. The same declaration drew the picture that stands there before.
"use strict";
(() => {
  const tones = ["paper", "panel", "line", "ink", "muted", "accent", "blue", "orange", "green", "purple", "red", "grey"];
  const light = new Map();
  const views = new Map();

  function readLight() {
    // The declaration carries the light colours; each is looked up by its value and replaced by what the page shows now.
    const kept = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = "light";
    const style = getComputedStyle(document.documentElement);
    for (const tone of tones) light.set(style.getPropertyValue("--" + tone).trim().toLowerCase(), tone);
    if (kept) document.documentElement.dataset.theme = kept; else delete document.documentElement.dataset.theme;
  }

  function coloured(text) {
    const style = getComputedStyle(document.documentElement);
    return text.replace(/#[0-9a-f]{6}\b/gi, (colour) => {
      const tone = light.get(colour.toLowerCase());
      return tone ? style.getPropertyValue("--" + tone).trim() : colour;
    });
  }

  const tip = document.createElement("div");
  tip.id = "tip";
  tip.hidden = true;

  function tooltip(handler, event, item, value) {
    if (value == null || value === "") { tip.hidden = true; return; }
    tip.replaceChildren();
    const pairs = typeof value === "object" ? Object.entries(value) : [["", String(value)]];
    for (const [name, text] of pairs) {
      if (text === "" || text == null) continue;
      const line = document.createElement("div");
      const label = document.createElement("b");
      label.textContent = name ? name + ": " : "";
      line.append(label, String(text));
      tip.append(line);
    }
    tip.hidden = false;
    const x = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
    const y = Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8);
    tip.style.left = Math.max(4, x) + "px";
    tip.style.top = Math.max(4, y) + "px";
  }

  async function draw(frame) {
    const id = frame.dataset.chart;
    const text = document.getElementById("spec-" + id).textContent;
    const drawn = frame.querySelector("svg");
    const holder = document.createElement("div");
    const names = frame.dataset.names || drawn.getAttribute("aria-labelledby");
    const words = frame.dataset.words ? JSON.parse(frame.dataset.words) : [drawn.querySelector("title").textContent, drawn.querySelector("desc").textContent];
    frame.dataset.names = names;
    frame.dataset.words = JSON.stringify(words);
    const spec = JSON.parse(coloured(text));
    const made = await vegaEmbed(holder, spec, {
      actions: false, ast: true, defaultStyle: false, renderer: "svg", tooltip, mode: "vega-lite",
    });
    const svg = holder.querySelector("svg");
    // The living picture keeps the name and the text of the drawn one.
    const [titleId, descId] = names.split(" ");
    for (const [tag, text, id] of [["desc", words[1], descId], ["title", words[0], titleId]]) {
      const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
      element.textContent = text;
      element.id = id;
      svg.prepend(element);
    }
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-labelledby", names);
    svg.setAttribute("class", "drawn live");
    for (const part of svg.querySelectorAll("[role], [aria-roledescription]")) {
      part.removeAttribute("role");
      part.removeAttribute("aria-roledescription");
    }
    if (views.has(id)) views.get(id).finalize();
    views.set(id, made);
    frame.replaceChildren(svg);
  }

  // The axis that a zoom moves is one signal a channel, named after the parameter and the field.
  function domains(view) {
    const signals = view.getState({ signals: (name) => /^zoom_(?!tuple|translate_|zoom_|toggle|modify)/.test(name), data: () => false }).signals;
    return Object.keys(signals);
  }

  function current(view, name) {
    const held = view.signal(name);
    if (held) return held.map(Number);
    const scale = name === "zoom_lat" ? "y" : "x";
    return view.scale(scale).domain().map(Number);
  }

  function move(id, how) {
    const made = views.get(id);
    if (!made) return;
    const view = made.view;
    for (const name of domains(view)) {
      if (how === "all") { view.signal(name, null); continue; }
      const [from, to] = current(view, name);
      const span = to - from;
      const across = !/lat$/.test(name);
      if (how === "in") view.signal(name, [from + span * 0.2, to - span * 0.2]);
      if (how === "out") view.signal(name, [from - span / 3, to + span / 3]);
      if (how === "back" && across) view.signal(name, [from - span * 0.3, to - span * 0.3]);
      if (how === "up" && !across) view.signal(name, [from + span * 0.3, to + span * 0.3]);
      if (how === "down" && !across) view.signal(name, [from - span * 0.3, to - span * 0.3]);
      if (how === "on" && across) view.signal(name, [from + span * 0.3, to + span * 0.3]);
    }
    view.runAsync();
  }

  addEventListener("DOMContentLoaded", () => {
    if (typeof vegaEmbed !== "function") return;
    readLight();
    document.body.append(tip);
    const frames = [...document.querySelectorAll("[data-chart]")];
    for (const frame of frames) {
      draw(frame);
      const controls = frame.parentElement.querySelector(".controls");
      controls?.addEventListener("click", (event) => {
        const how = event.target.dataset?.move;
        if (how) move(frame.dataset.chart, how);
      });
    }
    document.addEventListener("torgau-theme", () => frames.forEach(draw));
    addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hidden = true; });
  });
})();
