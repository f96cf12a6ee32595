"use strict";
(function () {
  var $ = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };
  var at = function (id) { return document.getElementById(id); };
  var make = function (tag, cls) {
    var element = document.createElement(tag);
    if (cls) element.className = cls;
    element.append.apply(element, Array.prototype.slice.call(arguments, 2));
    return element;
  };
  var signs = {}, data = null, state = {}, family = 0;
  var COLUMNS = 5, TOLD = 12, NAMED = 3, OPEN = 120, MOST = 250;
  var ERROR = /^(E[A-Z0-9_]+|[A-Z]+_[A-Z_]+)$/;
  var VERBS = { ok: ["accepts", "accept"], hang: ["hangs in", "hang in"], crash: ["crashes in", "crash in"], blocked: ["blocks in", "block in"] };
  var told = at("said") ? at("said").innerHTML : "", about = at("said-about").textContent;
  var sheet = document.head.appendChild(make("style"));

  function unpacked() {
    var bytes = Uint8Array.from(atob(at("data").textContent.trim()), function (one) { return one.charCodeAt(0); });
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
  }

  /* ---- what is chosen: it stands in the address, so that a view can be sent to somebody */

  function read() {
    state = {};
    location.hash.slice(1).split("&").forEach(function (part) {
      var equals = part.indexOf("=");
      if (equals > 0) try { state[part.slice(0, equals)] = decodeURIComponent(part.slice(equals + 1)); } catch (error) { /* not ours */ }
    });
    var all = data.names.map(function (_, number) { return number; });
    state.shown = (state.subjects || "").split(",").map(Number).filter(function (one, place, list) {
      return state.subjects && all.indexOf(one) >= 0 && list.indexOf(one) === place;
    });
    state.one = state.shown.length === 1 ? state.shown[0] : -1;
    if (state.shown.length < 2) state.shown = all;
    state.narrow = Boolean(state.subjects || state.area || state.document || state.text || state.case || state.clause);
  }

  function choose(changes, quietly) {
    var next = { subjects: state.subjects, area: state.area, document: state.document, text: state.text, case: state.case, clause: state.clause };
    Object.keys(changes).forEach(function (key) { next[key] = changes[key]; });
    var hash = Object.keys(next).filter(function (key) { return next[key]; }).map(function (key) {
      return key + "=" + encodeURIComponent(next[key]).replace(/%2C/g, ",").replace(/%2F/g, "/");
    }).join("&");
    history[quietly ? "replaceState" : "pushState"](null, "", "#" + hash);
    draw();
  }

  /* ---- rows: those that differ between the chosen subjects, equal ones of a case together */

  function value(number) { return data.strings[data.values[number][0]]; }
  function missing(number) { return data.values[number][1].charAt(0) === "m"; }

  function differs(pattern) {
    var seen = {}, count = 0;
    state.shown.forEach(function (subject) {
      var one = pattern[subject];
      if (!missing(one) && !seen[value(one)]) { seen[value(one)] = true; count += 1; }
    });
    if (count < 2 || state.one < 0) return count > 1;
    return !missing(pattern[state.one]);
  }

  function alone(pattern, subject) {
    var rest = {};
    if (missing(pattern[subject])) return false;
    pattern.forEach(function (one, number) { if (number !== subject && !missing(one)) rest[value(one)] = true; });
    return Object.keys(rest).length === 1 && !rest[value(pattern[subject])];
  }

  function letters(row, column) {
    if (column < 0 || row[4] < 0) return null;
    var found = state.shown.map(function (subject) { return data.strings[data.verdicts[row[4]][subject]].charAt(column); });
    return found.some(function (letter) { return letter !== "."; }) ? found : null;
  }

  function wanted() {
    var words = (state.text || "").toLowerCase().split(/\s+/).filter(Boolean), column = data.documents.indexOf(state.document);
    var cases = null, memory = {}, apart = at("alone").value, judged = at("judged").checked, found = [];
    if (state.clause) data.clauses.forEach(function (clause) { if (clause[0] === state.clause) cases = clause[4]; });
    data.areas.forEach(function (area) {
      if (state.area && area[0] !== state.area) return;
      area[1].forEach(function (one) {
        if (state.case && one[0] !== state.case || cases && cases.indexOf(one[0]) < 0) return;
        var groups = {};
        one[2].forEach(function (row) {
          var number = row[3], pattern = data.patterns[number];
          if (memory[number] === undefined) memory[number] = data.everything || differs(pattern) && (apart === "" || alone(pattern, Number(apart)));
          if (!memory[number]) return;
          var said = letters(row, column);
          if (column >= 0 && !said) return;
          if (judged && column >= 0 && said.every(function (letter) { return letter === said[0]; })) return;
          if (judged && column < 0 && !parted(row)) return;
          var values = state.shown.map(function (subject) { return pattern[subject]; });
          if (words.length) {
            var text = [one[0], one[1], data.strings[row[1]], row[0].map(function (each) { return data.strings[each]; }).join(" "),
              values.map(value).join(" ")].join(" ").toLowerCase();
            if (!words.every(function (word) { return text.indexOf(word) >= 0; })) return;
          }
          var key = values.join() + (said || "");
          var group = groups[key] || (groups[key] = { area: area[0], case: one[0], title: one[1], values: values, letters: said, facts: [], count: 0, where: [] });
          for (var place = 0; place < row[0].length; place += 2) {
            group.facts.push([data.strings[row[0][place]], data.strings[row[0][place + 1]], data.strings[row[1]]]);
          }
          if (row[1] !== undefined && group.where.indexOf(data.strings[row[1]]) < 0) group.where.push(data.strings[row[1]]);
          group.count += row[2] * row[0].length / 2;
        });
        found = found.concat(Object.keys(groups).map(function (key) { return groups[key]; }));
      });
    });
    return found;
  }

  /* Whether any document judges the chosen subjects differently in this row. */
  function parted(row) {
    if (row[4] < 0) return false;
    var all = state.shown.map(function (subject) { return data.strings[data.verdicts[row[4]][subject]]; });
    return data.documents.some(function (_, column) {
      var known = all.map(function (text) { return text.charAt(column); }).filter(function (letter) { return "cdfxh".indexOf(letter) >= 0; });
      return known.some(function (letter) { return letter !== known[0]; });
    });
  }

  /* ---- answers: who gave which value */

  function answers(group) {
    var by = {};
    group.values.forEach(function (number, place) {
      var letter = group.letters ? group.letters[place] : ".", kind = data.values[number][1];
      var key = (missing(number) ? "m" : value(number) + " " + kind) + letter;
      if (!by[key]) by[key] = { value: value(number), kind: kind, letter: letter, subjects: [], missing: missing(number) };
      by[key].subjects.push(state.shown[place]);
    });
    return Object.keys(by).map(function (key) { return by[key]; }).sort(function (a, b) {
      return a.missing - b.missing || a.subjects.length - b.subjects.length || (a.value === "ok") - (b.value === "ok");
    });
  }

  function names(subjects, of) {
    var all = subjects.map(function (subject) { return data.names[subject]; });
    if (all.length <= NAMED || all.length * 2 < of) return all.join(", ");
    return "the other " + all.length;
  }

  function verb(answer) {
    var many = answer.subjects.length > 1 ? 1 : 0;
    if (ERROR.test(answer.value)) return ["refuses with ", "refuse with "][many] + answer.value;
    if (answer.value === "ok" && answer.kind === "vc") return ["silently clamps", "silently clamp"][many];
    return VERBS[answer.value] ? VERBS[answer.value][many] : "";
  }

  function mark(letter) {
    var one = make("i", "", signs[letter][0]);
    one.title = signs[letter][1];
    return make("span", "v-" + letter, one);
  }

  /* ---- sentences */

  function weight(group) {
    var plain = group.facts.filter(function (fact) { return fact[0].indexOf(".") < 0; })[0], call = (plain || group.facts[0])[1];
    var given = answers(group).filter(function (answer) { return !answer.missing; });
    var refused = given.some(function (answer) { return ERROR.test(answer.value); }), taken = given.some(function (answer) { return answer.value === "ok"; });
    return (plain ? 0 : call.indexOf("snapshot") === 0 ? 8 : 4) + (/^listen/.test(call) ? 0 : 2) + (refused && taken ? 0 : 1) + given.length / 100;
  }

  function sentence(group) {
    var fact = group.facts.filter(function (one) { return one[0].indexOf(".") < 0; })[0] || group.facts[0];
    var given = answers(group).filter(function (answer) { return !answer.missing; }), line = make("li"), of = 0;
    given.forEach(function (answer) { of += answer.subjects.length; });
    var outcome = fact[0].indexOf(".") < 0 && given.every(verb);
    if (!outcome) line.append(make("code", "", fact[0]), fact[0] === fact[1] ? ": " : make("span", "", " of ", make("code", "", fact[1]), ": "));
    given.forEach(function (answer, place) {
      var who = make("b", "", names(answer.subjects, of));
      if (outcome) line.append(who, " " + verb(answer)); else line.append(make("code", "v", answer.value || "nothing"), " on ", who);
      if (place < given.length - 1) line.append(outcome && given.length === 2 && given[1].value === "ok" ? " what " : ", ");
    });
    if (outcome) line.append(": ", make("code", "", fact[1]));
    var link = make("a", "", group.case);
    link.href = "#case=" + encodeURIComponent(group.case);
    line.append(make("span", "soft", " · " + group.title + (fact[2] ? " (" + clipped(fact[2], 110) + ") " : " "), link));
    return line;
  }

  function clipped(text, most) { return text.length > most ? text.slice(0, most - 1).replace(/[,;·]?\s*\S*$/, "") + " …" : text; }

  function tell(groups) {
    var list = at("said");
    if (!list) return;
    at("said-about").textContent = state.narrow ? "of what is chosen, the most telling first" : about;
    if (at("untold")) at("untold").style.display = state.narrow ? "none" : "";
    if (!state.narrow) { list.innerHTML = told; return; }
    var seen = {}, areas = {}, first = [], rest = [];
    groups.map(function (group) { return [weight(group), group]; }).sort(function (a, b) { return a[0] - b[0]; }).forEach(function (entry) {
      areas[entry[1].area] = (areas[entry[1].area] || 0) + (seen[entry[1].case] ? 0 : 1);
      (seen[entry[1].case] || areas[entry[1].area] > 2 ? rest : first).push(entry[1]);
      seen[entry[1].case] = true;
    });
    list.replaceChildren.apply(list, first.concat(rest).slice(0, TOLD).map(sentence));
    if (!groups.length) list.append(make("li", "soft", "No difference in what is chosen."));
  }

  /* ---- the table of facts */

  function line(group) {
    var facts = make("td"), where = make("td", "where"), row = make("tr"), texts = [], more = [];
    group.facts.forEach(function (fact) { if (texts.indexOf(fact[0]) < 0) texts.push(fact[0]); });
    facts.append(texts.slice(0, 4).join(", "));
    if (texts.length > 4) facts.append(make("small", "", "+" + (texts.length - 4)));
    where.append(clipped(group.where.filter(Boolean).join("; "), 120));
    if (group.count > 1) where.append(make("small", "", "×" + group.count));
    if (group.facts.length > 1 || where.textContent.indexOf("…") >= 0 || group.facts[0][1] !== group.facts[0][0]) {
      row.tabIndex = 0;
      row.setAttribute("aria-expanded", "false");
      row.open = function () {
        more = more.length ? more : group.facts.map(function (fact) {
          var cell = make("td");
          cell.colSpan = 20;
          cell.append(make("code", "", fact[0]), " ", make("code", "soft", fact[1] === fact[0] ? "" : fact[1]), " ", make("span", "soft", fact[2]));
          return make("tr", "more", cell);
        });
        var opened = !more[0].parentNode;
        if (opened) row.after.apply(row, more); else more.forEach(function (one) { one.remove(); });
        row.setAttribute("aria-expanded", String(opened));
      };
    }
    row.append(facts, where);
    if (state.shown.length <= COLUMNS) {
      group.values.forEach(function (number, place) {
        var cell = make("td", missing(number) ? "lacks" : "", value(number) || "nothing"), letter = group.letters ? group.letters[place] : ".";
        if (letter !== ".") cell.append(" ", mark(letter));
        cell.dataset.name = data.names[state.shown[place]];
        row.append(cell);
      });
      return row;
    }
    var cell = make("td", "by"), of = group.values.filter(function (number) { return !missing(number); }).length;
    answers(group).forEach(function (answer) {
      var all = answer.subjects.map(function (subject) { return data.names[subject]; }).join(", "), who, part;
      if (answer.missing) {
        who = make("span", "lacks", "not obtained: " + (answer.subjects.length > NAMED ? answer.subjects.length : all));
        who.title = all;
        cell.append(make("span", "answer", who));
        return;
      }
      who = make("span", "", names(answer.subjects, of));
      who.title = all;
      part = make("span", "answer", make("code", "v", answer.value || "nothing"), " ", who);
      if (answer.letter !== ".") part.prepend(mark(answer.letter), " ");
      cell.append(part);
    });
    row.append(cell);
    return row;
  }

  function table(groups) {
    var made = make("table", "rows"), head = make("tr", "", make("th", "", "fact"), make("th", "", "where")), last = "";
    (state.shown.length <= COLUMNS ? state.shown.map(function (subject) { return data.names[subject]; }) : ["observed"]).forEach(function (name) {
      head.append(make("th", "", name));
    });
    made.append(make("thead", "", head));
    var body = make("tbody");
    groups.slice(0, MOST).forEach(function (group) {
      if (group.case !== last) {
        last = group.case;
        var cell = make("td", "", make("code", "", group.case), " ", make("span", "", group.title));
        cell.colSpan = 20;
        body.append(make("tr", "k", cell));
      }
      body.append(line(group));
    });
    made.append(body);
    var box = make("div", "scroll", made);
    if (groups.length > MOST) {
      var button = make("button", "chip", "show the other " + (groups.length - MOST));
      button.type = "button";
      button.onclick = function () { box.append(table(groups.slice(MOST))); button.remove(); };
      box.append(button);
    }
    return box;
  }

  function rows(groups) {
    var box = at("rows"), by = {};
    groups.forEach(function (group) { (by[group.area] || (by[group.area] = [])).push(group); });
    box.replaceChildren();
    Object.keys(by).forEach(function (area) {
      var title = make("summary", "", make("b", "", area), make("span", "soft", " " + by[area].length + (by[area].length === 1 ? " row" : " rows")));
      var part = make("details", "area", title), fill = function () { if (part.open && part.childNodes.length === 1) part.append(table(by[area])); };
      part.ontoggle = fill;
      part.open = groups.length <= OPEN || Object.keys(by).length === 1;
      fill();
      box.append(part);
    });
    if (!groups.length) box.append(make("p", "nothing", "No row."));
  }

  /* ---- clauses of the document chosen, or those on which few subjects part */

  function clauses() {
    var box = at("clauses"), few = state.shown.length <= 6 && state.shown.length < data.names.length || data.names.length <= 6;
    box.replaceChildren();
    if (!state.document && !few) return;
    var parts = function (clause) {
      var known = state.shown.map(function (subject) { return clause[3].charAt(subject); }).filter(function (letter) { return "cdfxh".indexOf(letter) >= 0; });
      return known.some(function (letter) { return letter !== known[0]; });
    };
    var chosen = data.clauses.filter(function (clause) {
      return state.document ? clause[0].split("/")[0] === state.document : parts(clause);
    });
    if (!chosen.length) return;
    var text = state.document ? "Clauses of " + state.document + ", those on which subjects part first" : chosen.length + " clauses on which they part, of documents that one of them claims first";
    box.append(make("h3", "", text));
    var claimed = function (clause) { return state.shown.some(function (subject) { return data.claims[subject].indexOf(clause[0].split("/")[0]) >= 0; }); };
    var first = state.document ? parts : claimed, second = chosen.filter(function (clause) { return !first(clause); });
    chosen = chosen.filter(first);
    box.append(law(chosen.length ? chosen : second, parts));
    if (!chosen.length || !second.length) return;
    var rest = make("details", "", make("summary", "soft", second.length + (state.document ? " clauses on which none parts" : " clauses of other documents")));
    rest.ontoggle = function () { if (rest.childNodes.length === 1) rest.append(law(second, parts)); };
    box.append(rest);
  }

  function law(chosen, parts) {
    var head = make("tr", "", make("th", "", "clause")), body = make("tbody");
    state.shown.forEach(function (subject) { head.append(make("th", "", make("span", "", data.names[subject]))); });
    head.append(make("th", "quote", "what it says"));
    chosen.forEach(function (clause) {
      var link = make("a", "", state.document ? clause[0].split("/")[1] : clause[0]), row = make("tr", parts(clause) ? "" : "same");
      link.href = "#" + (state.subjects ? "subjects=" + state.subjects + "&" : "") + "document=" + clause[0].split("/")[0] + "&clause=" + encodeURIComponent(clause[0]);
      link.title = "facts of " + clause[4].join(", ");
      row.append(make("th", state.clause === clause[0] ? "on" : "", link));
      state.shown.forEach(function (subject) {
        var letter = clause[3].charAt(subject), cell = make("td", letter === "." ? "" : "v-" + letter, letter === "." ? "" : signs[letter][0]);
        cell.title = data.names[subject] + ": " + (letter === "." ? "not judged" : signs[letter][1]);
        row.append(cell);
      });
      row.append(make("td", "quote", make("span", "soft", clause[1] + " "), clause[2]));
      body.append(row);
    });
    return make("div", "scroll", make("table", "square clauses", make("thead", "", head), body));
  }

  /* ---- every call in every state */

  function grid() {
    var box = at("grids"), one = data.grids[family];
    box.replaceChildren();
    at("cell").textContent = "";
    if (!one) { at("grid").style.display = "none"; return; }
    var words = one[3], calls = one[2], shown = state.shown.filter(function (subject) { return one[4][subject].some(Boolean); });
    var found = function (row, column) {
      var by = {};
      shown.forEach(function (subject) {
        var word = words[one[4][subject][row * calls.length + column]];
        if (word) (by[word] || (by[word] = [])).push(subject);
      });
      return by;
    };
    var cells = one[1].map(function (_, row) { return calls.map(function (_, column) { return found(row, column); }); });
    var apart = function (by) { return Object.keys(by).length > 1; }, only = at("differing").checked && shown.length > 1;
    var states = one[1].map(function (_, row) { return row; }).filter(function (row) { return !only || cells[row].some(apart); });
    var columns = calls.map(function (_, column) { return column; }).filter(function (column) { return !only || states.some(function (row) { return apart(cells[row][column]); }); });
    at("grid-about").textContent = shown.length > 3 ? "the most common answer; darker: more answers; choose a cell to see whose" : "what was observed; marked: they differ";
    (shown.length > 3 ? [-1] : shown).forEach(function (subject) {
      var head = make("tr", "", make("th", "", "state")), body = make("tbody");
      columns.forEach(function (column) { head.append(make("th", "", make("span", "", calls[column]))); });
      states.forEach(function (row) {
        var line = make("tr", "", make("th", "", one[1][row]));
        columns.forEach(function (column) {
          var by = cells[row][column], all = Object.keys(by).sort(function (a, b) { return by[b].length - by[a].length; });
          var word = subject < 0 ? all[0] || "" : words[one[4][subject][row * calls.length + column]];
          var cell = make("td", apart(by) ? "n" + Math.min(all.length, 5) : word === "ok" ? "ok" : "even", word || "–");
          if (apart(by)) {
            cell.tabIndex = 0;
            cell.show = function () {
              at("cell").replaceChildren(make("b", "", calls[column]), " in the state ", make("b", "", one[1][row]), ": ");
              all.forEach(function (answer) {
                at("cell").append(make("span", "answer", make("code", "v", answer), " " + by[answer].map(function (each) { return data.names[each]; }).join(", ")));
              });
            };
          }
          line.append(cell);
        });
        body.append(line);
      });
      var side = make("div", "scroll", make("table", "states", make("thead", "", head), body));
      side.onscroll = function () { $(".side .scroll").forEach(function (other) { other.scrollLeft = side.scrollLeft; other.scrollTop = side.scrollTop; }); };
      box.append(make("div", "side", make("h3", "", subject < 0 ? shown.length + " subjects" : data.names[subject]), side));
    });
    if (!states.length) box.replaceChildren(make("p", "nothing", "No cell differs."));
  }

  function families() {
    data.grids.forEach(function (one, number) {
      var button = make("button", "chip", one[0]);
      button.type = "button";
      button.setAttribute("aria-pressed", String(number === family));
      button.onclick = function () {
        family = number;
        $("#families .chip").forEach(function (each, place) { each.setAttribute("aria-pressed", String(place === family)); });
        grid();
      };
      at("families").append(button, " ");
    });
  }

  /* ---- drawing */

  function dim() {
    var few = state.shown.length < data.names.length;
    sheet.textContent = few ? ".fit [data-s]" + state.shown.map(function (one) { return ":not([data-s=\"" + one + "\"])"; }).join("") + "{display:none}" : "";
    $("[data-n]").forEach(function (element) {
      var mine = element.dataset.n.split(" ").some(function (one) { return state.shown.indexOf(Number(one)) >= 0; });
      element.classList.toggle("off", !mine);
      var line = element.dataset.g !== undefined && element.closest(".panel").querySelector("svg [data-g=\"" + element.dataset.g + "\"]");
      if (line) line.classList.toggle("off", !mine);
    });
    $("#distance .on").forEach(function (cell) { cell.classList.remove("on"); });
    if (few && state.shown.length === 2) {
      var link = at("distance") && at("distance").querySelector("a[href=\"#subjects=" + state.shown.join(",") + "\"]");
      if (link) link.parentNode.classList.add("on");
    }
    $("#documents tr[data-d]").forEach(function (row) {
      var mine = $("td", row).filter(function (cell) { return state.shown.indexOf(Number(cell.dataset.s)) >= 0; });
      var same = few && mine.every(function (cell) { return cell.textContent === mine[0].textContent && !cell.classList.contains("claimed"); });
      row.classList.toggle("on", row.dataset.d === state.document);
      row.classList.toggle("hide", same && row.dataset.d !== state.document);
    });
  }

  function controls() {
    var pair = state.subjects && state.shown.length === 2;
    at("one").value = pair ? state.shown[0] : state.one >= 0 ? state.one : "";
    at("other").value = pair ? state.shown[1] : "";
    at("area").value = state.area || "";
    at("document").value = state.document || "";
    if (document.activeElement !== at("search")) at("search").value = state.text || "";
    at("clear").style.display = state.narrow ? "" : "none";
  }

  function draw() {
    read();
    controls();
    dim();
    var groups = wanted(), facts = 0, cases = {};
    groups.forEach(function (group) { facts += group.count; cases[group.case] = true; });
    var who = state.one >= 0 ? data.names[state.one] + " and any other" : state.shown.length <= 4 ? state.shown.map(function (one) { return data.names[one]; }).join(", ") : state.shown.length + " subjects";
    at("status").textContent = who + ": " + facts.toLocaleString("en") + " facts differ in " + Object.keys(cases).length + " cases" +
      (state.area ? ", area " + state.area : "") + (state.document ? ", judged by " + state.document : "") + (state.clause ? ", clause " + state.clause : "") + (state.case ? ", case " + state.case : "");
    tell(groups);
    clauses();
    grid();
    rows(groups);
  }

  function pair() {
    var chosen = [at("one").value, at("other").value].filter(function (one) { return one !== ""; });
    choose({ subjects: chosen[0] === chosen[1] ? chosen[0] : chosen.join(",") });
  }

  at("one").onchange = at("other").onchange = pair;
  at("area").onchange = function () { choose({ area: at("area").value, case: "" }); };
  at("document").onchange = function () { choose({ document: at("document").value, clause: "" }); };
  at("search").oninput = function () { choose({ text: at("search").value.trim() }, true); };
  at("clear").onclick = function () { choose({ subjects: "", area: "", document: "", text: "", case: "", clause: "" }); };
  at("alone").onchange = at("judged").onchange = function () { draw(); };
  at("differing").onchange = grid;
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^=\"#\"]"), row = event.target.closest("#rows tr"), cell = event.target.closest(".states td");
    if (row && row.open && !String(getSelection())) row.open();
    if (cell && cell.show) cell.show();
    if (!link || link.getAttribute("href").indexOf("=") < 0) return;
    event.preventDefault();
    history.pushState(null, "", link.getAttribute("href"));
    draw();
    at(/case=|clause=/.test(link.getAttribute("href")) ? "facts" : /document=/.test(link.getAttribute("href")) ? "clauses" : "differences").scrollIntoView();
  });
  document.addEventListener("keydown", function (event) {
    var one = event.target;
    if ((event.key === "Enter" || event.key === " ") && (one.open && one.tagName === "TR" || one.show)) {
      event.preventDefault();
      (one.open || one.show)();
    }
    if (event.key === "/" && !/INPUT|SELECT/.test(one.tagName)) { event.preventDefault(); at("search").focus(); }
  });
  $(".who li").forEach(function (entry) {
    var line = entry.closest(".panel").querySelector("svg [data-g=\"" + entry.dataset.g + "\"]");
    if (!line) return;
    entry.onmouseenter = function () { line.parentNode.classList.add("focus"); line.classList.add("top"); };
    entry.onmouseleave = function () { line.parentNode.classList.remove("focus"); line.classList.remove("top"); };
  });
  addEventListener("popstate", draw);
  addEventListener("hashchange", draw);
  unpacked().then(function (value) {
    data = value;
    signs = data.signs;
    families();
    draw();
    document.documentElement.dataset.drawn = "yes";
  });
})();
