
// `/` goes anywhere by a few letters of its name: a page, what can be done on this one, or a search for the words.
const MOST_PLACES = 8;

function places() {
  const found = new Map([["/evidence#what", "Log evidence"]]);
  for (const link of document.querySelectorAll(".find, #menu a[href], #keys a[href], main a.button[href]")) {
    const name = link.textContent.trim();
    if (name && !found.has(link.getAttribute("href"))) found.set(link.getAttribute("href"), name);
  }
  return [...found].map(([href, name]) => ({ href, name }));
}

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
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const named = all.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
    const begins = ({ name }) => (words[0] && name.toLowerCase().startsWith(words[0]) ? 0 : 1);
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
