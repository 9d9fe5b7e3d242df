/* Rows of a table added, taken away and put back at once; without this file the server does it. */
(() => {
  "use strict";
  document.querySelectorAll("[data-rows]").forEach((table) => {
    const template = table.querySelector("template");
    const add = table.querySelector("[data-add]");
    const most = Number(table.dataset.most);
    let last = table.querySelectorAll("[data-row]").length;
    const said = document.createElement("p");
    said.className = "vh";
    said.setAttribute("role", "status");
    table.append(said);

    const rows = () => [...table.querySelectorAll("[data-row]:not([hidden])")];
    const named = (number) => table.dataset.name.replace("{n}", number);
    const count = () => {
      rows().forEach((row, place) => {
        row.querySelector("legend").textContent = named(place + 1);
        row.querySelector("[data-drop]").textContent = table.dataset.drop.replace("{row}", named(place + 1));
      });
      if (add) add.hidden = rows().length >= most;
    };
    const first = (row) => row.querySelector("input:not([type=hidden]), select, textarea");

    const drop = (row) => {
      const name = row.querySelector("legend").textContent;
      const line = document.createElement("p");
      const back = document.createElement("button");
      line.className = "dropped";
      line.textContent = table.dataset.dropped.replace("{row}", name) + " ";
      back.type = "button";
      back.className = "bareb";
      back.textContent = table.dataset.back;
      line.append(back);
      row.before(line);
      row.hidden = true;
      row.disabled = true;
      back.addEventListener("click", () => {
        line.remove();
        row.hidden = false;
        row.disabled = false;
        count();
        first(row).focus();
      });
      count();
      back.focus();
    };

    table.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-drop]");
      if (!button) return;
      event.preventDefault();
      drop(button.closest("[data-row]"));
    });
    if (!template || !add) return;
    const put = () => {
      last += 1;
      const made = document.createElement("div");
      made.innerHTML = template.innerHTML.replaceAll("__n__", last);
      const row = made.firstElementChild;
      add.closest("p").before(row);
      count();
      return row;
    };
    add.addEventListener("click", (event) => {
      event.preventDefault();
      const row = put();
      said.textContent = named(rows().length);
      first(row).focus();
    });

    /* rows that were lost with the line: portal.js has put back what it found a field for */
    const form = table.closest("form");
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem("hall:" + form.dataset.draft));
    } catch {
      /* nothing was kept */
    }
    const values = kept ? kept.values : {};
    const numbers = Object.keys(values).map((name) => {
      const found = name.match(/^([a-z0-9_]+)-(\d+)-/);
      return found && `f-${found[1]}` === table.id && String(values[name]) ? Number(found[2]) : 0;
    });
    const furthest = Math.min(Math.max(0, ...numbers), most);
    while (last < furthest) {
      put()
        .querySelectorAll("[name]")
        .forEach((field) => {
          const value = values[field.name];
          if (value === undefined) return;
          if (field.type === "radio" || field.type === "checkbox") field.checked = value.includes(field.value);
          else field.value = value;
        });
    }
  });
})();
