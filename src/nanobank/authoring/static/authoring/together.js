// Shows a text as its readers will see it while it is written, and who else has the draft open.
(() => {
  const editor = document.querySelector("[data-editor]");
  if (!editor) return;
  const PAUSE = 350, LOOK = 20_000, SETTLED = 2_000;
  const post = (url, values, signal) => fetch(url, {
    method: "POST",
    body: new URLSearchParams(values),
    signal,
    headers: { Accept: "application/json", "X-CSRFToken": editor.querySelector("[name=csrfmiddlewaretoken]").value },
  });

  for (const text of editor.querySelectorAll("textarea[data-preview]")) {
    const shown = editor.querySelector(`[data-preview-of="${text.dataset.preview}"]`);
    let timer = 0, asked = null;
    const show = async () => {
      asked?.abort();
      asked = new AbortController();
      try {
        const response = await post(editor.dataset.previewUrl, { text: text.value }, asked.signal);
        if (response.ok && !response.redirected) shown.innerHTML = await response.text();
      } catch { /* no connection, or asked again meanwhile */ }
    };
    text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, PAUSE); });
  }

  const here = document.querySelector("[data-here]");
  const look = async () => {
    if (document.visibilityState === "hidden") return;
    try {
      const response = await post(editor.dataset.hereUrl, { part: editor.dataset.part });
      if (!response.ok || response.redirected) return;
      const { here: words } = await response.json();
      if (here.textContent !== words) here.textContent = words;
      here.hidden = !words;
    } catch { /* no connection: the next look tells */ }
  };
  setInterval(look, LOOK);

  // What is still missing is counted at the side: asked for when something has been saved and nothing for a while.
  // Only what differs is touched, since two hundred steps may stand there.
  const differ = (node, words) => { if (node && node.textContent !== words) node.textContent = words; };
  const hide = (node, hidden) => { if (node && node.hidden !== hidden) node.hidden = hidden; };
  const count = async () => {
    try {
      const response = await fetch(editor.dataset.missingUrl, { headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) return;
      const { missing, steps } = await response.json();
      for (const number of editor.querySelectorAll("[data-missing]")) {
        const many = missing[number.dataset.missing] ?? 0;
        differ(number, String(many));
        hide(number.parentElement, !many);
      }
      for (const step of editor.querySelectorAll("[data-step]")) {
        const now = steps[step.dataset.step];
        if (!now) continue;
        differ(step.querySelector("[data-about]"), now.about);
        hide(step.querySelector(".ed-lacks"), !now.lacks);
      }
    } catch { /* no connection: counted after the next save */ }
  };
  let counting = 0;
  document.body.addEventListener("nb:saved", () => { clearTimeout(counting); counting = setTimeout(count, SETTLED); });
})();
