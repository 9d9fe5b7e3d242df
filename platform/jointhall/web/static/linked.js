/* One list in groups becomes two lists, the second offering what the first allows. */
(() => {
  "use strict";
  document.querySelectorAll("select[data-linked]").forEach((second) => {
    const groups = [...second.querySelectorAll("optgroup")];
    const members = groups.map((group) => [...group.children]);
    const alone = [...second.children].filter((child) => child.tagName === "OPTION" && child.value);
    const blank = second.querySelector("option[value='']");
    const first = second.cloneNode(false);
    const label = document.createElement("label");
    const id = second.id;
    first.name = second.name + "-first";
    first.removeAttribute("data-linked");
    first.append(blank.cloneNode(true));
    [...second.children].forEach((child) => {
      if (child.value === "") return;
      const option = document.createElement("option");
      option.value = child.tagName === "OPTGROUP" ? child.dataset.code : child.value;
      option.textContent = child.label;
      first.append(option);
    });
    second.id = id + "-second";
    second.removeAttribute("aria-describedby");
    label.className = "label";
    label.htmlFor = second.id;
    label.textContent = second.dataset.second;
    second.before(first, label);

    const offer = (keep) => {
      const at = groups.findIndex((group) => group.dataset.code === first.value);
      const has = at >= 0;
      label.hidden = second.hidden = !has;
      if (has) {
        second.replaceChildren(blank, ...members[at]);
        if (!keep) second.value = "";
        return;
      }
      second.replaceChildren(blank, ...alone);
      second.value = first.value;
    };
    const chosen = second.value;
    const at = members.findIndex((options) => options.some((option) => option.value === chosen));
    first.value = at >= 0 ? groups[at].dataset.code : chosen || second.dataset.first;
    offer(true);
    second.value = chosen;
    first.addEventListener("change", () => {
      offer(false);
      if (!second.hidden) second.focus();
    });
  });
})();
