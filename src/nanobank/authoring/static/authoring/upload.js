// Sends a file piece by piece, says how far it is, and goes on where it broke; also after the page was closed.
// Without this file the form sends small and middling files whole.
const PIECE = 8 * 1024 * 1024;
const WAIT = [1, 2, 5, 10, 20, 30];
const STORE = "nanobank.upload.";

const later = (seconds) => new Promise((resolve) => {
  const done = () => { clearTimeout(timer); window.removeEventListener("online", done); resolve(); };
  const timer = setTimeout(done, seconds * 1000);
  window.addEventListener("online", done);
});
const base64 = (text) => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));

class Refused extends Error {}

class Sending {
  constructor(form, file) {
    this.form = form;
    this.file = file;
    this.key = STORE + [form.dataset.upload, file.name, file.size, file.lastModified].join("|");
    this.stopped = new AbortController();
  }

  async ask(address, method, headers = {}, body = undefined) {
    const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(address, {
      method, body, credentials: "same-origin", redirect: "error", signal: this.stopped.signal,
      headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": token, ...headers },
    });
    if (answer.status >= 500) throw new TypeError("The server did not answer");
    return answer;
  }

  async begin() {
    const known = localStorage.getItem(this.key);
    if (known) {
      const answer = await this.ask(known, "HEAD");
      if (answer.ok && !answer.headers.get("Location")) {
        return { address: known, offset: Number(answer.headers.get("Upload-Offset")), resumed: true };
      }
      localStorage.removeItem(this.key);
    }
    const told = `filename ${base64(this.file.name)},module ${base64(this.form.dataset.module ?? "")}`;
    const answer = await this.ask(this.form.dataset.upload, "POST", {
      "Upload-Length": String(this.file.size), "Upload-Metadata": told,
    });
    if (!answer.ok) throw new Refused((await answer.json().catch(() => ({}))).detail ?? "");
    const address = answer.headers.get("Location");
    localStorage.setItem(this.key, address);
    return { address, offset: 0, resumed: false };
  }

  // Where the server is; what it says wins over what we think.
  async offset(address) {
    return Number((await this.ask(address, "HEAD")).headers.get("Upload-Offset"));
  }

  async piece(address, offset) {
    const answer = await this.ask(address, "PATCH", {
      "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset),
    }, this.file.slice(offset, offset + PIECE));
    if (answer.status === 409) return { offset: await this.offset(address), behind: true };
    if (!answer.ok) {
      localStorage.removeItem(this.key);
      throw new Refused((await answer.json().catch(() => ({}))).detail ?? "");
    }
    return { offset: Number(answer.headers.get("Upload-Offset")), item: answer.headers.get("Location") };
  }

  async send(say) {
    let at = null;
    for (let failures = 0; ;) {
      try {
        at ??= await this.begin();
        say(at.resumed ? "resumed" : "sending", at.offset);
        const told = await this.piece(at.address, at.offset);
        if (told.item) {
          localStorage.removeItem(this.key);
          say("done", this.file.size);
          return told.item;
        }
        if (told.behind) await later(1);
        at = { address: at.address, offset: told.offset, resumed: false };
        failures = 0;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        say("waiting", at?.offset ?? 0);
        await later(WAIT[Math.min(failures, WAIT.length - 1)]);
        failures += 1;
        if (at) at.offset = await this.offset(at.address).catch(() => at.offset);
      }
    }
  }
}

for (const form of document.querySelectorAll("[data-upload]")) {
  const progress = form.querySelector("[data-upload-progress]");
  const fault = form.querySelector("[data-upload-error]");
  const button = form.querySelector("button:not([type])");
  const show = (name, offset, size) => {
    const percent = Math.floor((100 * offset) / size);
    progress.querySelector("progress").value = percent;
    progress.querySelector("[data-upload-percent]").textContent = percent;
    const said = progress.querySelector("[data-upload-said]");
    if (said.textContent !== form.dataset[name]) said.textContent = form.dataset[name];
  };

  form.addEventListener("submit", async (event) => {
    const file = form.querySelector("input[type=file]").files[0];
    if (!file) return;
    event.preventDefault();
    const sending = new Sending(form, file);
    progress.hidden = false;
    fault.hidden = true;
    button.disabled = true;
    progress.querySelector("[data-upload-stop]").onclick = () => sending.stopped.abort();
    try {
      window.location.assign(await sending.send((name, offset) => show(name, offset, file.size)));
    } catch (error) {
      progress.hidden = true;
      button.disabled = false;
      fault.textContent = error.name === "AbortError" ? form.dataset.stopped : error.message || form.dataset.failed;
      fault.hidden = false;
    }
  });
}
