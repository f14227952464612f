// Saves each part of a draft while it is written. What cannot be sent is kept in this browser and sent when the
// connection is back, on this page or the next. Without this file every form is saved by its own button.
(() => {
  const editor = document.querySelector("[data-editor]");
  if (!editor) return;
  const status = editor.querySelector("[data-save-status]");
  const unsent = editor.querySelector("[data-unsent]");
  const STORE = `nanobank.draft.${editor.dataset.owner}.`;
  const TOKEN = "csrfmiddlewaretoken";
  const IDLE = 1000, KEEP = 250, RETRY = 8000, SMALL = 60_000;
  const token = () => editor.querySelector(`[name=${TOKEN}]`)?.value ?? "";

  const store = {
    all: () => Object.keys(localStorage).filter((key) => key.startsWith(STORE)).map((key) => store.get(key.slice(STORE.length))).filter(Boolean),
    get: (part) => { try { return JSON.parse(localStorage.getItem(STORE + part)); } catch { return null; } },
    put: (entry) => { try { localStorage.setItem(STORE + entry.part, JSON.stringify(entry)); } catch { /* full or closed */ } },
    drop: (part) => { try { localStorage.removeItem(STORE + part); } catch { /* closed */ } },
  };

  const tell = (name, words) => {
    status.textContent = words ?? status.dataset[name];
    status.dataset.state = name;
  };

  // "saved", "clash", "refused", "gone": the server has answered. "waiting", "broken", "signedOut": try again later.
  const send = async (url, fields, { last = false } = {}) => {
    const body = new URLSearchParams(fields);
    let response;
    try {
      response = await fetch(url, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": token() },
        keepalive: last && body.toString().length < SMALL,
      });
    } catch {
      return { kind: "waiting" };
    }
    if (response.redirected || response.status === 403) return { kind: "signedOut" };
    if (response.status === 404) return { kind: "gone" };
    const answer = await response.json().catch(() => null);
    if (!answer) return { kind: "broken" };
    if (response.ok) return { kind: "saved", ...answer };
    return { kind: answer.html ? "clash" : "refused", ...answer };
  };

  const fieldsOf = (form) => [...new FormData(form)].filter(([name, value]) => name !== TOKEN && typeof value === "string");
  const textOf = (fields) => JSON.stringify(fields.filter(([name]) => name !== "revision"));

  // A quiz's choices have an empty row at the end for as long as there may be more.
  const growRows = (form, needed) => {
    const rows = form.querySelectorAll("[data-row]");
    if (!rows.length || rows.length >= 20 || rows.length >= needed) return;
    const made = rows[0].cloneNode(true);
    for (const input of made.querySelectorAll("input")) {
      const number = rows.length;
      if (input.name === "correct") { input.value = String(number); input.checked = false; } else input.value = "";
      input.name = input.name.replace(/\d+/, String(number));
      for (const name of ["aria-label", "placeholder"]) {
        if (input.hasAttribute(name)) input.setAttribute(name, input.getAttribute(name).replace(/\d+/, String(number + 1)));
      }
    }
    rows[rows.length - 1].after(made);
    growRows(form, needed);
  };
  const rowsIn = (fields) => 1 + Math.max(-1, ...fields.map(([name, value]) => (value && Number(name.match(/^choice_(\d+)_/)?.[1])) || -1));

  const fill = (form, fields) => {
    growRows(form, rowsIn(fields));
    for (const control of form.elements) {
      if (!control.name || control.name === TOKEN || control.type === "file") continue;
      const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
      if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
      else if (values.length) [control.value] = values;
    }
  };

  // What is not right yet is said where something has been written and left, not while it is being written.
  const isLeft = (inputs) => inputs.some(({ value, type }) => value.trim() && !["checkbox", "radio", "hidden"].includes(type))
    && !inputs.includes(document.activeElement);
  const showFaults = (form, faults, all) => {
    form.querySelectorAll(".form-error-message, [data-fault]").forEach((shown) => shown.remove());
    form.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
    for (const [name, sentence] of Object.entries(faults)) {
      const found = form.elements[name];
      const control = found instanceof RadioNodeList ? found[0] : found;
      const group = form.querySelector(`[data-faults="${name}"]`);
      const inputs = group ? [...group.querySelectorAll("input, textarea")] : [control].filter(Boolean);
      if (!all && inputs.length && !isLeft(inputs)) continue;
      const told = document.createElement("span");
      told.className = "form-error-message";
      told.textContent = sentence;
      if (group) group.querySelector("legend").after(told);
      else if (control) { control.setAttribute("aria-invalid", "true"); control.before(told); }
      else form.prepend(told);
    }
  };

  const sheetOf = (form) => {
    const { part } = form.dataset;
    const clash = form.querySelector("[data-clash]");
    let saved = textOf(fieldsOf(form)), blocked = false, sending = false, timer = 0, keeper = 0;
    let faults = null, isDone = false;
    const written = () => textOf(fieldsOf(form)) !== saved;
    const keep = () => {
      clearTimeout(keeper);
      keeper = 0;
      store.put({ part, url: form.action, page: location.pathname, name: form.dataset.name, fields: fieldsOf(form) });
    };
    const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

    const take = (answer, sent) => {
      if (answer.kind === "saved") {
        saved = textOf(sent);
        form.elements.revision.value = answer.revision;
        document.querySelectorAll("[data-follows-revision]").forEach((input) => { if (part === editor.dataset.part) input.value = answer.revision; });
        ({ faults } = answer);
        showFaults(form, faults, isDone);
        form.dispatchEvent(new CustomEvent("nb:saved", { bubbles: true, detail: { part } }));
        if (written()) { keep(); later(IDLE); } else store.drop(part);
        tell("saved", answer.message);
      } else if (answer.kind === "clash") {
        blocked = true;
        clash.innerHTML = answer.html;
        form.elements.revision.value = answer.revision;
        clash.querySelector("[data-take-theirs]").addEventListener("click", (event) => {
          event.preventDefault();
          store.drop(part);
          location.reload();
        });
        clash.scrollIntoView({ block: "nearest" });
        tell("clash");
      } else if (answer.kind === "refused") {
        showFaults(form, answer.faults ?? {}, true);
        tell("refused", answer.message);
      } else {
        tell(answer.kind);
        if (answer.kind !== "gone") later(RETRY);
      }
    };

    const save = async (options) => {
      clearTimeout(timer);
      if (sending || blocked || !(written() || store.get(part))) return;
      const sent = fieldsOf(form);
      sending = true;
      keep();
      tell("saving");
      const answer = await send(form.action, sent, options);
      sending = false;
      take(answer, sent);
    };

    form.addEventListener("input", (event) => {
      faults = null;
      if (event.target.name === "title") titled(event.target.value);
      const row = event.target.closest("[data-row]");
      if (row && !row.nextElementSibling) growRows(form, form.querySelectorAll("[data-row]").length + 1);
      if (!keeper) keeper = setTimeout(keep, KEEP);
      if (status.dataset.state !== "written" && !blocked) tell("written");
      if (!blocked) later(IDLE);
    });
    form.addEventListener("focusout", () => setTimeout(() => { if (faults) showFaults(form, faults, isDone); }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      isDone = true;
      if (blocked) { blocked = false; clash.replaceChildren(); }
      keep();
      save();
    });
    const leave = () => { if (keeper || written()) { keep(); save({ last: true }); } };
    return { part, form, leave, retry: () => save(), restore: (entry) => { fill(form, entry.fields); later(0); } };
  };

  const titled = (title) => {
    for (const name of editor.querySelectorAll(".ed-steps .is-open [data-name], [data-titled]")) {
      if (title.trim()) name.textContent = title;
    }
  };

  const sheets = new Map([...editor.querySelectorAll("form[data-autosave]")].map(sheetOf).map((sheet) => [sheet.part, sheet]));

  // Parts written on other pages while there was no connection.
  const sendOthers = async () => {
    const left = [];
    for (const entry of store.all().filter(({ part }) => !sheets.has(part))) {
      const { kind } = await send(entry.url, entry.fields);
      if (kind === "saved") store.drop(entry.part);
      else left.push({ ...entry, kind });
    }
    unsent.hidden = !left.length;
    unsent.querySelector("ul").replaceChildren(...left.map(lineOf));
  };
  const lineOf = (entry) => {
    const line = document.createElement("li");
    if (entry.kind === "gone") {
      const text = document.createElement("textarea");
      text.readOnly = true;
      text.className = "form-input";
      text.value = entry.fields.filter(([name]) => name !== "revision").map(([, value]) => value).join("\n\n");
      line.append(`${entry.name}: ${status.dataset.gone}`, text);
      store.drop(entry.part);
    } else {
      const link = document.createElement("a");
      link.href = entry.page;
      link.textContent = entry.name;
      line.append(link);
    }
    return line;
  };

  // A picture chosen beside the text, for instance, is put where the writing stands, or else last, by itself.
  let writingIn = null;
  editor.addEventListener("focusin", ({ target }) => { if (target.matches("textarea")) writingIn = target; });
  document.addEventListener("nb:insert", ({ detail }) => {
    const text = writingIn ?? editor.querySelector("textarea[data-preview]");
    if (!text) return;
    if (writingIn === text) text.setRangeText(detail.text, text.selectionStart, text.selectionEnd, "end");
    else text.value = [text.value.trimEnd(), detail.text].filter(Boolean).join("\n\n");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });
  for (const button of document.querySelectorAll("[data-add-line]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const text = editor.querySelector("form[data-autosave] textarea");
      text.value = [...text.value.split("\n").filter((line) => line.trim()), button.dataset.addLine].join("\n");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  for (const [part, sheet] of sheets) {
    const entry = store.get(part);
    if (entry) sheet.restore(entry);
  }
  const leaveAll = () => { if (document.visibilityState === "hidden") sheets.forEach((sheet) => sheet.leave()); };
  document.addEventListener("visibilitychange", leaveAll);
  addEventListener("pagehide", () => sheets.forEach((sheet) => sheet.leave()));
  addEventListener("offline", () => tell("waiting"));
  addEventListener("online", () => { sheets.forEach((sheet) => sheet.retry()); sendOthers(); });
  sendOthers();
})();
