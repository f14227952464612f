// Drags a module to another term: what is sent is the module's own form, which also works alone.
(() => {
  const FAR = 6;
  let held = null;
  const termAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest(".pw-term[data-term]") ?? null;
  const over = (term) => {
    for (const one of document.querySelectorAll(".pw-term.is-over")) one.classList.remove("is-over");
    if (term && term !== held.block.closest(".pw-term")) term.classList.add("is-over");
  };
  const letGo = () => {
    over(null);
    held.block.classList.remove("is-dragged");
    held.block.style.removeProperty("translate");
    held = null;
  };
  for (const block of document.querySelectorAll(".pw-block[data-dragged]")) {
    block.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button !== 0 || event.target.closest("select, button")) return;
      held = { block, x: event.pageX, y: event.pageY, moves: false };
    });
    block.addEventListener("click", (event) => { if (block.dataset.moved) { event.preventDefault(); delete block.dataset.moved; } });
  }
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y] = [event.pageX - held.x, event.pageY - held.y];
    held.moves ||= Math.hypot(x, y) > FAR;
    if (!held.moves) return;
    event.preventDefault();
    held.block.classList.add("is-dragged");
    held.block.style.translate = `${x}px ${y}px`;
    over(termAt(event));
  });
  document.addEventListener("pointerup", (event) => {
    if (!held) return;
    const { block, moves } = held;
    const term = termAt(event);
    letGo();
    if (!moves) return;
    block.dataset.moved = "yes"; // the click that ends a move does not follow the module's link
    setTimeout(() => delete block.dataset.moved, 0);
    if (!term || term === block.closest(".pw-term")) return;
    const form = block.querySelector("form");
    form.elements.term.value = term.dataset.term;
    form.requestSubmit();
  });
  for (const name of ["pointercancel", "blur"]) window.addEventListener(name, () => { if (held) letGo(); });
})();
