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
    add.addEventListener("click", (event) => {
      event.preventDefault();
      last += 1;
      const made = document.createElement("div");
      made.innerHTML = template.innerHTML.replaceAll("__n__", last);
      const row = made.firstElementChild;
      add.closest("p").before(row);
      count();
      said.textContent = named(rows().length);
      first(row).focus();
    });
  });
})();
