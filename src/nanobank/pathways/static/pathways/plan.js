// Says what the slider stands at, and moves a module in the picture to another week, with the mouse or the arrow keys:
// what is sent is the form under the module's step, which also works alone.
(() => {
  const intensity = document.querySelector("[data-intensity]");
  const told = document.querySelector("[data-intensity-told]");
  intensity?.addEventListener("input", () => { told.textContent = `${intensity.value} %`; });

  const picture = document.querySelector(".pw-picture[data-first]");
  if (!picture) return;
  const unit = Number(picture.dataset.unit);
  const left = Number(picture.dataset.left);
  const first = new Date(`${picture.dataset.first}T12:00:00Z`);
  const FAR = 5;
  const MOST_WEEKS = 260;
  let held = null;

  const scale = () => picture.getBoundingClientRect().width / picture.viewBox.baseVal.width;
  picture.addEventListener("pointerdown", (event) => {
    const bar = event.target.closest("[data-step]");
    if (!bar || event.button !== 0) return;
    held = { bar, from: event.clientX, moved: 0 };
    if (event.pointerType === "mouse") picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointermove", (event) => {
    if (!held || event.pointerType !== "mouse") return;
    held.moved = (event.clientX - held.from) / scale();
    held.bar.classList.toggle("is-dragged", Math.abs(held.moved) > FAR);
    held.bar.setAttribute("transform", `translate(${held.moved} 0)`);
  });
  const formOf = (bar) => document.getElementById(`trin-${bar.dataset.step}`)?.querySelector("form[data-move]");
  const weekOf = (bar) => Math.floor((Number(bar.querySelector("rect").getAttribute("x")) - left) / unit);
  const dayOf = (week) => {
    const day = new Date(first);
    day.setUTCDate(day.getUTCDate() + 7 * Math.max(week, 0));
    return day;
  };
  const move = (bar, weeks) => {
    const form = formOf(bar);
    form.elements.since.value = dayOf(weekOf(bar) + weeks).toISOString().slice(0, 10);
    form.requestSubmit();
  };
  const drop = () => {
    if (!held) return;
    const { bar, moved } = held;
    held = null;
    bar.classList.remove("is-dragged");
    bar.removeAttribute("transform");
    const weeks = Math.round(moved / unit);
    if (weeks !== 0 && formOf(bar)) move(bar, weeks);
    else document.getElementById(`trin-${bar.dataset.step}`)?.scrollIntoView();
  };
  picture.addEventListener("pointerup", drop);
  picture.addEventListener("pointercancel", () => { if (held) { held.bar.removeAttribute("transform"); held = null; } });

  const words = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });
  const movable = [...picture.querySelectorAll("[data-step]")].filter(formOf);
  for (const bar of movable) {
    let weeks = 0;
    const show = (by) => {
      weeks = Math.max(by, -weekOf(bar));
      bar.setAttribute("transform", `translate(${weeks * unit} 0)`);
      bar.classList.toggle("is-dragged", weeks !== 0);
      bar.setAttribute("aria-valuenow", String(weekOf(bar) + weeks));
      bar.setAttribute("aria-valuetext", words.format(dayOf(weekOf(bar) + weeks)));
    };
    bar.setAttribute("tabindex", "0");
    bar.setAttribute("role", "slider");
    bar.setAttribute("aria-label", bar.querySelector(".pw-title").textContent);
    bar.setAttribute("aria-valuemin", "0");
    bar.setAttribute("aria-valuemax", String(weekOf(bar) + MOST_WEEKS));
    show(0);
    bar.addEventListener("keydown", (event) => {
      if (event.key === "ArrowRight") show(Math.min(weeks + 1, MOST_WEEKS));
      else if (event.key === "ArrowLeft") show(weeks - 1);
      else if (event.key === "Escape") show(0);
      else if (event.key === "Enter" && weeks !== 0) move(bar, weeks);
      else return;
      event.preventDefault();
    });
    bar.addEventListener("blur", () => show(0));
  }
  if (movable.length) {
    picture.setAttribute("role", "group");
    document.querySelector("[data-move-hint]").hidden = false;
  }
})();
