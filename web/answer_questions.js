// One question as the fields of a form, for each kind of answer. Gives the node, the answer as it is sent (nothing when
// it was left out), and what is missing in it. Text goes in as text, never as markup.
const STATES = [["dont_know", "I don’t know"], ["declined", "I’d rather not answer"]];
const YES_OR_NO = [["yes", "Yes"], ["no", "No"]];
const DATE_HINT = "For example 2024-05-31. The month (2024-05) or the year (2024) will do.";
const ADD = "Add another";
let ids = 0;

export function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function questionFields(question) {
  const part = question.kind === "group" ? group(question) : asked(question, true);
  part.node.classList.add("question");
  return { linkId: question.linkId, ...part };
}

function asked(question, whole) {
  const choices = choicesOf(question);
  if (choices) return choice(question, choices, question.kind === "multi_choice", whole);
  return entry(question, whole);
}

function choicesOf(question) {
  if (question.kind === "yes_no") return YES_OR_NO;
  const offered = question.anchors ?? (question.kind.endsWith("choice") ? question.options : null);
  return offered?.map((each) => [each.value, each.label]);
}

function hintOf(question, id) {
  const hints = [question.help, question.kind === "date" ? DATE_HINT : null].filter(Boolean);
  return hints.length ? element("p", { className: "hint", id: `${id}-hint` }, hints.join(" ")) : null;
}

function described(node, hint) {
  if (hint) node.setAttribute("aria-describedby", hint.id);
  return node;
}

// --- One or several of a list --------------------------------------------------------------------------------------

function choice(question, choices, several, whole) {
  const id = `q${(ids += 1)}`;
  const hint = hintOf(question, id);
  const inputs = [];
  const option = ([value, label], type, aside) => {
    const input = element("input", { type, name: id, id: `${id}-${inputs.length}` });
    inputs.push({ input, value, alone: aside || value === "none" });
    return element("label", { className: aside ? "option aside-option" : "option", htmlFor: input.id }, input, element("span", {}, label));
  };
  const listed = [
    ...choices.map((each) => option(each, several ? "checkbox" : "radio", false)),
    ...(whole ? STATES.map((each) => option(each, several ? "checkbox" : "radio", true)) : []),
  ];
  // What cannot be ticked beside anything else unticks the rest, and the other way round.
  const untick = (ticked) => inputs.forEach((each) => {
    if (each !== ticked && ticked.input.checked && several && (ticked.alone || each.alone)) each.input.checked = false;
  });
  inputs.forEach((each) => each.input.addEventListener("change", () => untick(each)));
  const node = described(element("fieldset", {}, element("legend", {}, question.ask), hint, element("div", { className: "options" }, ...listed)), hint);
  return {
    node,
    first: () => inputs[0].input,
    faults: () => [],
    value: () => {
      const ticked = inputs.filter((each) => each.input.checked).map((each) => each.value);
      if (!ticked.length) return undefined;
      const word = ticked[0];
      return !several || STATES.some(([state]) => state === word) || word === "none" ? word : ticked;
    },
  };
}

// --- Something that is typed ---------------------------------------------------------------------------------------

function entry(question, whole) {
  const id = `q${(ids += 1)}`;
  const hint = hintOf(question, id);
  const long = question.kind === "text" && whole;
  const input = described(element(long ? "textarea" : "input", { id, autocomplete: "off", maxLength: 4000 }), hint);
  if (!long) input.type = "text";
  if (question.kind === "quantity") Object.assign(input, { inputMode: "decimal", className: "amount" });
  const units = (question.units ?? []).filter((unit) => unit !== "1");
  const unit = units.length ? unitOf(units, question) : null;
  const state = whole ? stateOf(id) : null;
  const fault = element("p", { className: "fault", hidden: true });
  const node = element("div", { className: whole ? "" : "part" }, element("label", { htmlFor: id }, question.ask), hint, fault,
    element("div", { className: "measure" }, input, unit), state?.node);
  const typed = () => input.value.trim();
  return {
    node,
    first: () => input,
    faults: () => unitFault(question, typed(), unit, input, fault),
    value: () => (typed() ? written(question, typed(), unit) : state?.value()),
  };
}

function unitOf(units, question) {
  if (units.length === 1) return element("span", {}, units[0]);
  const options = ["", ...units].map((unit) => element("option", { value: unit }, unit || "Choose the unit"));
  const select = element("select", {}, ...options);
  select.setAttribute("aria-label", `Unit: ${question.ask}`);
  return select;
}

function unitFault(question, typed, unit, input, fault) {
  const missing = typed !== "" && unit?.localName === "select" && !unit.value && /^[\d.,\s]+$/.test(typed);
  fault.hidden = !missing;
  fault.textContent = missing ? "Choose the unit" : "";
  input.toggleAttribute("aria-invalid", missing);
  return missing ? [{ text: `Choose the unit: ${question.ask}`, at: unit }] : [];
}

function written(question, typed, unit) {
  if (question.kind !== "quantity") return typed;
  const number = /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed;
  const named = unit?.localName === "select" ? unit.value : unit?.textContent;
  return named && typeof number === "number" ? { value: number, unit: named } : number;
}

function stateOf(name) {
  const inputs = STATES.map(([value, label]) => {
    const input = element("input", { type: "checkbox", id: `${name}-${value}` });
    return { input, value, node: element("label", { className: "option aside-option", htmlFor: input.id }, input, element("span", {}, label)) };
  });
  inputs.forEach((each) => each.input.addEventListener("change", () =>
    inputs.forEach((other) => { if (other !== each && each.input.checked) other.input.checked = false; })));
  return {
    node: element("div", { className: "options" }, ...inputs.map((each) => each.node)),
    value: () => inputs.find((each) => each.input.checked)?.value,
  };
}

// --- A list of entries ---------------------------------------------------------------------------------------------

function group(question) {
  const id = `q${(ids += 1)}`;
  const hint = hintOf(question, id);
  const rows = [];
  const place = element("div");
  const none = element("input", { type: "checkbox", id: `${id}-none` });
  const add = element("button", { type: "button" }, ADD);
  const state = stateOf(id);
  const append = () => {
    const row = rowOf(question, rows.length + 1);
    rows.push(row);
    place.append(row.node);
    return row;
  };
  add.addEventListener("click", () => append().first().focus());
  append();
  const node = described(element("fieldset", {}, element("legend", {}, question.ask), hint, place, add,
    element("label", { className: "option", htmlFor: none.id }, none, element("span", {}, "None")), state.node), hint);
  return {
    node,
    first: () => rows[0].first(),
    faults: () => rows.flatMap((row) => row.faults()),
    value: () => {
      const entered = rows.map((row) => row.value()).filter((row) => Object.keys(row).length);
      if (entered.length) return entered;
      return none.checked ? "none" : state.value();
    },
  };
}

function rowOf(question, number) {
  const parts = question.fields.map((field) => ({ linkId: field.linkId, ...asked(field, false) }));
  const node = element("fieldset", { className: "row" }, element("legend", {}, `Entry ${number}`), ...parts.map((part) => part.node));
  return {
    node,
    first: () => parts[0].first(),
    faults: () => parts.flatMap((part) => part.faults()),
    value: () => Object.fromEntries(parts.map((part) => [part.linkId, part.value()]).filter(([, value]) => value !== undefined)),
  };
}
