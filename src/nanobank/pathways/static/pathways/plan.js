// Says what the slider stands at, and drags a module in the picture to another week: what is sent is the form under the
// module's step, which also works alone.
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
  const drop = () => {
    if (!held) return;
    const { bar, moved } = held;
    held = null;
    bar.classList.remove("is-dragged");
    bar.removeAttribute("transform");
    const step = document.getElementById(`trin-${bar.dataset.step}`);
    const weeks = Math.round(moved / unit);
    const form = step?.querySelector("form[data-move]");
    if (weeks === 0 || !form) {
      step?.scrollIntoView();
      return;
    }
    const begins = (Number(bar.querySelector("rect").getAttribute("x")) - left) / unit;
    const day = new Date(first);
    day.setUTCDate(day.getUTCDate() + 7 * Math.max(Math.floor(begins) + weeks, 0));
    form.elements.since.value = day.toISOString().slice(0, 10);
    form.requestSubmit();
  };
  picture.addEventListener("pointerup", drop);
  picture.addEventListener("pointercancel", () => { if (held) { held.bar.removeAttribute("transform"); held = null; } });
})();
