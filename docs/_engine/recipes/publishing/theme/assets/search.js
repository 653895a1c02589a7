// Material starts this in place of its own worker. That one, and the index, which is the largest
// file of a page, are fetched when a reader types the first letter of a query.
const [SETUP, READY, RESULT] = [0, 1, 3]; // Material's kinds of messages; the other is a query
let setup, searching;

const started = async () => {
  const answer = await fetch("../search/index.json");
  const { docs } = await answer.json();
  const worker = new Worker(`javascripts/workers/${location.search.slice(1)}`);
  worker.onmessage = ({ data }) => data.type !== READY && postMessage(data);
  worker.postMessage({ ...setup, data: { ...setup.data, docs } });
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
    (await searching).postMessage(message);
  }
};
