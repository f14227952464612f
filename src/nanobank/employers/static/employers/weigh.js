// What matters most can be dragged into order, with a mouse, a pen or a finger. Without this file, the buttons do the same.
const list = document.querySelector("[data-order]");
const names = () => [...list.children].map((item) => item.querySelector("input").value).join();

function drag(item, start) {
  start.preventDefault();
  const before = names();
  const done = new AbortController();
  const move = (event) => {
    const next = [...list.children].find((other) => {
      const box = other.getBoundingClientRect();
      return other !== item && event.clientY < (box.top + box.bottom) / 2;
    });
    if ((next ?? null) !== item.nextElementSibling) list.insertBefore(item, next ?? null);
  };
  const end = () => {
    done.abort();
    item.classList.remove("em-dragged");
    if (before !== names()) list.closest("form").requestSubmit();
  };
  item.classList.add("em-dragged");
  addEventListener("pointermove", move, { signal: done.signal });
  addEventListener("pointerup", end, { signal: done.signal });
  addEventListener("pointercancel", end, { signal: done.signal });
}

for (const item of list?.children ?? []) {
  const grip = document.createElement("span");
  grip.className = "em-grip";
  grip.textContent = "⠿";
  grip.ariaHidden = "true";
  grip.addEventListener("pointerdown", (event) => drag(item, event));
  item.prepend(grip);
}
