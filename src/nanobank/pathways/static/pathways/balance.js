// Drags a module to another term: what is sent is the module's own form, which also works alone.
(() => {
  const blocks = document.querySelectorAll(".pw-block[draggable]");
  let held = null;
  for (const block of blocks) {
    block.addEventListener("dragstart", (event) => {
      held = block;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      block.classList.add("is-dragged");
    });
    block.addEventListener("dragend", () => { block.classList.remove("is-dragged"); held = null; });
  }
  for (const term of document.querySelectorAll(".pw-term[data-term]")) {
    term.addEventListener("dragover", (event) => { if (held) { event.preventDefault(); term.classList.add("is-over"); } });
    term.addEventListener("dragleave", () => term.classList.remove("is-over"));
    term.addEventListener("drop", (event) => {
      event.preventDefault();
      term.classList.remove("is-over");
      if (!held || held.closest(".pw-term") === term) return;
      const form = held.querySelector("form");
      form.elements.term.value = term.dataset.term;
      form.requestSubmit();
    });
  }
})();
