"use strict";
(function () {
  var $ = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };
  var make = function (tag, cls, text) {
    var element = document.createElement(tag);
    if (cls) element.className = cls;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  var data = JSON.parse(document.getElementById("data").textContent);
  var signs = { c: "✓", d: "✗", f: "△", o: "○", n: "–", u: "∅", x: "✸", h: "∞", i: "?" };
  var search = document.getElementById("search"), select = document.getElementById("document");
  var shown = document.getElementById("shown"), rows = $(".rows tbody tr:not(.k)"), active = {};
  var names = $("option", select).map(function (option) { return option.value; }).slice(1);

  rows.forEach(function (row, number) {
    row.number = number;
    row.marks = $("td", row).slice(2).map(function (cell) { return cell.className || (cell.textContent && "c"); });
    row.body = row.parentNode;
    row.words = (row.body.firstElementChild.textContent + " " + row.textContent).toLowerCase();
    row.tabIndex = 0;
  });
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
    var wanted = Object.keys(active).filter(function (key) { return active[key]; }).join("");
    var text = search.value.trim().toLowerCase().split(/\s+/), column = names.indexOf(select.value);
    var narrowed = wanted || search.value.trim() || column >= 0, count = 0;
    rows.forEach(function (row) {
      var marks = column < 0 ? row.marks : [row.marks[column]];
      var fits = text.every(function (word) { return row.words.indexOf(word) >= 0; }) &&
        (column < 0 || row.marks[column] !== "") &&
        (!wanted || marks.some(function (mark) { return mark && wanted.indexOf(mark) >= 0; }));
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
    var entry = data.r[row.number], text = data.s, at;
    var box = make("div", "inner"), left = make("div"), right = make("div");
    if (entry[1].length) {
      left.append(make("h4", "", "trace"));
      var trace = make("div", "trace");
      for (at = 0; at < entry[1].length; at += 4) {
        var time = entry[1][at + 3];
        trace.append(make("span", "", text[entry[1][at]]),
          make("span", "r", text[entry[1][at + 1]] + (time >= 0 ? " us=" + time : "")), make("span", "l", text[entry[1][at + 2]]));
      }
      left.append(trace);
    } else {
      left.append(make("h4", "", "The trace is left out to keep this page small; ./run.sh case shows it."));
    }
    if (entry[0].length) {
      left.append(make("h4", "", "all facts"));
      var facts = make("div", "f");
      entry[0].forEach(function (fact) { facts.append(make("div", "", text[fact])); });
      left.append(facts);
    }
    right.append(make("h4", "", entry[2] ? "what the documents say" : "No document speaks of this."));
    var list = make("div", "vs");
    for (at = 0; at < entry[2].length; at += 1) {
      var clause = entry[3][at * 3], say = make("span");
      say.append(make("span", "soft", text[entry[3][at * 3 + 1]] + " "));
      if (data.q[clause]) say.append("“" + data.q[clause] + "” ");
      say.append(make("code", "soft", text[entry[3][at * 3 + 2]]));
      list.append(make("span", "q " + entry[2][at], signs[entry[2][at]]), make("code", "", text[clause]), say);
    }
    right.append(list);
    box.append(left, right);
    return box;
  }

  function toggle(row) {
    if (!data) return;
    if (row.next) {
      row.next.remove();
      row.next = null;
      row.classList.remove("open");
      return;
    }
    var extra = make("tr", "more"), cell = make("td");
    cell.colSpan = names.length + 2;
    cell.append(details(row));
    extra.append(cell);
    row.after(extra);
    row.next = extra;
    row.classList.add("open");
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
    return found && found.number !== undefined ? found : null;
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
  addEventListener("beforeprint", function () { $("details").forEach(function (one) { one.dataset.was = one.open ? "1" : ""; one.open = true; }); });
  addEventListener("afterprint", function () { $("details").forEach(function (one) { one.open = Boolean(one.dataset.was); }); });
  cards();
  reveal();
})();
