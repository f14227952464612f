// What matters most can be dragged into order. Without this file, the buttons do the same.
const list = document.querySelector("[data-order]");
let dragged = null;
if (list) {
  for (const item of list.children) item.draggable = true;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li");
    dragged.classList.add("em-dragged");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === dragged) return;
    const box = over.getBoundingClientRect();
    list.insertBefore(dragged, event.clientY > box.top + box.height / 2 ? over.nextSibling : over);
  });
  list.addEventListener("drop", (event) => {
    event.preventDefault();
    list.closest("form").requestSubmit();
  });
  list.addEventListener("dragend", () => {
    dragged?.classList.remove("em-dragged");
    dragged = null;
  });
}
