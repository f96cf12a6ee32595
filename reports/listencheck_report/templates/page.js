"use strict";
(function () {
  var $ = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };
  var make = function (tag, cls, text) {
    var element = document.createElement(tag);
    if (cls) element.className = cls;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  var data = null;
  function inflated(id) {
    var packed = document.getElementById(id).textContent.trim();
    if (!packed || typeof DecompressionStream === "undefined") return Promise.resolve(null);
    var bytes = Uint8Array.from(atob(packed), function (one) { return one.charCodeAt(0); });
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
  }

  inflated("tables").then(function (tables) {
    $(".area").forEach(function (area, place) { if (tables) area.insertAdjacentHTML("beforeend", tables[place]); });
    start();
    document.documentElement.dataset.drawn = "yes";
  });

  function start() {
    var signs = { c: "✓", d: "✗", f: "△", o: "○", n: "–", u: "∅", x: "✸", h: "∞", i: "?" };
    var search = document.getElementById("search"), select = document.getElementById("document");
    var shown = document.getElementById("shown"), rows = $(".rows tbody tr:not(.k)"), active = {};
    var columns = $(".rows thead").length ? $(".w", $(".rows thead")[0]).map(function (cell) { return cell.textContent.trim(); }) : [];

    /* Rows are numbered as the data has them; labels are set apart from values. */
    $(".rows tbody").forEach(function (body, number) {
      $("tr:not(.k)", body).forEach(function (row, at) {
        var cells = $("td", row);
        row.place = [number, at];
        row.body = body;
        row.words = (body.firstElementChild.textContent + " " + row.textContent).toLowerCase();
        row.marks = cells.slice(2, -1).map(function (cell) { return cell.className || (cell.textContent && "c"); });
        row.tabIndex = 0;
        values(cells[1]);
      });
      $(".k u", body).forEach(values);
    });

    function values(cell) {
      var text = cell.firstChild;
      if (!text || text.nodeType !== 3) return;
      var parts = document.createDocumentFragment();
      text.textContent.split(" ").forEach(function (word) {
        var equals = word.indexOf("=");
        if (equals > 0) parts.append(make("s", "", word.slice(0, equals)), "\u00a0" + word.slice(equals + 1) + " ");
        else if (word) parts.append(word + " ");
      });
      cell.replaceChild(parts, text);
    }

    /* The data is needed for opened rows and for filters by other documents only. */
    function unpacked() {
      return data ? Promise.resolve(data) : inflated("data").then(function (value) { return data = value; });
    }

    function entry(row) { return data && data.cases[row.place[0]][3][row.place[1]]; }

    /* The verdicts of one document on a row, from the data: letters. */
    function letters(row, wanted) {
      var of = data && data.cases[row.place[0]], one = entry(row), found = "";
      for (var at = 0; one && at < one[0].length; at += 2) {
        if (data.strings[of[1][one[0][at]][0]].split("/")[0] === wanted) found += one[0][at + 1];
      }
      return found;
    }

    $(".run code").forEach(function (code) {
      var button = make("button", "copy", "copy");
      button.type = "button";
      code.after(button);
    });

    var chips = [["deviates", "dxh"], ["falls short", "f"], ["conforms", "c"], ["left open", "o"], ["not obtained", "ui"], ["not applicable", "n"]];
    chips.forEach(function (chip) {
      var button = make("button", "chip", chip[0]);
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      button.onclick = function () {
        active[chip[1]] = !active[chip[1]];
        button.setAttribute("aria-pressed", String(active[chip[1]]));
        filter();
      };
      document.getElementById("chips").append(button, " ");
    });

    function filter() {
      return select.value ? unpacked().then(narrow) : Promise.resolve(narrow());
    }

    function narrow() {
      var wanted = Object.keys(active).filter(function (key) { return active[key]; }).join("");
      var text = search.value.trim().toLowerCase().split(/\s+/), chosen = select.value, column = columns.indexOf(chosen);
      var narrowed = Boolean(wanted || search.value.trim() || chosen), count = 0;
      rows.forEach(function (row) {
        var marks = !chosen ? row.marks.join("") : data ? letters(row, chosen) : column < 0 ? "" : row.marks[column];
        var fits = text.every(function (word) { return row.words.indexOf(word) >= 0; }) && (!chosen || marks !== "") &&
          (!wanted || marks.split("").some(function (mark) { return wanted.indexOf(mark) >= 0; }));
        row.classList.toggle("hide", !fits);
        if (row.next) row.next.classList.toggle("hide", !fits);
        row.fits = fits;
        if (fits) count += 1;
      });
      $("#cases tbody").forEach(function (body) {
        body.classList.toggle("hide", !$("tr", body).some(function (row) { return row.fits; }));
      });
      $(".area").forEach(function (area) {
        var any = $("tr", area).some(function (row) { return row.fits; });
        area.classList.toggle("hide", !any);
        area.open = Boolean(narrowed) && any && count <= 400;
      });
      shown.textContent = narrowed ? count + " of " + rows.length + " rows" : "";
      cards();
    }

    function cards() {
      var wanted = select.value;
      $(".card").forEach(function (card) {
        card.classList.toggle("hide", Boolean(wanted) && card.dataset.d.split(" ").indexOf(wanted) < 0);
      });
      $(".card .req").forEach(function (need) {
        need.classList.toggle("hide", Boolean(wanted) && $("b", need)[0].textContent.split("/")[0] !== wanted);
      });
      $(".card .block").forEach(function (block) {
        block.classList.toggle("hide", !$(".req:not(.hide)", block).length);
      });
      $(".doc").forEach(function (one) { one.classList.toggle("on", one.dataset.d === wanted); });
      var pick = document.getElementById("pick");
      pick.textContent = "";
      if (wanted) {
        var button = make("button", "chip", "only " + wanted + " ✕");
        button.type = "button";
        button.setAttribute("aria-pressed", "true");
        button.onclick = function () { select.value = ""; filter(); };
        pick.append(button);
        var others = document.getElementById("others");
        if (others && $(".card:not(.hide)", others).length && !$("#deviations>.card:not(.hide)").length) others.open = true;
      }
      pick.style.display = wanted ? "" : "none";
    }

    function details(row) {
      var of = data.cases[row.place[0]], one = entry(row), text = data.strings, at;
      var box = make("div", "inner"), left = make("div"), right = make("div");
      var named = function (request) {
        return text[request].split(" ").map(function (word) {
          var place = word.charAt(0) === "$" ? of[0].findIndex(function (name) { return "$" + text[name] === word; }) : -1;
          return place < 0 ? word : text[one[1][place]];
        }).join(" ");
      };
      if (one[2].length) {
        var setting = of[0].map(function (name, place) { return text[name] + "=" + text[one[1][place]]; }).join(";");
        left.append(make("h4", "", "trace " + setting));
        var trace = make("div", "trace");
        for (at = 0; at < one[2].length; at += 2) {
          var step = of[2][one[2][at]];
          trace.append(make("span", "", named(step[0])), make("span", "r", text[one[2][at + 1]]), make("span", "l", text[step[1]]));
        }
        left.append(trace);
      } else {
        left.append(make("h4", "", "The trace is left out to keep this page small; ./run.sh case prints it."));
      }
      right.append(make("h4", "", one[0].length ? "what the documents say" : "No document speaks of this."));
      var list = make("div", "vs");
      for (at = 0; at < one[0].length; at += 2) {
        var clause = of[1][one[0][at]], say = make("span"), letter = one[0][at + 1];
        say.append(make("span", "soft", text[clause[1]] + " "));
        if (data.quotes[clause[0]]) say.append("“" + data.quotes[clause[0]] + "” ");
        say.append(make("code", "soft", text[clause[2]]));
        list.append(make("span", "q " + letter, signs[letter]), make("code", "", text[clause[0]]), say);
      }
      right.append(list);
      box.append(left, right);
      return box;
    }

    function toggle(row) {
      if (row.next) {
        row.next.remove();
        row.next = null;
        row.classList.remove("open");
        return Promise.resolve();
      }
      return unpacked().then(function () {
        if (!data || row.next) return;
        var extra = make("tr", "more"), cell = make("td");
        cell.colSpan = columns.length + 3;
        cell.append(details(row));
        extra.append(cell);
        row.after(extra);
        row.next = extra;
        row.classList.add("open");
      });
    }

    function reveal() {
      var id = "";
      try { id = decodeURIComponent(location.hash.slice(1)); } catch (error) { return; }
      var element = id && document.getElementById(id);
      if (!element) return;
      for (var up = element; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
      element.scrollIntoView();
    }

    function line(element) {
      var found = element.closest && element.closest(".rows tr");
      return found && found.place ? found : null;
    }

    document.addEventListener("click", function (event) {
      var row = line(event.target), copy = event.target.closest(".copy"), doc = event.target.closest(".doc");
      if (row && !String(getSelection())) toggle(row);
      if (doc) {
        select.value = select.value === doc.dataset.d ? "" : doc.dataset.d;
        filter();
        if (!select.value) event.preventDefault();
      }
      if (copy) {
        var code = copy.previousElementSibling, range = document.createRange();
        range.selectNodeContents(code);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        var done = function () { copy.textContent = "copied"; };
        if (navigator.clipboard) navigator.clipboard.writeText(code.textContent).then(done, function () { document.execCommand("copy") && done(); });
        else if (document.execCommand("copy")) done();
      }
    });
    document.addEventListener("keydown", function (event) {
      var row = line(event.target);
      if (row && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); toggle(row); }
      if (event.key === "/" && !/INPUT|SELECT/.test(event.target.tagName)) { event.preventDefault(); search.focus(); }
    });
    search.oninput = filter;
    select.onchange = filter;
    addEventListener("hashchange", reveal);
    cards();
    reveal();
  }
})();
