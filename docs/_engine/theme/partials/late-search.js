// The index of the search is the largest file of a page: it is fetched when a reader turns to it,
// or when the address asks for words to be marked. Material offers no such setting.
{
  const { open, send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, url, ...more) {
    this.late = `${url}`.endsWith("search/search_index.json");
    return open.call(this, method, url, ...more);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (!this.late || /[?&][hq]=/.test(location.search)) return send.apply(this, body);
    addEventListener("focusin", ({ target }) => {
      if (!this.late || target.name !== "query") return;
      this.late = false;
      send.apply(this, body);
    });
  };
}
