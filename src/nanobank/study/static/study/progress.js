// Keeps a learner's place. What cannot be sent waits in this browser and is sent when the connection is back;
// the server takes the same report twice without harm. The page works without this file.
(() => {
  const page = document.querySelector("[data-report-url]");
  const status = document.querySelector("[data-report-status]");
  const STORE = "nanobank.reports";
  const MOST = 200;
  const owner = page?.dataset.owner ?? document.querySelector("[data-owner]")?.dataset.owner;
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  if (!owner || !token()) return;

  const read = () => {
    try { return JSON.parse(localStorage.getItem(STORE)) ?? []; } catch { return []; }
  };
  const write = (reports) => {
    try { localStorage.setItem(STORE, JSON.stringify(reports.slice(-MOST))); } catch { /* a full or closed store */ }
  };
  const same = (one, other) => one.id === other.id;
  const say = (name) => {
    if (!status) return;
    status.textContent = name ? status.dataset[name] : "";
    status.hidden = !name;
  };

  // One video position a step is enough: the furthest.
  const keep = (report) => {
    const others = read().filter((one) => !(one.url === report.url && one.body.kind === "progress" && report.body.kind === "progress"));
    write([...others, report]);
  };
  const forget = (report) => write(read().filter((one) => !same(one, report)));

  // true: taken or useless to send again; false: try later.
  const send = async (report) => {
    let answer;
    try {
      answer = await fetch(report.url, {
        method: "POST",
        credentials: "same-origin",
        keepalive: true,
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify(report.body),
      });
    } catch {
      return { sent: false };
    }
    if (answer.status === 401 || answer.status === 403 || answer.status >= 500) return { sent: false };
    const content = await answer.json().catch(() => ({}));
    return { sent: true, ok: answer.ok, content };
  };

  const make = (body) => ({ id: crypto.randomUUID?.() ?? String(Date.now() + Math.random()), owner, url: page.dataset.reportUrl, body });

  let flushing = false;
  const flush = async () => {
    if (flushing) return;
    flushing = true;
    const waiting = read().filter((one) => one.owner === owner);
    let left = waiting.length;
    for (const report of waiting) {
      if (!(await send(report)).sent) break;
      forget(report);
      left -= 1;
    }
    flushing = false;
    if (left) say("waiting");
    else if (waiting.length) say("sent");
  };

  const report = async (body) => {
    const made = make(body);
    keep(made);
    const result = await send(made);
    if (result.sent) forget(made);
    else say("waiting");
    return result;
  };

  const answersOf = (form) => {
    const answers = {};
    for (const [name, value] of new FormData(form)) {
      if (!name.startsWith("q-")) continue;
      const question = name.slice(2);
      if (form.querySelector(`[name="${name}"]`).type === "checkbox") (answers[question] ??= []).push(value);
      else answers[question] = value;
    }
    return answers;
  };

  const form = document.querySelector("[data-report-form]");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    const kind = form.dataset.reportForm;
    const body = kind === "answers" ? { kind, key: form.elements.key.value, answers: answersOf(form) } : { kind };
    const result = await report(body);
    button.disabled = false;
    if (result.ok) location.assign(result.content.next);
    else if (result.sent) form.submit();
    else if (page.dataset.next && kind === "complete") page.querySelector("[data-later]")?.focus();
  });

  const video = document.querySelector("video[data-seconds]");
  if (video) {
    const queued = read().filter((one) => one.owner === owner && one.url === page.dataset.reportUrl && one.body.kind === "progress");
    const start = Math.max(Number(video.dataset.seconds), ...queued.map((one) => one.body.seconds));
    let told = start;
    const tell = () => {
      const seconds = Math.floor(video.currentTime);
      if (seconds > told) { told = seconds; report({ kind: "progress", seconds }); }
    };
    const resume = () => { if (start > 3 && start < video.duration - 5) video.currentTime = start; };
    if (video.readyState >= 1) resume(); else video.addEventListener("loadedmetadata", resume, { once: true });
    video.addEventListener("timeupdate", () => { if (video.currentTime - told >= 10) tell(); });
    video.addEventListener("pause", tell);
    video.addEventListener("ended", () => page.querySelector("[data-report-form] button")?.focus());
    addEventListener("pagehide", tell);
    // A television's remote control.
    addEventListener("keydown", (event) => {
      const toggle = () => (video.paused ? video.play() : video.pause());
      const keys = {
        MediaPlayPause: toggle,
        MediaPlay: () => video.play(),
        MediaPause: () => video.pause(),
        MediaFastForward: () => { video.currentTime += 10; },
        MediaRewind: () => { video.currentTime -= 10; },
      };
      if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
    });
  }

  addEventListener("online", flush);
  addEventListener("offline", () => say("offline"));
  if (!navigator.onLine) say("offline");
  flush().then(() => { if (page && !video) report({ kind: "progress", seconds: 0 }); });
})();
