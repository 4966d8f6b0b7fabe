// What makes pages nicer with JavaScript; without it every page and form works all the same.
"use strict";

(() => {
  const AUTOCOMPLETE = document.currentScript.dataset.autocomplete;
  const AGAIN = 15000; // milliseconds before a failed keeping is tried again
  const ready = new WeakSet(); // what has been wired already

  const fill = (text, values) => values.reduce((made, value) => made.replace("%s", value), text);

  // Autosave: a <form data-autosave hx-post=… hx-trigger="change delay:400ms"> is kept by htmx, whose
  // answer goes into the form's <p class="autosave">. This adds what is needed when keeping fails:
  // the person hears so, nothing typed is lost, and it is tried again.
  function autosave(form) {
    const sentences = document.querySelector("[data-offline]").dataset;
    let timer, unsaved = false, waiting = false, leaving = false;

    const busy = (status) => !status || status === 429 || status >= 500;

    function again() {
      clearTimeout(timer);
      if (waiting) window.htmx.trigger(form, "change");
    }

    function answered(event) {
      if (event.detail.elt !== form) return;
      const status = event.detail.xhr?.status ?? 0;
      const line = form.querySelector(".autosave");
      waiting = busy(status);
      if (!waiting) unsaved = !event.detail.successful;
      if (waiting) {
        if (line) line.textContent = status ? sentences.later : sentences.kept;
        clearTimeout(timer);
        timer = setTimeout(again, AGAIN);
      }
      if (line) line.dataset.state = waiting ? "offline" : unsaved ? "refused" : "kept";
    }

    form.addEventListener("htmx:afterRequest", answered);
    form.addEventListener("htmx:beforeSwap", (event) => {
      if (event.detail.requestConfig?.elt === form && busy(event.detail.xhr.status)) event.detail.shouldSwap = false;
    });
    form.addEventListener("input", () => { unsaved = true; });
    form.addEventListener("submit", (event) => setTimeout(() => { leaving = !event.defaultPrevented; }));
    window.addEventListener("pageshow", () => { leaving = false; });
    window.addEventListener("online", again);
    window.addEventListener("beforeunload", (event) => {
      if (unsaved && !leaving) event.preventDefault();
    });
  }

  // Search as you type: <input data-combobox data-source="…"> becomes an accessible combobox.
  const escaped = (text) => {
    const holder = document.createElement("span");
    holder.textContent = text;
    return holder.innerHTML.replaceAll('"', "&quot;");
  };

  const label = (found) => (typeof found === "string" ? found : found?.label ?? found?.name ?? "");

  function searcher(address) {
    let timer, asked;
    return (query, show) => {
      clearTimeout(timer);
      asked?.abort();
      timer = setTimeout(async () => {
        asked = new AbortController();
        const url = new URL(address, location.href);
        url.searchParams.set("q", query);
        try {
          const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "application/json" } });
          const found = answer.ok ? await answer.json() : [];
          show(Array.isArray(found) ? found : found.items ?? []);
        } catch (error) {
          if (error.name !== "AbortError") show([]);
        }
      }, 150);
    };
  }

  function combobox(input) {
    const say = input.dataset;
    const chosen = say.chosen && document.getElementById(say.chosen); // holds the id of the choice
    const place = document.createElement("div");
    const described = input.getAttribute("aria-describedby");
    const typing = document.activeElement === input;
    input.replaceWith(place);
    window.accessibleAutocomplete({
      element: place,
      id: input.id,
      name: input.name,
      defaultValue: input.value,
      source: searcher(say.source),
      minLength: 2,
      confirmOnBlur: false,
      displayMenu: "inline",
      templates: { inputValue: label, suggestion: (found) => escaped(label(found)) },
      onConfirm(found) {
        if (!found) return;
        if (chosen) chosen.value = found.id ?? found.uri ?? "";
        const form = place.closest("form");
        form?.dispatchEvent(new Event("change", { bubbles: true }));
        if (say.submit !== undefined) setTimeout(() => form?.requestSubmit());
      },
      tNoResults: () => say.none,
      tAssistiveHint: () => say.hint,
      tStatusQueryTooShort: (least) => fill(say.short, [least]),
      tStatusNoResults: () => say.none,
      tStatusSelectedOption: (text, all, at) => fill(say.selected, [text, at + 1, all]),
      tStatusResults: (all) => fill(say.results, [all]),
    });
    const made = place.querySelector("input");
    if (described) made.setAttribute("aria-describedby", `${made.getAttribute("aria-describedby") ?? ""} ${described}`.trim());
    if (typing) {
      made.focus(); // somebody began before the library was there: he types on
      // The library selects all at the focus, so that the next letter would replace the others.
      setTimeout(() => made.setSelectionRange(made.value.length, made.value.length));
    }
    made.addEventListener("input", () => { if (chosen) chosen.value = ""; });
  }

  let library;
  function withLibrary(use) {
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = AUTOCOMPLETE;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
    library.then(use, () => {}); // without it the plain field stays
  }

  // Read aloud: the browser's own voice, sentence by sentence since long texts fall silent.
  function reading(button) {
    const speech = window.speechSynthesis;
    if (!speech || !window.SpeechSynthesisUtterance) return;
    const start = button.textContent;
    button.hidden = false;
    const stopped = () => { button.textContent = start; button.setAttribute("aria-pressed", "false"); };
    button.addEventListener("click", () => {
      if (speech.speaking || speech.pending) { speech.cancel(); stopped(); return; }
      const text = document.querySelector("main").innerText;
      const sentences = text.match(/[^.!?\n]+[.!?]*/g)?.map((one) => one.trim()).filter(Boolean) ?? [];
      sentences.forEach((sentence, at) => {
        const spoken = new SpeechSynthesisUtterance(sentence);
        spoken.lang = document.documentElement.lang;
        if (at === sentences.length - 1) spoken.onend = stopped;
        speech.speak(spoken);
      });
      if (!sentences.length) return;
      button.textContent = button.dataset.stop;
      button.setAttribute("aria-pressed", "true");
    });
    window.addEventListener("pagehide", () => speech.cancel());
  }

  // The keys of the review screen: an element with data-key is used by its key. Nothing happens
  // while somebody types, and whoever does not want keys turns them off (kept in this browser).
  const TYPES = "input, textarea, select, [contenteditable]";
  const OFF = "toetsen-uit";
  let decision; // the button that waits for a reason

  const kept = {
    get off() { try { return localStorage.getItem(OFF) === "ja"; } catch { return false; } },
    set off(value) { try { localStorage.setItem(OFF, value ? "ja" : "nee"); } catch { /* only for this page */ } },
  };

  function use(found) {
    const reason = found.form?.querySelector("select[name=reden]");
    if (reason && !reason.value) { // a decision has a reason: choose it, then Enter decides
      decision = found;
      reason.focus();
    } else if (found.matches("a, button")) {
      found.click();
    } else {
      found.focus();
      found.scrollIntoView({ block: "nearest" });
    }
  }

  function pressed(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches?.(TYPES)) {
      if (event.key === "Enter" && decision && event.target.name === "reden" && event.target.value) {
        event.preventDefault();
        decision.click();
      }
      return;
    }
    if (!/^[a-z?]$/.test(event.key) || !document.querySelector("[data-keys-switch]")) return;
    const found = document.querySelector(`[data-key="${event.key}"]`);
    if (!found || kept.off) return;
    event.preventDefault();
    use(found);
  }

  function keysSwitch(button) {
    const turnOff = button.textContent;
    const show = () => { button.textContent = kept.off ? button.dataset.on : turnOff; };
    button.hidden = false;
    button.addEventListener("click", () => { kept.off = !kept.off; show(); });
    document.querySelector(".people [aria-current]")?.scrollIntoView({ block: "nearest" });
    show();
  }

  function wire(root) {
    const each = (selector, use) => root.querySelectorAll(selector).forEach((one) => {
      if (!ready.has(one)) { ready.add(one); use(one); }
    });
    each("form[data-autosave]", autosave);
    each("[data-read-aloud]", reading);
    each("[data-keys-switch]", keysSwitch);
    each("[data-error-summary]", (summary) => summary.focus());
    each("input[data-combobox]", (input) => withLibrary(() => { if (input.isConnected) combobox(input); }));
  }

  function offline(shown) {
    const message = document.querySelector("[data-offline]");
    if (message) message.textContent = shown ? message.dataset.offline : "";
  }

  wire(document);
  document.addEventListener("keydown", pressed);
  document.addEventListener("htmx:load", (event) => wire(event.detail.elt.parentElement ?? document));
  document.addEventListener("htmx:sendError", (event) => {
    if (!event.detail.elt.matches("[data-autosave]")) offline(true);
  });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.xhr?.status) offline(false); });
})();
