/* The editor saves while one types and never loses a word. Every page works without this file. */
(() => {
  "use strict";
  const form = document.querySelector("[data-editor]");
  if (!form) return;
  const one = (words) => document.querySelector(words);
  const say = one("[data-state]");
  const key = `editor:${form.dataset.key}`;
  const WAIT = 1200;
  let timer = 0;
  let sending = null;
  let again = false;
  let leaving = false;
  let typed = false;
  let arrivedLast = "";

  const fields = () => {
    const data = new FormData(form);
    data.delete("_csrf_token");
    data.delete("version");
    data.delete("stamp");
    return [...data].filter(([, value]) => typeof value === "string");
  };
  const first = JSON.stringify(fields());
  const store = {
    read() {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    write() {
      try {
        localStorage.setItem(key, JSON.stringify({ version: form.elements.version.value, stamp: form.elements.stamp.value, fields: fields() }));
      } catch {
        /* full or forbidden: the server's steps are what counts */
      }
    },
    drop() {
      try {
        localStorage.removeItem(key);
      } catch {
        /* nothing was kept */
      }
    },
  };

  const show = () => {
    const frame = one("[data-preview]");
    if (frame) frame.src = frame.src;
  };
  const link = (words, href, target = "") => {
    say.textContent = "";
    const made = document.createElement("a");
    made.href = href;
    made.target = target;
    made.textContent = words;
    say.append(made);
  };

  const send = async () => {
    if (sending) {
      again = true;
      return;
    }
    again = false;
    const data = new FormData(form);
    data.set("do", "save");
    data.set("auto", "1");
    say.textContent = form.dataset.keeping;
    const told = JSON.stringify(fields());
    try {
      sending = fetch(form.action, { method: "POST", body: new URLSearchParams(data), headers: { accept: "application/json" }, redirect: "error" });
      const answer = await sending;
      const said = await answer.json();
      if (!answer.ok) {
        store.write();
        if (answer.status === 401) link(form.dataset.signIn, form.dataset.door, "_blank");
        else say.textContent = said.title;
        return;
      }
      form.elements.version.value = said.version;
      if (said.both) {
        link(form.dataset.clash, said.both);
        arrivedLast = told;
        store.drop();
        return;
      }
      arrivedLast = told;
      if (JSON.stringify(fields()) === told) {
        store.drop();
        typed = false;
      }
      if (said.again) link(form.dataset.renew, location.href);
      else say.textContent = `${form.dataset.kept} ${said.at}`;
      show();
    } catch {
      say.textContent = form.dataset.lost;
      store.write();
    } finally {
      sending = null;
      if (again) send();
    }
  };

  form.addEventListener("input", () => {
    typed = true;
    store.write();
    clearTimeout(timer);
    timer = setTimeout(send, WAIT);
  });
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-look]")) return;
    clearTimeout(timer);
    leaving = true;
    form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    leaving = true;
    form.elements.stamp.value = Math.random().toString(36).slice(2, 14);
    if (typed) store.write();
  });
  window.addEventListener("online", () => typed && send());
  window.addEventListener("pagehide", () => {
    if (leaving || !typed || JSON.stringify(fields()) === arrivedLast) return;
    const data = new FormData(form);
    data.set("auto", "1");
    data.set("do", "save");
    navigator.sendBeacon(form.action, new URLSearchParams(data));
  });

  /* words that are filled in are put where the cursor stands */
  form.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-put]");
    if (!chip) return;
    event.preventDefault();
    const area = document.getElementById(chip.dataset.into);
    area.setRangeText(chip.dataset.put, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });

  /* what arrived with the last press need not be kept any longer */
  const arrived = new URLSearchParams(location.search).get("kept");
  if (arrived) {
    try {
      Object.keys(localStorage).forEach((name) => {
        if (name.startsWith("editor:") && (localStorage.getItem(name) || "").includes(`"stamp":"${arrived}"`)) localStorage.removeItem(name);
      });
    } catch {
      /* nothing was kept */
    }
  }

  /* what was not saved the last time is offered again */
  const kept = store.read();
  const found = one("[data-found]");
  if (kept && JSON.stringify(kept.fields) !== first) {
    found.hidden = false;
    one("[data-back]").addEventListener("click", () => {
      const names = new Set(kept.fields.map(([name]) => name));
      names.forEach((name) => {
        const values = kept.fields.filter(([other]) => other === name).map(([, value]) => value);
        form.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach((field, place) => {
          if (["draft", "part", "at"].includes(name) || field.type === "hidden" || field.tagName === "BUTTON") return;
          if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
          else field.value = values[Math.min(place, values.length - 1)];
        });
      });
      form.querySelectorAll("input[type=checkbox]").forEach((box) => {
        if (!names.has(box.name)) box.checked = false;
      });
      /* saved over what it was typed on: what others did meanwhile stays */
      form.elements.version.value = kept.version;
      found.hidden = true;
      typed = true;
      send();
    });
    one("[data-away]").addEventListener("click", () => {
      store.drop();
      found.hidden = true;
    });
  } else if (form.hasAttribute("data-unsaved")) {
    typed = true;
    store.write();
  } else {
    store.drop();
  }
})();
