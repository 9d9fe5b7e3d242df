/* Progressive only: every page works without this file. Sends once, keeps what was typed, makes photos smaller. */
(() => {
  "use strict";
  const said = document.currentScript ? document.currentScript.dataset : {};
  const MOST_BYTES = 500 * 1024;
  const LONGEST_SIDE = 2000;
  const KEPT_DAYS = 14;

  const say = (form, words) => {
    let line = form.querySelector("[data-said]");
    if (!line) {
      line = document.createElement("p");
      line.className = "meta";
      line.dataset.said = "";
      line.setAttribute("role", "status");
      form.append(line);
    }
    line.textContent = words;
  };

  /* one press, one sending */
  const hold = (form, button) => {
    form.dataset.sent = "1";
    if (!button) return;
    button.dataset.words = button.innerHTML;
    setTimeout(() => {
      button.disabled = true;
      button.textContent = button.dataset.busy || "…";
    }, 0);
  };
  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button[data-words]").forEach((button) => {
      button.disabled = false;
      button.innerHTML = button.dataset.words;
      delete button.dataset.words;
    });
  };

  /* what was typed stays in this phone until it has arrived; never what is sensitive */
  const store = {
    read(key) {
      try {
        const kept = JSON.parse(localStorage.getItem(key));
        return kept && Date.now() - kept.at < KEPT_DAYS * 864e5 ? kept : null;
      } catch {
        return null;
      }
    },
    write(key, values) {
      try {
        localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
      } catch {
        /* a full or forbidden store: the server's draft is the one that counts */
      }
    },
    drop(key) {
      try {
        localStorage.removeItem(key);
      } catch {
        /* nothing was kept */
      }
    },
  };
  const keyOf = (form) => "hall:" + form.dataset.draft;
  const keepable = (form) =>
    [...form.elements].filter(
      (field) =>
        field.name &&
        !("sensitive" in field.dataset) &&
        !["hidden", "password", "file", "submit", "button"].includes(field.type),
    );
  const isTick = (field) => field.type === "radio" || field.type === "checkbox";
  const valuesOf = (form) => {
    const values = {};
    keepable(form).forEach((field) => {
      if (!isTick(field)) values[field.name] = field.value;
      else if (field.checked) values[field.name] = [...(values[field.name] || []), field.value];
    });
    return values;
  };
  const isUntouched = (form) => keepable(form).every((field) => (isTick(field) ? !field.checked : !field.value));
  const putBack = (form, values) => {
    let any = false;
    keepable(form).forEach((field) => {
      const kept = values[field.name];
      if (kept === undefined) return;
      if (isTick(field)) field.checked = kept.includes(field.value);
      else field.value = kept;
      any = any || field.checked || Boolean(field.value);
    });
    return any;
  };

  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const key = keyOf(form);
    const kept = store.read(key);
    if (kept && isUntouched(form)) {
      if (putBack(form, kept.values)) say(form, said.found || "");
    } else if (kept && !document.querySelector("[data-alarm]")) {
      store.drop(key);
    }
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => store.write(key, valuesOf(form)), 250);
    });
  });

  /* photos: smaller before they leave, so that two bars of signal are enough */
  const shrink = async (file) => {
    if (!/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type) || file.size <= MOST_BYTES) return file;
    let picture;
    try {
      picture = await createImageBitmap(file);
    } catch {
      return file;
    }
    let scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    for (let round = 0; round < 6; round += 1) {
      const sheet = document.createElement("canvas");
      sheet.width = Math.max(1, Math.round(picture.width * scale));
      sheet.height = Math.max(1, Math.round(picture.height * scale));
      sheet.getContext("2d").drawImage(picture, 0, 0, sheet.width, sheet.height);
      const quality = 0.85 - round * 0.1;
      const made = await new Promise((done) => sheet.toBlob(done, "image/jpeg", quality));
      if (!made) return file;
      if (made.size <= MOST_BYTES || round === 5) {
        if (made.size >= file.size) return file;
        return new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
      }
      scale *= 0.85;
    }
    return file;
  };
  document.addEventListener("change", async (event) => {
    const input = event.target;
    if (input.type !== "file" || !("shrink" in input.dataset) || !window.DataTransfer || !window.createImageBitmap) return;
    const form = input.form;
    form.dataset.shrinking = "1";
    try {
      const bag = new DataTransfer();
      for (const file of input.files) bag.items.add(await shrink(file));
      const total = [...bag.files].reduce((sum, file) => sum + file.size, 0);
      input.files = bag.files;
      if (total) say(form, (said.ready || "").replace("{n}", Math.max(1, Math.round(total / 1024))));
    } finally {
      delete form.dataset.shrinking;
      if (form.dataset.waits) {
        delete form.dataset.waits;
        form.requestSubmit();
      }
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.dataset.shrinking) {
      event.preventDefault();
      form.dataset.waits = "1";
      return;
    }
    if (form.dataset.draft) store.write(keyOf(form), valuesOf(form));
    if (navigator.onLine === false) {
      event.preventDefault();
      const button = event.submitter;
      say(form, said.offline || "");
      window.addEventListener("online", () => form.requestSubmit(button || undefined), { once: true });
      return;
    }
    hold(form, event.submitter);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

  const alarm = document.querySelector("[data-alarm]");
  if (alarm) alarm.focus();
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
