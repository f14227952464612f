// Draws the hours of each month as bars that a mouse, a finger or the arrow keys can raise and lower.
// The numbers in the form stay the truth: without this file they are written straight into it.
(() => {
  const root = document.querySelector("[data-hours]");
  if (!root) return;
  const inputs = [...root.querySelectorAll("input[data-month]")];
  const plot = root.querySelector(".pw-hours__plot");
  const intensity = document.querySelector("[data-intensity]");
  const told = document.querySelector("[data-intensity-told]");
  const MOST = Number(root.dataset.most);
  const hours = (input) => Math.min(Math.max(Number(input.value.replace(",", ".")) || 0, 0), MOST);
  const share = () => (intensity ? Number(intensity.value) / 100 : 1);
  const written = (amount) => String(amount).replace(".", root.dataset.point);
  const half = (amount) => Math.round(amount * 2) / 2;

  const element = (name, className, parent) => {
    const made = document.createElement(name);
    made.className = className;
    parent.append(made);
    return made;
  };

  const months = inputs.map((input) => {
    const bar = element("div", "pw-month", plot);
    bar.tabIndex = 0;
    bar.setAttribute("role", "slider");
    bar.setAttribute("aria-valuemin", "0");
    bar.setAttribute("aria-valuemax", String(MOST));
    bar.setAttribute("aria-label", input.dataset.month);
    bar.setAttribute("aria-orientation", "vertical");
    bar.classList.toggle("begins-year", input.dataset.year !== undefined);
    const number = element("span", "pw-month__hours", bar);
    const filled = element("span", "pw-month__bar", element("span", "pw-month__well", bar));
    element("span", "pw-month__name", bar).textContent = input.dataset.year ?? input.dataset.short;
    return { input, bar, number, filled };
  });

  const draw = ({ input, bar, number, filled }) => {
    const amount = Math.min(half(hours(input) * share()), MOST);
    bar.classList.toggle("is-leave", amount === 0);
    bar.setAttribute("aria-valuenow", String(amount));
    bar.setAttribute("aria-valuetext", amount ? root.dataset.words.replace("{}", written(amount)) : root.dataset.leave);
    number.textContent = written(amount);
    filled.style.height = `${(100 * amount) / MOST}%`;
  };
  const drawAll = () => {
    months.forEach(draw);
    if (told && intensity) told.textContent = `${intensity.value} %`;
  };
  const set = (month, amount) => {
    month.input.value = written(Math.min(Math.max(amount, 0), MOST));
    draw(month);
  };

  const painted = (event) => {
    const at = months.find(({ bar }) => {
      const box = bar.getBoundingClientRect();
      return event.clientX >= box.left && event.clientX <= box.right && event.clientY > box.top - 40 && event.clientY < box.bottom + 40;
    });
    if (!at) return;
    const well = at.bar.querySelector(".pw-month__well").getBoundingClientRect();
    const part = (well.bottom - event.clientY) / well.height;
    set(at, Math.round((Math.min(Math.max(part, 0), 1) * MOST) / share()));
  };
  let isPainting = false;
  plot.addEventListener("pointerdown", (event) => {
    isPainting = true;
    plot.setPointerCapture(event.pointerId);
    painted(event);
    event.target.closest(".pw-month")?.focus({ preventScroll: true });
    event.preventDefault();
  });
  plot.addEventListener("pointermove", (event) => { if (isPainting) painted(event); });
  for (const name of ["pointerup", "pointercancel"]) plot.addEventListener(name, () => { isPainting = false; });

  const STEPS = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 };
  plot.addEventListener("keydown", (event) => {
    const place = months.findIndex(({ bar }) => bar === event.target);
    if (place < 0) return;
    const month = months[place];
    const beside = months[place + { ArrowRight: 1, ArrowLeft: -1 }[event.key]];
    if (event.key in STEPS) set(month, hours(month.input) + STEPS[event.key]);
    else if (event.key === "Home") set(month, 0);
    else if (event.key === "End") set(month, MOST);
    else if (beside) {
      if (event.shiftKey) set(beside, hours(month.input));
      beside.bar.focus();
    } else return;
    event.preventDefault();
  });

  const usual = document.querySelector("[data-usual]");
  const spread = document.querySelector("[data-spread]");
  const number = (input) => Number(input.value.replace(",", "."));
  let was = usual ? number(usual) : 0;
  usual?.addEventListener("change", () => {
    const now = number(usual);
    if (!usual.value.trim() || Number.isNaN(now)) return;
    for (const month of months) {
      if (number(month.input) === was) month.input.value = usual.value;
      draw(month);
    }
    was = now;
    spread.value = "1";
  });
  for (const month of months) month.input.addEventListener("input", () => draw(month));
  intensity?.addEventListener("input", drawAll);
  root.querySelector("details")?.removeAttribute("open");
  root.classList.add("is-drawn");
  drawAll();
})();
