// What makes pages nicer with JavaScript; without it every page and form works all the same.
"use strict";

(() => {
  const AUTOCOMPLETE = document.currentScript.dataset.autocomplete;
  const PAUSE = 800; // milliseconds without a key before a form is kept
  const AGAIN = 15000; // before a failed keeping is tried again
  const ready = new WeakSet(); // what has been wired already

  const fill = (text, values) => values.reduce((made, value) => made.replace("%s", value), text);

  // Autosave: <form data-autosave> with a <p data-autosave-status> that holds the sentences. The
  // server answers 204 to a form with the header X-Autosave; a new version of the row comes back
  // as ETag and goes into the field "versie".
  function autosave(form) {
    const status = form.querySelector("[data-autosave-status]");
    if (!status) return;
    let timer, busy = false, changed = false, leaving = false;

    function tell(state, text) {
      status.dataset.state = state;
      if (status.textContent !== text) status.textContent = text;
    }

    function later(delay) {
      clearTimeout(timer);
      timer = setTimeout(keep, delay);
    }

    function kept(answer) {
      const version = form.elements.namedItem("versie");
      const tag = answer.headers.get("ETag");
      if (version && tag) version.value = tag.replace(/^W\/|"/g, "");
      const time = new Date().toLocaleTimeString(document.documentElement.lang, {
        hour: "2-digit", minute: "2-digit",
      });
      tell("kept", fill(status.dataset.kept, [time]));
    }

    function failed(state, text) {
      changed = true;
      tell(state, text);
      if (state === "offline") later(AGAIN);
    }

    async function keep() {
      clearTimeout(timer);
      if (leaving) return;
      if (busy) { changed = true; return; }
      busy = true;
      changed = false;
      try {
        const answer = await fetch(form.dataset.autosave || form.action, {
          method: "POST",
          headers: { "X-Autosave": "ja" },
          body: new URLSearchParams(new FormData(form)),
          redirect: "manual",
        });
        if (answer.status === 204) kept(answer);
        else if (answer.status === 429 || answer.status >= 500) failed("offline", status.dataset.offline);
        else failed("refused", status.dataset.refused);
      } catch {
        failed("offline", status.dataset.offline);
      }
      busy = false;
      if (changed && status.dataset.state === "kept") later(PAUSE);
    }

    form.addEventListener("input", () => { changed = true; later(PAUSE); });
    form.addEventListener("change", () => { changed = true; later(0); });
    // htmx may send the form itself, and then the page stays.
    form.addEventListener("submit", (event) => setTimeout(() => { leaving = !event.defaultPrevented; }));
    window.addEventListener("pageshow", () => { leaving = false; });
    window.addEventListener("online", () => { if (changed) keep(); });
    window.addEventListener("offline", () => tell("offline", status.dataset.offline));
    window.addEventListener("beforeunload", (event) => {
      if ((changed || busy) && !leaving) event.preventDefault();
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

  function wire(root) {
    const each = (selector, use) => root.querySelectorAll(selector).forEach((one) => {
      if (!ready.has(one)) { ready.add(one); use(one); }
    });
    each("form[data-autosave]", autosave);
    each("[data-read-aloud]", reading);
    each("[data-error-summary]", (summary) => summary.focus());
    each("input[data-combobox]", (input) => withLibrary(() => { if (input.isConnected) combobox(input); }));
  }

  function offline(shown) {
    const message = document.querySelector("[data-offline]");
    if (message) message.textContent = shown ? message.dataset.offline : "";
  }

  wire(document);
  document.addEventListener("htmx:load", (event) => wire(event.detail.elt.parentElement ?? document));
  document.addEventListener("htmx:sendError", () => offline(true));
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.xhr?.status) offline(false); });
})();
