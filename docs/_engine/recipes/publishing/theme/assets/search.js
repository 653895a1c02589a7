// Material starts this in place of its own worker. That one, and the index, which is the largest
// file of a page, are fetched when a reader types the first letter of a query.
const [SETUP, READY, RESULT] = [0, 1, 3]; // Material's kinds of messages; the other is a query
const TAGS = 5000; // a name counts a little more than a title, which has 1000
let setup, searching;

// Words that say nothing of a task. Material searches for all that begins with them: “in” finds `interp2d`.
const EMPTY = new Set("a an and are as at by for from how i in is it its not of on or that the their to with".split(" "));
const meant = (query) => {
  const words = query.split(/\s+/).filter(Boolean);
  const left = words.filter((word) => !EMPTY.has(word.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase()));
  return (left.length ? left : words).join(" ");
};

const started = async () => {
  const answer = await fetch("../search/index.json");
  const { docs } = await answer.json();
  const worker = new Worker(`javascripts/workers/${location.search.slice(1)}`);
  worker.onmessage = ({ data }) => data.type !== READY && postMessage(data);
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
    (await searching).postMessage({ ...message, data: meant(message.data) });
  }
};
