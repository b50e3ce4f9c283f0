// Shows the questions behind a link and sends the answers. The secret of the link stands behind the # of the address,
// which no browser sends anywhere; it is taken out of the address at once and kept in this variable only.
import { element, questionFields } from "./answer_questions.js";

const main = document.getElementById("main");
const status = document.getElementById("status");
let token = decodeURIComponent(location.hash.slice(1));
history.replaceState(null, "", location.pathname);
// A second link opened in the same tab is another page; so is one that the browser brings back from its memory.
addEventListener("hashchange", () => location.reload());
addEventListener("pageshow", (event) => event.persisted && location.reload());

const NOT_USABLE = "This link cannot be used. It may have been answered already, or its time may be up.";
const ASK_AGAIN = "Please ask your clinic for a new link.";
const NOT_SENT = "Your answers have not been sent. Please wait a moment and try again; nothing you entered is lost.";
const NOT_LOADED = "The questions could not be loaded. Please open the link again in a few minutes.";

if (token) start();
else closed("Please open this page with the link that your clinic sent you.");

async function start() {
  const reply = await post("questions", { token });
  if (reply.status === 200) return show(reply.body.questions);
  token = "";
  closed(reply.status === 404 ? `${NOT_USABLE} ${ASK_AGAIN}` : NOT_LOADED);
}

function show(questions) {
  const fields = questions.map(questionFields);
  const summary = element("div");
  const send = element("button", { type: "submit", className: "send" }, "Send my answers");
  const form = element("form", { noValidate: true, autocomplete: "off" }, summary, ...fields.map((each) => each.node),
    element("p", {}, "What you leave out stays open; your clinic may ask you again. You can send your answers once."), send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendAnswers(form, fields, summary, send);
  });
  status.replaceChildren(element("p", {}, count(questions.length)));
  main.append(form);
}

async function sendAnswers(form, fields, summary, send) {
  const answers = Object.fromEntries(fields.map((each) => [each.linkId, each.value()]).filter(([, value]) => value !== undefined));
  const faults = fields.flatMap((each) => each.faults());
  // Said once: an answer that cannot wait must not be held up by a unit somewhere else.
  if (faults.length && !summary.dataset.said) {
    summary.dataset.said = "yes";
    return complain(summary, "Something is missing. You can also send it as it is.", faults);
  }
  if (!Object.keys(answers).length) {
    return complain(summary, "You have not answered anything yet", [{ text: "Answer at least one question", at: fields[0].first() }]);
  }
  send.disabled = true;
  status.replaceChildren(element("p", {}, "Sending …"));
  const reply = await post("answers", { token, answers });
  send.disabled = false;
  if (reply.status === 201) return received(form, reply.body);
  status.replaceChildren();
  if (reply.status === 404) {
    form.remove();
    return closed(`${NOT_USABLE} Your answers have not been sent. ${ASK_AGAIN}`);
  }
  complain(summary, "Not sent yet", [{ text: NOT_SENT }]);
}

function received(form, body) {
  token = "";
  form.remove();
  const title = element("h2", { tabIndex: -1 }, "Thank you");
  status.replaceChildren();
  const urgent = body.crisis.show === "now";
  main.append(element("div", { className: "receipt" }, title, element("p", {}, body.message),
    urgent ? null : element("p", {}, "You can close this page now.")));
  document.title = "Answers received";
  if (!urgent) title.focus();
}

function closed(text) {
  status.replaceChildren(element("p", {}, text));
}

function complain(summary, title, faults) {
  const box = element("div", { className: "summary", tabIndex: -1 }, element("h2", {}, title),
    element("ul", {}, ...faults.map(({ text, at }) => element("li", {}, at ? jump(text, at) : text))));
  box.setAttribute("role", "alert");
  summary.replaceChildren(box);
  box.focus();
}

function jump(text, at) {
  const link = element("a", { href: `#${at.id}` }, text);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    at.focus();
  });
  return link;
}

async function post(what, body) {
  try {
    const reply = await fetch(`/v1/information/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    const read = await reply.json();
    showCrisis(read.crisis);
    return { status: reply.status, body: read };
  } catch {
    return { status: 0, body: {} };
  }
}

// What is in the page already holds anywhere; the service knows the country, and what cannot wait.
function showCrisis(crisis) {
  if (!crisis?.resources?.length) return;
  const panel = document.getElementById("crisis");
  document.getElementById("crisis-texts").replaceChildren(...crisis.resources.map((each) => element("p", {}, each.text)));
  if (crisis.show !== "now") return;
  panel.className = "now";
  const title = document.getElementById("crisis-title");
  title.textContent = "Please read this first";
  title.tabIndex = -1;
  title.focus();
}

function count(questions) {
  return questions === 1 ? "Your clinic has one more question." : `Your clinic has ${questions} more questions.`;
}
