// One slider along the plans there are to choose among. It moves the list's own choice, which works without it.
(() => {
  const root = document.querySelector("[data-plans]");
  const slider = root?.querySelector("[data-plans-slider]");
  if (!slider) return;
  const choices = [...root.querySelectorAll("input[type=radio]")];
  const told = root.querySelector("[data-plans-told]");
  const dots = [...document.querySelectorAll("[data-place]")];
  const show = (place) => {
    slider.value = String(place);
    told.textContent = choices[place].dataset.words;
    slider.setAttribute("aria-valuetext", choices[place].dataset.words);
    for (const dot of dots) dot.classList.toggle("pw-dot--chosen", Number(dot.dataset.place) === place);
  };
  slider.addEventListener("input", () => {
    choices[Number(slider.value)].checked = true;
    show(Number(slider.value));
  });
  choices.forEach((choice, place) => choice.addEventListener("change", () => show(place)));
  for (const dot of dots) {
    dot.addEventListener("click", () => {
      choices[Number(dot.dataset.place)].checked = true;
      show(Number(dot.dataset.place));
    });
  }
  root.classList.add("is-drawn");
  show(Math.max(choices.findIndex((choice) => choice.checked), 0));
})();
