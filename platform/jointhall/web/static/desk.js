/* Keys, the bar of the chosen, canned opinions. Every page works without this file; parts swapped in by htmx are found when used. */
(() => {
  "use strict";
  const all = (words, where = document) => [...where.querySelectorAll(words)];
  const one = (words, where = document) => where.querySelector(words);
  const isShown = (element) => element && element.getClientRects().length > 0;
  let goes = 0;

  /* rows: one is looked at, some are chosen */
  const rows = () => all("[data-row]").filter(isShown);
  const at = () => one("[data-row].is-at");
  const lookAt = (row) => {
    if (!row) return;
    all("[data-row].is-at").forEach((other) => other.classList.remove("is-at"));
    row.classList.add("is-at");
    const link = one("a", row);
    if (link) link.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const list = rows();
    if (list.length) {
      const now = list.indexOf(at());
      lookAt(list[now < 0 ? 0 : Math.min(list.length - 1, Math.max(0, now + by))]);
      return;
    }
    const link = one(by > 0 ? "a[rel=next]" : "a[rel=prev]");
    if (link) link.click();
  };
  const boxes = () => all("[data-row] input[type=checkbox]");
  const tally = () => {
    const chosen = boxes().filter((box) => box.checked);
    const kinds = new Set(chosen.map((box) => box.closest("[data-row]").dataset.item || ""));
    boxes().forEach((box) => box.closest("[data-row]").classList.toggle("is-on", box.checked));
    const bar = one("[data-batch]");
    if (!bar) return;
    bar.hidden = chosen.length === 0;
    one("[data-count]", bar).textContent = chosen.length;
    /* only one kind of matter is decided together; what decides nothing may be mixed */
    all("button[type=submit]", bar).forEach((button) => {
      button.disabled = kinds.size > 1 && !("mixed" in button.dataset);
      /* what does not fit the rows chosen is not offered */
      const fits = (button.dataset.for || "").split(" ");
      button.hidden = fits[0] !== "" && !chosen.every((box) => fits.includes(box.value.split(".")[0]));
    });
  };
  const clear = () => {
    boxes().forEach((box) => {
      box.checked = false;
    });
    tally();
  };

  /* opinions */
  const opine = (button) => {
    const field = one("[data-opinion]");
    if (!field || !isShown(button)) return;
    field.value = one("span", button).textContent;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };
  const press = (key) => {
    const thing = all(`[data-key="${key}"]`).find((found) => isShown(found) && !found.disabled);
    if (!thing) return false;
    if (thing.type === "radio") {
      thing.checked = true;
      thing.focus();
      thing.dispatchEvent(new Event("change", { bubbles: true }));
    } else {
      thing.click();
      if (thing.matches("summary")) thing.focus();
    }
    return true;
  };

  const dialog = () => one("#keys");
  const off = () => {
    try {
      return localStorage.getItem("desk:keys") === "off";
    } catch {
      return false;
    }
  };
  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    x: () => {
      const box = at() && one("input[type=checkbox]", at());
      if (box) {
        box.checked = !box.checked;
        tally();
      }
    },
    enter: () => {
      const link = at() && one("a", at());
      if (link) link.click();
    },
    "/": () => {
      const field = one("#find");
      if (field) field.focus();
    },
    "?": () => dialog() && dialog().showModal(),
    g: () => {
      goes = Date.now();
    },
    "[": () => turn(-1),
    "]": () => turn(1),
    escape: () => {
      const more = one(".more-acts[open]");
      if (more) more.open = false;
      else clear();
    },
  };
  const turn = (by) => {
    const papers = all("[data-paper]");
    const now = papers.findIndex((paper) => paper.hasAttribute("aria-current"));
    const next = papers[now + by];
    if (next) next.click();
  };

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      /* only where there is one thing it can mean */
      const form = event.target.closest("form") || one("[data-act]");
      const ways = form ? all("button:not([type=button])", form).filter(isShown) : [];
      if (ways.length === 1) {
        event.preventDefault();
        form.requestSubmit(ways[0]);
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || off()) return;
    if (field) {
      if (event.key === "Escape") field.blur();
      return;
    }
    if (dialog() && dialog().open) return;
    const key = event.key.toLowerCase();
    if (goes && Date.now() - goes < 1500) {
      goes = 0;
      const link = one(`[data-go="${key}"]`);
      if (link) {
        event.preventDefault();
        link.click();
        return;
      }
    }
    if (/^[1-9]$/.test(key)) {
      opine(all("[data-canned]")[Number(key) - 1]);
    } else if (key === "enter") {
      if (event.target.closest("a,button,summary,label")) return;
      KEYS.enter();
    } else if (Object.hasOwn(KEYS, key)) {
      KEYS[key]();
    } else if (!/^[a-z]$/.test(key) || !press(key)) {
      return;
    }
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const canned = event.target.closest("[data-canned]");
    if (canned) opine(canned);
    if (event.target.closest("[data-clear]")) clear();
    if (event.target.closest("[data-keys]") && dialog()) dialog().showModal();
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-row]")) tally();
    if (event.target.matches("[data-keys-off]")) {
      try {
        localStorage.setItem("desk:keys", event.target.checked ? "off" : "on");
      } catch {
        /* the choice holds for this page only */
      }
    }
  });

  /* one press, one sending */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button) setTimeout(() => (button.disabled = true), 0);
  });
  window.addEventListener("pageshow", () => {
    all("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      all("button[disabled]", form).forEach((button) => (button.disabled = false));
    });
    tally();
  });
  document.addEventListener("htmx:afterSwap", tally);

  /* who else has the case open: asked again every minute while the page is seen */
  const lookers = one("[data-lookers]");
  if (lookers) {
    setInterval(async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(lookers.dataset.lookers, { headers: { accept: "text/plain" } });
        if (!answer.ok || answer.redirected) return;
        const said = await answer.text();
        if (said !== lookers.textContent) lookers.textContent = said;
      } catch {
        /* the line is down; asked again in a minute */
      }
    }, 60000);
  }
  /* papers turned and enlarged; without a script they are opened on a page of their own */
  all(".pane").forEach((pane) => {
    const tools = one("[data-turns]", pane);
    const sheet = one(".sheet", pane);
    const picture = sheet && one("img", sheet);
    if (!tools || !picture) return;
    const SIZES = ["is-half", "", "is-larger", "is-large", "is-huge"];
    let turned = 0;
    let size = 1;
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.turn) turned = (turned + Number(button.dataset.turn) + 4) % 4;
      else if (button.dataset.zoom === "0") [turned, size] = [0, 1];
      else size = Math.min(SIZES.length - 1, Math.max(0, size + Number(button.dataset.zoom)));
      picture.className = [turned ? `turned-${turned}` : "", SIZES[size]].join(" ").trim();
    });
  });
  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  all("[data-keys]").forEach((button) => (button.hidden = false));
  all("[data-keys-off]").forEach((box) => (box.checked = off()));
  const alarm = one("[data-alarm]");
  if (alarm) alarm.focus();
})();
