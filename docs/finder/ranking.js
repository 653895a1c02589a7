// Ranks the tasks of the finder by what somebody types: whole words and what they begin with,
// other forms and spellings of a word, small slips. It knows nothing of pages.
const finderRanking = (() => {
  const NOTHING = new Set(
    `a an and are as at be between by can could do does for from get give given has have how i if in into is
    it its like make me my need of on one or other please python scipy numpy should show some
    that the their then there this to two use using want what when where which while with without would you
    your find calculate compute way`.split(/\s+/),
  );
  // Words that people take for each other.
  const ALIKE = [
    "image picture photo img", "mean average", "root zero", "minimum min smallest lowest",
    "maximum max largest highest", "remove delete discard", "ode differential", "std deviation",
    "big large huge", "quick fast speed", "convert transform", "neighbour nearest closest", "load read open import",
    "save write export", "area integral", "path route", "odds ratio", "cut crop", "solve solution",
    "resize scale", "join connect", "graph network", "draw plot", "eigenvector eigenvalue", "enlarge zoom",
    "probability chance", "inverse invert", "derivative differentiate differentiation slope", "gaussian normal",
    "several multiple many", "count number",
  ];
  // Endings from long to short, each with the fewest letters that it leaves.
  const ENDINGS = [
    ["isations", 4], ["izations", 4], ["isation", 4], ["ization", 4], ["ations", 4], ["atively", 4],
    ["itions", 4], ["ential", 4], ["ation", 4], ["ative", 4], ["ition", 4], ["ators", 4], ["ising", 4],
    ["izing", 4], ["ence", 4], ["ator", 4], ["ical", 4], ["ised", 4], ["ized", 4], ["iser", 4], ["izer", 4],
    ["ness", 4], ["ment", 4], ["ysis", 4], ["ise", 4], ["ize", 4], ["yse", 4], ["yze", 4], ["ity", 5],
    ["ian", 4], ["ing", 4], ["ion", 4], ["ive", 4], ["ate", 4], ["ent", 5], ["al", 5], ["ic", 4], ["ed", 4],
    ["er", 4], ["or", 5], ["ly", 5], ["um", 5], ["e", 4], ["y", 4], ["a", 5],
  ];

  const folded = (text) =>
    text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f’']/g, "")
      .replace(/(?<=[a-z]{2})our(?=s|ed|ing|\b)/g, "or").replace(/tre(?=s?\b)/g, "ter").replace(/grey/g, "gray");

  const singular = (word) =>
    word.replace(/ices$/, "ix").replace(/([a-z]{3})ies$/, "$1y").replace(/(x|ch|sh|ss)es$/, "$1")
      .replace(/([a-z]{2}[^siu])s$/, "$1");

  const stems = new Map();
  const stem = (word) => {
    if (stems.has(word)) return stems.get(word);
    if (/^normali[sz]/.test(word)) return "normalize"; // to make alike, not to be normal
    let left = /[^a-z]/.test(word) ? word : singular(word);
    for (let before = ""; before !== left && !/[^a-z]/.test(left); ) {
      before = left;
      const ending = ENDINGS.find(([end, least]) => left.endsWith(end) && left.length - end.length >= least);
      if (ending) left = left.slice(0, -ending[0].length);
      if (ending && /([bdfgmnprt])\1$/.test(left)) left = left.slice(0, -1);
      if (left.length > 5 && left.endsWith("ll")) left = left.slice(0, -1);
    }
    stems.set(word, left);
    return left;
  };

  // A word as it is written, and its parts: `solve_ivp`, `t-test`, `RegularGridInterpolator`.
  const bare = (name) => name.replace(/^(scipy|numpy|np|sp)\.(.*\.)?/i, "");
  const units = (text) =>
    text.split(/[\s,;:()[\]{}=/|"?!]+/).map((written) => {
      const apart = bare(written).replace(/([a-z0-9])([A-Z])(?=[a-z])/g, "$1 $2");
      const parts = folded(apart).split(/[^a-z0-9]+/).filter(Boolean);
      const [inside = ""] = /[^.]+\.[^.]+$/.exec(written) ?? []; // of a full name, the end with its package
      return { whole: parts.join(""), parts, inside: folded(inside).replace(/[^a-z0-9]/g, "") };
    }).filter(({ whole }) => whole);

  const alike = new Map();
  for (const group of ALIKE) {
    const found = group.split(" ").map((word) => stem(folded(word)));
    for (const one of found) alike.set(one, found.filter((other) => other !== one));
  }

  // Whether one insertion, deletion, exchange or change of order leads from one word to the other, or so many.
  const slips = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, n) => n)];
    for (let row = 1; row <= one.length; row++) {
      const next = [row];
      for (let at = 1; at <= other.length; at++) {
        const same = one[row - 1] === other[at - 1];
        next[at] = Math.min(last[at] + 1, next[at - 1] + 1, last[at - 1] + !same);
        if (at > 1 && row > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1])
          next[at] = Math.min(next[at], before[at - 2] + 1);
      }
      if (Math.min(...next) > most) return most + 1;
      [before, last] = [last, next];
    }
    return last[other.length];
  };

  const WEIGHTS = { name: 1.1, function: 1.05, task: 1, synonym: 0.95, have: 0.5 };
  const LIKELY = 80; // entries that are looked at closely
  const ORDINARY = 3; // entries that say a word; a name that is such a word is asked for with where it is from

  // Entries have a task, a function, synonyms, what one has for it and gets, and names that lead to it, each
  // with where it is from.
  const index = (entries) => {
    const words = new Map(); // as they are written, with their stems
    const frequency = new Map();
    const read = (text, kind, name) => {
      const found = units(text).map(({ whole, parts }) => {
        for (const word of [whole, ...parts]) words.set(word, stem(word));
        return { key: stem(whole), parts: parts.map(stem) };
      });
      const useful = found.filter(({ key }) => !NOTHING.has(key));
      const kept = useful.length ? useful : found;
      const there = new Map(kept.flatMap(({ key, parts }) => [key, ...parts].map((one) => [one, 1])));
      return { kind, name, units: kept, there };
    };
    const said = entries.map(({ task, synonyms, have }) => [
      read(task, "task"), ...synonyms.map((one) => read(one, "synonym")), ...have.map((one) => read(one, "have")),
    ]);
    const ordinary = new Map();
    for (const phrases of said)
      for (const one of new Set(phrases.flatMap(({ units }) => units.map(({ key }) => key)))) ordinary.set(one, (ordinary.get(one) ?? 0) + 1);
    const typed = ([name, origin]) => {
      const inside = /^(scipy|numpy)\.(?:(.*)\.)?(.*)$/.exec(name) ?? [name, "", origin, name];
      const [, , from = origin, last] = inside;
      return ordinary.get(stem(folded(last))) >= ORDINARY ? `${from}.${last}` : last;
    };
    const known = entries.map((entry, number) => {
      const called = new Set([entry.function, ...entry.names.map(([name]) => name)].map((one) => bare(one.toLowerCase())));
      const phrases = [
        ...said[number], read(entry.function.replace(/^scipy\.([a-z]+\.)+/, "").replaceAll(".", " "), "function"),
        ...entry.names.map((one, at) => ({ ...read(typed(one), "name", at), place: one[2] ?? 0 })),
      ];
      const weights = new Map();
      for (const { kind, units } of phrases)
        for (const { key, parts } of units)
          for (const one of [key, ...parts]) {
            const weight = kind === "name" && one !== key ? WEIGHTS.have : WEIGHTS[kind];
            weights.set(one, Math.max(weights.get(one) ?? 0, weight));
          }
      const met = phrases.flatMap(({ there }) => [...there.keys()]);
      for (const one of new Set(met)) frequency.set(one, (frequency.get(one) ?? 0) + 1);
      return { phrases, weights, called };
    });
    const rarity = (one) => Math.log(1 + known.length / (frequency.get(one) ?? 0.7));
    return { known, words, frequency, rarity };
  };

  // The stems that a word of a query may mean, each with how surely.
  const meanings = ({ words, frequency }, word, last) => {
    const found = new Map();
    const add = (one, sure) => found.set(one, Math.max(found.get(one) ?? 0, sure));
    const own = stem(word);
    if (frequency.has(own)) add(own, 1);
    for (const other of alike.get(own) ?? []) if (frequency.has(other)) add(other, 0.75);
    const exact = found.has(own);
    if ((last || !exact) && word.length > 1)
      for (const [written, meant] of words)
        if (written.startsWith(word) && written !== word) add(meant, (exact ? 0.6 : 0.9) * Math.sqrt(word.length / written.length));
    if (!found.size && word.length > 3) {
      const most = word.length > 7 ? 2 : 1;
      for (const [written, meant] of words) {
        const count = slips(word, written, most);
        if (count <= most) add(meant, 0.85 - 0.2 * count);
        else if (last && written.length > word.length && slips(word, written.slice(0, word.length), 1) <= 1) add(meant, 0.5);
      }
    }
    return found;
  };

  const asked = (index, query) => {
    const found = units(query);
    const useful = found.filter(({ whole, parts }) => !(parts.length === 1 && NOTHING.has(whole)));
    const open = /[\p{L}\p{N}_]$/u.test(query);
    const kept = useful.length ? useful : found;
    const joined = [];
    for (const unit of kept) { // “log normal” is also “lognormal”, where there is that word
      const before = joined.at(-1);
      const both = before && before.whole + unit.whole;
      if (both && index.frequency.has(stem(both))) joined.splice(-1, 1, { whole: both, parts: [...before.parts, ...unit.parts], inside: "" });
      else joined.push(unit);
    }
    return joined.map(({ whole, parts, inside }, number) => {
      const last = open && number === joined.length - 1;
      const mean = (word) => meanings(index, word, last);
      const full = index.frequency.has(stem(inside)) ? [[stem(inside), 1]] : [];
      const all = { whole: new Map([...mean(whole), ...full]), parts: parts.length > 1 ? parts.map(mean) : [] };
      const certain = [...all.whole].filter(([, sure]) => sure > 0.8).map(([one]) => index.rarity(one));
      const usual = parts.map((one) => index.rarity(stem(one)));
      return { ...all, weight: Math.min(certain.length ? Math.min(...certain) : Math.max(...usual), 8) };
    });
  };

  const best = (meant, weights) => {
    let most = 0;
    for (const [one, sure] of meant) most = Math.max(most, sure * (weights.get(one) ?? 0));
    return most;
  };
  const matched = ({ whole, parts }, weights) => {
    const apart = parts.map((one) => best(one, weights));
    return Math.max(best(whole, weights), parts.length ? (0.95 * apart.reduce((sum, one) => sum + one, 0)) / parts.length : 0);
  };

  // How well a phrase and a query cover each other.
  const mutual = ({ rarity }, { units, kind, there, place = 0 }, words, total) => {
    const ofQuery = words.reduce((sum, word) => sum + word.weight * matched(word, there), 0) / total;
    if (!ofQuery) return 0;
    let [covered, all] = [0, 0];
    for (const { key, parts } of units) {
      const weight = Math.min(rarity(key), 8);
      const reached = (one) => Math.max(0, ...words.map(({ whole, parts }) => Math.max(whole.get(one) ?? 0, ...parts.map((part) => part.get(one) ?? 0))));
      const each = parts.map(reached);
      const apart = kind === "name" ? Math.min(...each) : each.reduce((sum, one) => sum + one, 0) / each.length;
      covered += weight * Math.max(reached(key), parts.length > 1 ? apart : 0);
      all += weight;
    }
    return (WEIGHTS[kind] - 0.02 * Math.min(place, 5)) * ofQuery * (covered / all);
  };

  // The best answers: the number of the entry, and those of its names that the query has.
  const rank = (index, query, most = 8) => {
    const words = asked(index, query);
    const total = words.reduce((sum, one) => sum + one.weight, 0);
    if (!total) return [];
    const written = query.toLowerCase().split(/\s+/).map(bare);
    const shares = index.known.map(({ weights }, number) => ({
      number, share: words.reduce((sum, word) => sum + word.weight * matched(word, weights), 0) / total,
    }));
    const likely = shares.filter(({ share }) => share > 0).sort((one, other) => other.share - one.share).slice(0, LIKELY);
    const found = likely.map(({ number, share }) => {
      const { phrases, called } = index.known[number];
      const covers = phrases.map((one) => mutual(index, one, words, total));
      const most = Math.max(0.4, ...covers.filter((_, at) => phrases[at].kind === "name"));
      const names = phrases.filter(({ kind }, at) => kind === "name" && covers[at] > most - 0.1).map(({ name }) => name);
      const exact = written.some((word) => called.has(word)) ? 0.3 / words.length : 0;
      return { number, names, score: share * share + 0.8 * Math.max(...covers) + exact };
    });
    found.sort((one, other) => other.score - one.score || one.number - other.number);
    const least = Math.max(0.12, 0.3 * (found[0]?.score ?? 0));
    return found.filter(({ score }) => score >= least).slice(0, most);
  };

  return { index, rank };
})();
