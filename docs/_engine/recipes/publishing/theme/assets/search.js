// Material starts this in place of its own worker. That one, and the index, which is the largest
// file of a page, are fetched when a reader types the first letter of a query.
const [SETUP, READY, RESULT] = [0, 1, 3]; // Material's kinds of messages; the other is a query
const TAGS = 5000; // a name counts a little more than a title, which has 1000
let setup, searching, words = [];

// Words that say nothing of a task. Material searches for all that begins with them: “in” finds `interp2d`.
const EMPTY = new Set("a an and are as at by for from how i in is it its not of on or that the their to with".split(" "));
const meant = (query) => {
  const all = query.split(/\s+/).filter(Boolean);
  const left = all.filter((word) => !EMPTY.has(word.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase()));
  return left.length ? left : all;
};

// A page comes first whose title has all words: “find” alone is in each name such as `find_peaks`.
const titled = ([{ title }]) => {
  const text = ` ${title.replace(/<[^>]+>/g, "").toLowerCase()}`;
  return words.length > 1 && words.every((word) => text.includes(` ${word.toLowerCase()}`));
};
const ordered = (items) => [...items.filter(titled), ...items.filter((item) => !titled(item))];

const started = async () => {
  const answer = await fetch("../search/index.json");
  const { docs } = await answer.json();
  const worker = new Worker(`javascripts/workers/${location.search.slice(1)}`);
  worker.onmessage = ({ data: { type, data } }) => {
    if (type === RESULT) data.items = ordered(data.items);
    if (type !== READY) postMessage({ type, data });
  };
  const { config } = setup.data;
  config.fields.tags.boost = TAGS;
  worker.postMessage({ ...setup, data: { ...setup.data, config, docs } });
  return worker;
};

onmessage = async ({ data: message }) => {
  if (message.type === SETUP) {
    setup = message;
    postMessage({ type: READY });
  } else if (!message.data) {
    postMessage({ type: RESULT, data: { items: [] } });
  } else {
    searching ??= started();
    const worker = await searching;
    words = meant(message.data);
    worker.postMessage({ ...message, data: words.join(" ") });
  }
};
