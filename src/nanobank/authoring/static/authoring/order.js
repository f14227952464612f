// Puts steps in another order by dragging their grip, by the arrows beside them, or by Alt and an arrow key on a step.
// Each way sends what the arrow buttons send without this file.
(() => {
  const form = document.querySelector("form[data-order]");
  if (!form) return;
  const list = form.querySelector("ol");
  const told = document.querySelector("[data-order-status]");
  const steps = () => [...list.children];

  const open = list.querySelector(".is-open");
  const side = list.closest("nav");
  if (open && side.scrollHeight > side.clientHeight) side.scrollTop = open.offsetTop - side.clientHeight / 2;

  const arrange = (order) => {
    const byName = new Map(steps().map((step) => [step.dataset.step, step]));
    const known = order.map((name) => byName.get(name)).filter(Boolean);
    if (steps().some((step, place) => step !== known[place])) list.append(...known);
  };

  const move = async (step, where) => {
    const focused = document.activeElement;
    const before = steps().map((one) => one.dataset.step);
    const body = new URLSearchParams({ move: `${step.dataset.step}:${where}` });
    const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    try {
      const response = await fetch(form.action, { method: "POST", body, headers });
      const answer = await response.json();
      arrange(answer.order);
      told.textContent = answer.message;
    } catch {
      arrange(held?.order ?? before);
      document.querySelector("[data-save-status]").textContent = document.querySelector("[data-save-status]").dataset.waiting;
    }
    if (step.contains(focused)) focused.focus();
  };

  form.addEventListener("submit", (event) => {
    const value = event.submitter?.value;
    if (!value) return;
    event.preventDefault();
    move(event.submitter.closest("[data-step]"), value.split(":")[1]);
  });
  list.addEventListener("keydown", (event) => {
    const where = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    const step = event.target.closest("[data-step]");
    if (!where || !event.altKey || !step) return;
    event.preventDefault();
    move(step, where);
  });

  let held = null;
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    const step = grip.closest("[data-step]");
    held = { step, order: steps().map((one) => one.dataset.step) };
    step.classList.add("is-dragged");
    grip.setPointerCapture(event.pointerId);
  });
  list.addEventListener("pointermove", (event) => {
    if (!held) return;
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-step]");
    if (!over || over === held.step || over.parentElement !== list) return;
    const box = over.getBoundingClientRect();
    if (event.clientY > box.top + box.height / 2) over.after(held.step);
    else over.before(held.step);
  });
  const drop = (event) => {
    if (!held) return;
    const { step, order } = held;
    step.classList.remove("is-dragged");
    const place = steps().indexOf(step);
    if (event.type === "pointercancel") arrange(order);
    else if (order[place] !== step.dataset.step) move(step, place + 1);
    held = null;
  };
  list.addEventListener("pointerup", drop);
  list.addEventListener("pointercancel", drop);
})();
