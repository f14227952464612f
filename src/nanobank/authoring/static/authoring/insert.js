// What is chosen from the shelf goes into the text that is open: the editor listens for nb:insert.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  button.dispatchEvent(new CustomEvent("nb:insert", { bubbles: true, detail: { text: button.dataset.insert } }));
});

// Buttons for those who do not know the marks: what is chosen in the text is made bold, a heading, a list or a link.
for (const tools of document.querySelectorAll("[data-tools]")) {
  const text = tools.closest(".ed-both").querySelector("textarea");
  tools.hidden = false;
  tools.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const { around, line } = button.dataset;
    const [from, to] = [text.selectionStart, text.selectionEnd];
    const chosen = text.value.slice(from, to);
    if (line) {
      const start = text.value.lastIndexOf("\n", from - 1) + 1;
      const lines = text.value.slice(start, to).split("\n").map((one) => line + one);
      text.setRangeText(lines.join("\n"), start, to, "end");
    } else if (around) {
      text.setRangeText(`${around}${chosen || button.textContent}${around}`, from, to, "end");
    } else {
      text.setRangeText(`[${chosen || "…"}](https://)`, from, to, "end");
    }
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });
}
