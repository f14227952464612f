// What is chosen from the shelf goes into the text that is open: the editor listens for nb:insert.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  button.dispatchEvent(new CustomEvent("nb:insert", { bubbles: true, detail: { text: button.dataset.insert } }));
});
