// The box of the finder: answers while one types, and by what one has. All that it knows stands in
// the tables of the page.
(() => {
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const texts = (selector, inside) => all(selector, inside).map((one) => one.textContent);
  const element = (name, className, ...content) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  };

  const pairs = all(".finder-pairs tbody tr").flatMap((row) =>
    all("li", row).flatMap((item) =>
      all("a", item).map(({ hash }) => ({
        have: row.cells[0].textContent, want: item.firstChild.textContent, task: hash.slice(1),
      })),
    ),
  );
  const names = all(".finder-names tbody tr").map((row) => ({
    row, name: row.cells[0].textContent, origin: row.dataset.origin, said: row.cells[1].textContent,
    functions: texts("a", row.cells[2]),
  }));

  // A task and what leads to it; or a name for which there is no task.
  const tasks = all(".finder-tasks tbody tr").map((row) => {
    const [task, functions, recipes] = row.cells;
    const name = functions.querySelector("a").textContent;
    return {
      row, task: task.firstChild.textContent, function: name, links: [...all("a", recipes), functions.querySelector("a")],
      synonyms: (task.querySelector(".words")?.textContent ?? "").split("; ").filter(Boolean),
      called: names.filter((one) => one.functions.includes(name)),
      have: pairs.filter((one) => one.task === row.id).map(({ have, want }) => `${have} ${want}`),
    };
  });
  const known = new Set(tasks.map((one) => one.function));
  const alone = names.filter((one) => !one.functions.some((name) => known.has(name))).map((one) => ({
    row: one.row, task: "", function: one.functions[0] ?? "", links: all("a", one.row), synonyms: [], called: [one], have: [],
  }));
  const entries = [...tasks, ...alone];

  let index; // made when somebody begins
  const ranked = (query) => {
    index ??= finderRanking.index(
      entries.map(({ called, ...one }) => ({ ...one, names: called.map(({ name, origin, functions }) => [name, origin, functions.indexOf(one.function)]) })),
    );
    return finderRanking.rank(index, query).map(({ number, names }) => [entries[number], names.map((one) => entries[number].called[one])]);
  };

  const answer = (list, [{ task, links }, called], told) => {
    const title = element("span", "task", task || called[0].name);
    title.id = `${list.id || "pair"}-${list.children.length}`;
    // What became of a name is told once.
    const said = called.filter((one) => !told.has(one)).map(({ name, said }) => element("span", "said", element("code", "", name), ` ${said}`));
    called.forEach((one) => told.add(one));
    const copies = links.map((link) => {
      const copy = link.cloneNode(true);
      copy.removeAttribute("tabindex");
      copy.setAttribute("aria-describedby", title.id);
      const recipe = !copy.matches(".scipy");
      return recipe ? element("span", "", link.previousSibling ? "Used in: " : "Recipe: ", copy) : copy;
    });
    list.append(element("li", "", title, ...said, element("span", "links", ...copies)));
  };
  const show = (form, found, asked) => {
    const list = form.querySelector(".answers");
    list.replaceChildren();
    const told = new Set();
    for (const one of found) answer(list, one, told);
    const count = found.length === 1 ? "1 answer" : `${found.length || "No"} answers`;
    form.querySelector(".finder-status").textContent = asked ? (found.length ? count : `${count}. Try other words, or the search of the whole site.`) : "";
  };

  const form = document.querySelector(".finder");
  const box = form.querySelector("input");
  const search = () => show(form, box.value.trim() ? ranked(box.value) : [], box.value.trim());
  const first = () => all("li", form).map((item) => item.querySelector("a")).filter(Boolean);
  box.addEventListener("input", search);
  // Who comes back from an answer finds the question again.
  form.querySelector(".answers").addEventListener("click", ({ target }) => {
    if (target.closest("a") && location.protocol !== "file:")
      history.replaceState(null, "", `?${new URLSearchParams({ q: box.value })}`);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    first()[0]?.click();
  });
  form.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const stops = [box, ...first()];
      const item = document.activeElement.closest("li");
      const at = item ? stops.indexOf(item.querySelector("a")) : 0;
      stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
      event.preventDefault();
    } else if (event.key === "Escape") {
      if (document.activeElement === box) box.value = "";
      search();
      box.focus();
    }
  });
  // Typing goes on in the box, wherever the arrows led.
  form.querySelector(".answers").addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => {
    if (key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey) box.focus();
  });

  const selects = document.querySelector(".pairs");
  const [have, want] = all("select", selects);
  const option = (text) => new Option(text, text);
  const noun = (text) => text.replace(/^(an?|the|its?|their) /, "");
  const fill = (select, texts) => {
    const [kept, sorted] = [select.value, [...new Set(texts)].sort((one, other) => noun(one).localeCompare(noun(other)))];
    select.replaceChildren(select.options[0], ...sorted.map(option));
    select.value = sorted.includes(kept) ? kept : "";
  };
  fill(have, pairs.map((one) => one.have));
  const choose = () => {
    fill(want, pairs.filter((one) => !have.value || one.have === have.value).map((one) => one.want));
    const asked = have.value || want.value;
    const wanted = new Set(
      pairs.filter((one) => asked && (!have.value || one.have === have.value) && (!want.value || one.want === want.value)).map((one) => one.task),
    );
    show(selects, tasks.filter(({ row }) => wanted.has(row.id)).map((one) => [one, []]), asked);
  };
  selects.addEventListener("change", choose);
  selects.addEventListener("submit", (event) => event.preventDefault());

  // An address may bring a question, and a browser that comes back what was chosen.
  const begin = () => {
    box.value ||= new URLSearchParams(location.search).get("q") ?? "";
    search();
    choose();
  };
  begin();
  addEventListener("pageshow", begin);
})();
