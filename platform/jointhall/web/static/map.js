/* A small map without tiles: a grid in metres around the place, the point or the corners, and mu. */
(() => {
  "use strict";
  const RADIUS = 6371007.2;
  const DEGREE = (RADIUS * Math.PI) / 180;
  const WIDE = 600;
  const HIGH = 400;
  const round = (degrees) => Number(degrees.toFixed(6));
  const isHere = ([lat, lng]) => lat >= 3 && lat <= 54 && lng >= 73 && lng <= 136;

  const areaOf = (corners) => {
    let total = 0;
    corners.forEach(([lat, lng], place) => {
      const [nextLat, nextLng] = corners[(place + 1) % corners.length];
      const sines = 2 + Math.sin((lat * Math.PI) / 180) + Math.sin((nextLat * Math.PI) / 180);
      total += (((nextLng - lng) * Math.PI) / 180) * sines;
    });
    return (Math.abs(total) * RADIUS * RADIUS) / 2;
  };
  const apart = ([lat, lng], [otherLat, otherLng]) =>
    Math.hypot((otherLat - lat) * DEGREE, (otherLng - lng) * DEGREE * Math.cos((lat * Math.PI) / 180));

  document.querySelectorAll("[data-map]").forEach((map) => {
    const isArea = map.dataset.map === "area";
    const field = (part) => document.getElementById(`f-${map.dataset.of}-${part}`);
    const svg = map.querySelector("svg");
    const status = map.querySelector("[role=status]");
    const button = (what) => map.querySelector(`[data-do=${what}]`);
    let centre = null;
    let metres = 0.5; /* to one unit of the drawing */
    let drag = null;

    /* what the fields hold, and back */
    const read = () => {
      if (!isArea) {
        const point = [Number.parseFloat(field("lat").value), Number.parseFloat(field("lng").value)];
        return isHere(point) ? [point] : [];
      }
      return field("points").value.split("\n").flatMap((line) => {
        const numbers = line.match(/\d+(?:\.\d+)?/g) || [];
        const point = numbers.slice(-2).map(Number);
        return point.length === 2 && isHere(point) ? [point] : [];
      });
    };
    const write = (points) => {
      if (isArea) {
        field("points").value = points.map((point) => point.map((n) => n.toFixed(6)).join(", ")).join("\n");
      } else if (points.length) {
        field("lat").value = points[0][0].toFixed(6);
        field("lng").value = points[0][1].toFixed(6);
      }
      field(isArea ? "points" : "lat").dispatchEvent(new Event("input", { bubbles: true }));
    };
    const put = (point) => {
      const rounded = point.map(round);
      write(isArea ? [...read(), rounded] : [rounded]);
    };

    /* degrees to the drawing and back */
    const wide = () => DEGREE * Math.cos((centre[0] * Math.PI) / 180);
    const onSheet = ([lat, lng]) => [
      WIDE / 2 + ((lng - centre[1]) * wide()) / metres,
      HIGH / 2 - ((lat - centre[0]) * DEGREE) / metres,
    ];
    const onGround = ([x, y]) => [
      centre[0] - ((y - HIGH / 2) * metres) / DEGREE,
      centre[1] + ((x - WIDE / 2) * metres) / wide(),
    ];
    const touched = (event) => {
      const box = svg.getBoundingClientRect();
      return [((event.clientX - box.left) * WIDE) / box.width, ((event.clientY - box.top) * HIGH) / box.height];
    };

    const draw = (name, attributes, words) => {
      const made = document.createElementNS(svg.namespaceURI, name);
      Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
      if (words) made.textContent = words;
      svg.append(made);
    };
    const step = () => {
      const about = metres * 80;
      const ten = 10 ** Math.floor(Math.log10(about));
      return [1, 2, 5, 10].map((n) => n * ten).find((n) => n >= about);
    };
    const grid = () => {
      const gap = step();
      const [east, north] = [centre[1] * wide(), centre[0] * DEGREE];
      for (let x = -((east % gap) / metres) + WIDE / 2 - WIDE; x < WIDE; x += gap / metres)
        draw("line", { x1: x, x2: x, y1: 0, y2: HIGH, class: "grid" });
      for (let y = ((north % gap) / metres) + HIGH / 2 - HIGH; y < HIGH; y += gap / metres)
        draw("line", { x1: 0, x2: WIDE, y1: y, y2: y, class: "grid" });
      draw("path", { d: `M14 ${HIGH - 14}v-8m0 4h${gap / metres}m0 -4v8`, class: "scale" });
      draw("text", { x: 20, y: HIGH - 26 }, gap >= 1000 ? map.dataset.km.replace("{n}", gap / 1000) : map.dataset.metres.replace("{n}", gap));
      draw("path", { d: `M${WIDE - 26} 40v-24m-7 9l7 -9l7 9`, class: "scale" });
      draw("text", { x: WIDE - 26, y: 66, "text-anchor": "middle" }, map.dataset.north);
    };
    const show = () => {
      const points = read();
      if (!centre && points.length) {
        centre = points[0];
        fit(points);
      }
      svg.replaceChildren();
      map.classList.toggle("is-lost", !centre);
      ["in", "out", "here"].forEach((what) => {
        if (button(what)) button(what).disabled = !centre;
      });
      if (button("undo")) button("undo").disabled = !points.length;
      if (!centre) return;
      grid();
      const places = points.map(onSheet);
      if (isArea && places.length > 1)
        draw(places.length > 2 ? "polygon" : "polyline", { points: places.map((p) => p.join(",")).join(" "), class: "ground" });
      places.forEach(([x, y], place) => {
        draw("circle", { cx: x, cy: y, r: isArea ? 7 : 10, class: "corner" });
        if (isArea) draw("text", { x: x + 11, y: y - 9 }, String(place + 1));
      });
      draw("path", { d: `M${WIDE / 2 - 14} ${HIGH / 2}h28m-14 -14v28`, class: "cross" });
      if (isArea && points.length > 2) {
        const mu = ((areaOf(points) * 3) / 2000).toFixed(2);
        const round_ = points.reduce((sum, point, place) => sum + apart(point, points[(place + 1) % points.length]), 0);
        status.textContent = map.dataset.told.replace("{n}", points.length).replace("{mu}", Number(mu)).replace("{m}", Math.round(round_));
      } else if (isArea) {
        status.textContent = map.dataset.few.replace("{n}", points.length);
      }
    };
    const fit = (points) => {
      const far = Math.max(...points.map((point) => apart(points[0], point)), 20);
      metres = Math.min(Math.max((far * 1.9) / HIGH, 0.05), 5000);
      const mid = (of) => (Math.min(...points.map(of)) + Math.max(...points.map(of))) / 2;
      centre = [mid((p) => p[0]), mid((p) => p[1])];
    };
    const zoom = (times) => {
      metres = Math.min(Math.max(metres * times, 0.02), 5000);
      show();
    };
    const pan = (x, y) => {
      centre = onGround([WIDE / 2 + x, HIGH / 2 + y]);
      show();
    };

    /* buttons, fingers, keys */
    const acts = {
      in: () => zoom(0.5),
      out: () => zoom(2),
      here: () => put(centre),
      undo: () => write(read().slice(0, -1)),
      locate: () => {
        status.textContent = map.dataset.waiting;
        navigator.geolocation.getCurrentPosition(
          (found) => {
            const { latitude, longitude, accuracy } = found.coords;
            centre = [latitude, longitude];
            if (!isHere(centre)) {
              centre = null;
              status.textContent = map.dataset.abroad;
              return;
            }
            metres = Math.max(accuracy / 100, 0.1);
            put(centre);
            if (isArea && read().length > 1) fit(read());
            show();
            const told = map.dataset.accuracy.replace("{m}", Math.max(1, Math.round(accuracy)));
            status.textContent = isArea ? `${status.textContent} ${told}` : told;
          },
          (why) => {
            status.textContent = why.code === 1 ? map.dataset.refused : map.dataset.lost;
          },
          { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 },
        );
      },
    };
    map.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-do]");
      if (!pressed) return;
      event.preventDefault();
      acts[pressed.dataset.do]();
    });
    svg.addEventListener("pointerdown", (event) => {
      if (event.button || !centre) return;
      drag = { from: touched(event), centre, moved: false };
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", (event) => {
      if (!drag) return;
      const [x, y] = touched(event);
      const [dx, dy] = [drag.from[0] - x, drag.from[1] - y];
      if (!drag.moved && Math.hypot(dx, dy) < 8) return;
      drag.moved = true;
      centre = drag.centre;
      pan(dx, dy);
    });
    svg.addEventListener("pointerup", (event) => {
      if (drag && !drag.moved) put(onGround(touched(event)));
      drag = null;
    });
    svg.addEventListener("pointercancel", () => {
      drag = null;
    });
    svg.addEventListener("keydown", (event) => {
      if (!centre) return;
      const moves = { ArrowLeft: [-20, 0], ArrowRight: [20, 0], ArrowUp: [0, -20], ArrowDown: [0, 20] };
      const other = { "+": acts.in, "=": acts.in, "-": acts.out, Enter: acts.here, " ": acts.here, Backspace: isArea && acts.undo };
      const act = moves[event.key] ? () => pan(...moves[event.key]) : other[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
    (isArea ? ["points"] : ["lat", "lng"]).forEach((part) => field(part).addEventListener("input", show));
    if (!navigator.geolocation) button("locate").hidden = true;
    map.hidden = false;
    show();
  });
})();
