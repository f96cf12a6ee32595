"use strict";
(function () {
  var all = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };
  var signs = JSON.parse(document.getElementById("signs").textContent);
  var select = document.getElementById("document"), search = document.getElementById("search");
  var bodies = all(".grid tbody[id]");

  select.onchange = function () {
    all("td[data-v]").forEach(function (cell) {
      var letter = cell.dataset.v.charAt(select.selectedIndex), sign = cell.querySelector("i");
      cell.className = letter === "." ? "" : "v-" + letter;
      if (sign) sign.remove();
      if (letter === ".") return;
      sign = document.createElement("i");
      sign.textContent = signs[letter];
      cell.append(sign);
    });
  };

  search.oninput = function () {
    var words = search.value.trim().toLowerCase().split(/\s+/);
    var fits = function (text) { return words.every(function (word) { return text.toLowerCase().indexOf(word) >= 0; }); };
    bodies.forEach(function (body) {
      var head = body.firstElementChild.textContent, any = false;
      all(".f", body).forEach(function (row) {
        var shown = fits(head + " " + row.textContent);
        row.classList.toggle("hide", !shown);
        any = any || shown;
      });
      body.classList.toggle("hide", !any);
    });
  };
})();
