/* Where a visit was made, when its maker presses for it; without a script the record has no place. */
(() => {
  "use strict";
  const button = document.querySelector("[data-place]");
  if (!button || !navigator.geolocation) return;
  const said = document.querySelector("[data-placed]");
  const form = button.closest("form");
  button.hidden = false;
  button.addEventListener("click", () => {
    said.textContent = button.dataset.asking;
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude.toFixed(6);
        form.elements.lng.value = coords.longitude.toFixed(6);
        said.textContent = button.dataset.kept;
        button.disabled = false;
      },
      () => {
        said.textContent = button.dataset.failed;
        button.disabled = false;
      },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
    );
  });
})();
