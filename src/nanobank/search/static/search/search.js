// The one field as a combobox with a list (WAI-ARIA APG, "list autocomplete with manual selection"). htmx fetches the
// options; without this script the field is a plain search field.
(() => {
  const fields = document.querySelectorAll("[data-search-field]");

  function combobox(field) {
    const input = field.querySelector("[role=combobox]");
    const list = field.querySelector("[role=listbox]");
    let at = -1;
    let awaited = false; // what was typed last has not been searched for or waved away

    const options = () => [...list.querySelectorAll("[role=option]")];

    function mark(place) {
      const all = options();
      at = all.length ? (place + all.length) % all.length : -1;
      all.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
      if (at < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", all[at].id);
        all[at].scrollIntoView({ block: "nearest" });
      }
    }

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      options().forEach((option) => option.setAttribute("aria-selected", "false"));
      at = -1;
    }

    function dismiss() {
      awaited = false;
      close();
    }

    function open() {
      const some = options().length > 0 && document.activeElement === input;
      list.hidden = !some;
      input.setAttribute("aria-expanded", String(some));
      if (!some) close();
    }

    list.addEventListener("htmx:afterSwap", () => {
      at = -1;
      open();
    });
    list.addEventListener("htmx:beforeSwap", (event) => {
      if (!awaited || document.activeElement !== input) event.detail.shouldSwap = false;
    });
    input.addEventListener("input", () => {
      awaited = true;
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) open();
        if (list.hidden) return;
        event.preventDefault();
        if (at < 0 && event.key === "ArrowUp") mark(options().length - 1);
        else mark(at + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        dismiss();
      } else if (event.key === "Enter") {
        if (at >= 0 && !list.hidden) {
          event.preventDefault();
          window.location.assign(options()[at].dataset.address);
        }
        dismiss();
      } else if (event.key === "Tab") dismiss();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // or the field would lose its focus first
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) window.location.assign(option.dataset.address);
    });
    input.addEventListener("blur", close);
    input.form?.addEventListener("submit", dismiss);
    input.addEventListener("search", close);
  }

  fields.forEach(combobox);
})();
