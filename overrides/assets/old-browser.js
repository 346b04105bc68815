/* Old engines only (script nomodule): says in words that this browser cannot show the site well. ES3 on purpose. */
(function () {
  var body = document.body, say = function () {
    var line = document.createElement("p");
    line.className = "old-browser";
    line.appendChild(document.createTextNode(document.body.getAttribute("data-old")));
    document.body.insertBefore(line, document.body.firstChild);
  };
  if (body) { say(); } else { window.onload = say; }
})();
