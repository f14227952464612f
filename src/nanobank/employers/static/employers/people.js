// People are ticked all at once, or a team at a time; a form that takes a while says so, and is sent once.
for (const list of document.querySelectorAll("[data-pick]")) {
  const boxes = (team) =>
    [...list.children].filter((item) => !team || item.dataset.team === team).map((item) => item.querySelector("input"));
  const teams = [...new Set([...list.children].map((item) => item.dataset.team))].filter(Boolean);
  const bar = document.createElement("p");
  bar.className = "nb-cluster";
  for (const team of ["", ...(teams.length > 1 ? teams : [])]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary";
    button.textContent = team || list.dataset.pick;
    if (team) button.ariaLabel = `${list.dataset.pick}: ${team}`;
    button.addEventListener("click", () => {
      const some = boxes(team);
      const all = some.every((box) => box.checked);
      for (const box of some) box.checked = !all;
    });
    bar.append(button);
  }
  list.before(bar);
}
for (const form of document.querySelectorAll("form:has([data-busy])")) {
  const button = form.querySelector("[data-busy]");
  const words = button.textContent;
  form.addEventListener("submit", () => {
    button.textContent = button.dataset.busy;
    setTimeout(() => (button.disabled = true));
  });
  addEventListener("pageshow", () => {
    button.textContent = words;
    button.disabled = false;
  });
}
