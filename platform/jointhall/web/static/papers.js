/* Papers turned and enlarged; without a script they are opened on a page of their own. */
(() => {
  "use strict";
  for (const pane of document.querySelectorAll(".pane")) {
    const tools = pane.querySelector("[data-turns]");
    const sheet = pane.querySelector(".sheet");
    const picture = sheet && sheet.querySelector("img");
    if (!tools || !picture) continue;
    let turned = 0;
    let size = 1;
    const show = () => {
      sheet.classList.toggle("is-big", size !== 1);
      picture.style.transform = turned ? `rotate(${turned}deg)` : "";
      picture.style.width = size === 1 ? "" : `${Math.round(sheet.clientWidth * size)}px`;
    };
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.turn) turned = (turned + Number(button.dataset.turn)) % 360;
      else if (button.dataset.zoom === "0") [turned, size] = [0, 1];
      else size = Math.min(6, Math.max(0.25, size * Number(button.dataset.zoom)));
      show();
    });
  }
})();
