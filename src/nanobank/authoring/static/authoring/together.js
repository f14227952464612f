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

  // What is still missing is counted at the side: read anew when something has been saved and nothing for a while.
  const side = editor.querySelector(".ed-side");
  const counted = (link, fresh) => {
    const now = fresh.querySelector(`.ed-side a[href="${link.getAttribute("href")}"]`);
    for (const part of now ? [".ed-count", ".ed-kind"] : []) {
      const [stands, is] = [link.querySelector(part), now.querySelector(part)];
      if (stands && is) stands.replaceWith(is);
      else if (stands) stands.remove();
      else if (is) link.append(is);
    }
  };
  const count = async () => {
    try {
      const response = await fetch(location.pathname);
      if (!response.ok || response.redirected) return;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      side.querySelectorAll("a[href]").forEach((link) => counted(link, fresh));
      const [stands, is] = [editor, fresh].map((page) => page.querySelector(".ed-main h1"));
      if (stands && is) stands.textContent = is.textContent;
    } catch { /* no connection: counted after the next save */ }
  };
  let counting = 0;
  document.body.addEventListener("nb:saved", () => { clearTimeout(counting); counting = setTimeout(count, SETTLED); });
})();
