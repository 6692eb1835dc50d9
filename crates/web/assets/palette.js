
// `/` goes anywhere by a few letters of its name: a page, what can be done on this one, or a search for the words.
const MOST_PLACES = 8;

// The pages are listed before this script; where people have accounts, the menu says so.
function places() {
  const shared = document.querySelector("#menu a[href='/team']");
  const found = new Map([["/evidence#what", { href: "/evidence#what", name: "Log evidence", also: "" }]]);
  for (const [href, name, also] of shared ? [...PLACES, ...OF_ACCOUNTS] : PLACES) found.set(href, { href, name, also });
  for (const link of document.querySelectorAll("#menu a[href], main a.button[href]")) {
    const href = link.getAttribute("href");
    const name = link.textContent.trim();
    if (name && !found.has(href)) found.set(href, { href, name, also: "" });
  }
  return [...found.values()];
}

// As words are typed: whatever their case and their accents.
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function make(tag, about = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

function palette() {
  const all = places();
  const box = make("input", { id: "palette-find", type: "search", role: "combobox", autocomplete: "off", "aria-expanded": "true", "aria-controls": "palette-list" });
  const list = make("ul", { id: "palette-list", role: "listbox", "aria-label": "Where to" });
  const label = make("label", { for: "palette-find" }, "Go to a page, or search for words");
  const dialog = make("dialog", { id: "palette", "aria-label": "Go to" }, label, box, list);
  let chosen = 0;

  // It may be another place on this very page.
  const go = (option) => { if (option) { dialog.close(); location.assign(option.dataset.href); } };

  const choose = (at) => {
    const options = [...list.children];
    chosen = (at + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    box.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    const words = folded(box.value).split(/\s+/).filter(Boolean);
    const named = all.filter(({ name, also }) => words.every((word) => folded(`${name} ${also}`).includes(word)));
    const begins = ({ name }) => (words[0] && folded(name).startsWith(words[0]) ? 0 : 1);
    const shown = named.sort((a, b) => begins(a) - begins(b)).slice(0, MOST_PLACES);
    if (words.length) shown.push({ href: `/search?${new URLSearchParams({ q: box.value.trim() })}`, name: `Search for ‘${box.value.trim()}’` });
    const option = ({ href, name }, at) => make("li", { id: `palette-${at}`, role: "option", "data-href": href }, name);
    list.replaceChildren(...shown.map(option));
    choose(0);
  };

  box.addEventListener("input", show);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); choose(chosen + (event.key === "ArrowDown" ? 1 : -1)); }
    else if (event.key === "Enter") { event.preventDefault(); go(list.children[chosen]); }
  });
  list.addEventListener("click", (event) => go(event.target.closest("[data-href]")));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  show();
  dialog.showModal();
  box.focus();
}
