// Windward works without this file. With it: keys, unsent text that is kept, and answers that do not reload the page twice.

const typing = (target) => target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

// Where `g` and a letter go is said by the list of keys.
const place = (key) => /^[a-z]$/.test(key) && document.querySelector(`#keys a[data-key=${key}]`)?.getAttribute("href");
let going = false;

const questions = () => [...document.querySelectorAll("[data-question]")];
const current = () => document.activeElement?.closest?.("[data-question]");

function step(by) {
  const all = questions();
  if (all.length === 0) return;
  const at = all.indexOf(current());
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// Answers the question that has the focus. Without one, the first that is open gets it: nothing is answered unseen.
function answer(digit) {
  const question = current();
  if (!question) {
    const open = questions().find((it) => !it.querySelector(".answers [aria-pressed=true]"));
    open?.focus();
    return Boolean(open);
  }
  const button = question.querySelectorAll(".answers button")[digit - 1];
  if (!button) return false;
  const all = questions();
  const next = all[all.indexOf(question) + 1];
  if (next) sessionStorage.setItem("windward-next", next.id);
  button.form.requestSubmit(button);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key;
  if (going) {
    going = false;
    const to = place(key);
    if (to) { event.preventDefault(); location.assign(to); }
    return;
  }
  if (key === "g") going = true;
  else if (key === "?") document.getElementById("keys")?.showModal();
  else if (key === "e") { event.preventDefault(); const box = document.getElementById("what"); box ? box.focus() : location.assign("/evidence#what"); }
  else if (key === "/") { event.preventDefault(); const box = document.getElementById("search"); box ? box.focus() : palette(); }
  else if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (/^[1-9]$/.test(key) && answer(Number(key))) event.preventDefault();
});

// After an answer the next question has the focus, so that a row of digits answers a row of questions.
const next = sessionStorage.getItem("windward-next");
if (next) {
  sessionStorage.removeItem("windward-next");
  const question = document.getElementById(next);
  question?.focus({ preventScroll: true });
  question?.scrollIntoView({ block: "center" });
}

// A form that came back has the focus where something is wrong with it.
function faulty() {
  const marked = document.querySelector("main [aria-invalid=true]");
  if (marked) return marked;
  const name = document.querySelector("[data-to-fault]")?.hash.slice(1);
  return name && (document.getElementsByName(name)[0] ?? document.getElementById(name));
}
const wrong = faulty();
if (wrong) {
  for (let fold = wrong.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  wrong.focus();
}

// What is shown once can be copied, where the browser lets a page do so.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  const shown = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    shown.select();
    try {
      await navigator.clipboard.writeText(shown.value);
      button.textContent = "Copied";
      button.setAttribute("aria-live", "polite");
    } catch { /* It is selected, to be copied by hand. */ }
  });
}

// A form is sent once: a second click while the answer is on its way would only come back as ‘already’.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent || event.target.dataset.passkey) event.preventDefault();
  else if (event.target.method === "post") event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What takes a moment says so. Coming back to the page, the button is as it was.
document.addEventListener("submit", (event) => {
  const says = event.target.dataset.busy;
  const button = event.target.querySelector("button");
  if (!says || !button || event.defaultPrevented) return;
  const was = button.textContent;
  button.setAttribute("aria-live", "polite");
  button.textContent = says;
  addEventListener("pageshow", () => { button.textContent = was; }, { once: true });
});

// A preview follows the text, a moment after the last key.
for (const text of document.querySelectorAll("textarea[data-preview]")) {
  const shown = document.getElementById(text.dataset.preview);
  // The sample says in every address that it is one.
  const to = `/updates/preview${new URL(text.form.action).search}`;
  let waiting, asked = 0;
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const mine = ++asked;
      try {
        const answer = await fetch(to, { method: "POST", body: new URLSearchParams({ body: text.value }) });
        if (!answer.ok || mine !== asked) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        shown.replaceChildren(...page.body.childNodes);
      } catch { /* Offline, or leaving: saving shows it too. */ }
    }, 250);
  });
}

// A list may follow what is typed: the same page is asked for, a moment after the last key, and its list put in place.
for (const form of document.querySelectorAll("form[data-live]")) {
  let waiting, asked = 0;
  const find = async () => {
    const mine = ++asked;
    const to = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
    try {
      const answer = await fetch(to, { headers: { accept: "text/html" } });
      if (!answer.ok || mine !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(form.dataset.live);
      const old = document.getElementById(form.dataset.live);
      if (mine !== asked || !fresh || !old) return;
      old.replaceWith(fresh);
      history.replaceState(null, "", to);
    } catch { /* Offline, or leaving: the button still works. */ }
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(find, 120); });
  form.addEventListener("submit", () => { clearTimeout(waiting); asked++; });
}

// A file may be dropped anywhere on a page with a form that takes one.
const taking = document.querySelector("form[data-drop]");
if (taking) {
  const input = taking.querySelector("input[type=file]");
  const brings = (event) => event.dataTransfer?.types.includes("Files");
  for (const hint of taking.querySelectorAll(".drop")) hint.hidden = false;
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    taking.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) taking.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    taking.classList.remove("dropping");
    const file = event.dataTransfer.files[0];
    if (!file) return;
    // One at a time: each gets its own preview.
    const one = new DataTransfer();
    one.items.add(file);
    input.files = one.files;
    taking.requestSubmit();
  });
}

// Leaving with unsent text asks first.
let unsent = false;
document.addEventListener("input", (event) => { if (event.target.closest("form[method=post]")) unsent = true; });
document.addEventListener("submit", () => { unsent = false; });
addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });

// A passkey: what the server asks goes into the browser's own dialog, and what comes out of it into the form.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (list) => list?.map((it) => ({ ...it, id: bytes(it.id) }));

async function passkey({ passkey: verb, ask }) {
  const asked = await fetch(ask, { method: "POST" });
  // Led to another page: too long ago that somebody showed who they are.
  if (asked.redirected) return location.reload();
  const { publicKey } = await asked.json();
  publicKey.challenge = bytes(publicKey.challenge);
  publicKey.allowCredentials = named(publicKey.allowCredentials);
  publicKey.excludeCredentials = named(publicKey.excludeCredentials);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  const { id, type, rawId, response } = await navigator.credentials[verb]({ publicKey });
  const parts = ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"].filter((it) => response[it]);
  return JSON.stringify({ id, type, rawId: text(rawId), response: Object.fromEntries(parts.map((it) => [it, text(response[it])])) });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const fault = form.querySelector("[data-fault]");
  form.addEventListener("submit", async () => {
    fault.hidden = true;
    try {
      const answer = await passkey(form.dataset);
      if (!answer) return;
      form.elements.answer.value = answer;
      form.submit();
    } catch {
      fault.hidden = false;
    }
  });
}
