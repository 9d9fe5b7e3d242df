/* A signature drawn with finger, pen or mouse becomes a picture in the file field of the form. */
(() => {
  "use strict";
  const WIDE = 1000;
  const HIGH = 400;
  document.querySelectorAll("[data-signature]").forEach((pad) => {
    const input = document.getElementById(pad.dataset.signature);
    const sheet = pad.querySelector("canvas");
    const clear = pad.querySelector("button");
    const status = pad.querySelector("[role=status]");
    const pen = sheet.getContext("2d");
    if (!pen || !window.DataTransfer) return;
    const form = input.form;
    let drawn = false;
    let before = null;

    const blank = () => {
      sheet.width = WIDE;
      sheet.height = HIGH;
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, WIDE, HIGH);
      pen.lineWidth = 9;
      pen.lineCap = pen.lineJoin = "round";
      pen.strokeStyle = "#111";
      drawn = false;
    };
    const at = (event) => {
      const box = sheet.getBoundingClientRect();
      return [((event.clientX - box.left) * WIDE) / box.width, ((event.clientY - box.top) * HIGH) / box.height];
    };
    const take = () => {
      form.dataset.shrinking = "1";
      sheet.toBlob((made) => {
        delete form.dataset.shrinking;
        if (made && drawn) {
          const bag = new DataTransfer();
          bag.items.add(new File([made], pad.dataset.name, { type: "image/png" }));
          input.files = bag.files;
          status.textContent = pad.dataset.done;
        }
        if (form.dataset.waits) {
          delete form.dataset.waits;
          form.requestSubmit();
        }
      }, "image/png");
    };

    sheet.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      sheet.setPointerCapture(event.pointerId);
      before = at(event);
      pen.beginPath();
      pen.moveTo(...before);
      pen.lineTo(before[0] + 0.1, before[1]);
      pen.stroke();
    });
    sheet.addEventListener("pointermove", (event) => {
      if (!before) return;
      pen.beginPath();
      pen.moveTo(...before);
      before = at(event);
      pen.lineTo(...before);
      pen.stroke();
      drawn = true;
    });
    const lift = () => {
      if (!before) return;
      before = null;
      if (drawn) take();
    };
    sheet.addEventListener("pointerup", lift);
    sheet.addEventListener("pointercancel", lift);
    clear.addEventListener("click", () => {
      blank();
      input.value = "";
      status.textContent = "";
    });
    blank();
    pad.hidden = false;
  });
})();
