// The steps of one document, so that the card's frame lives on through all of them. The browser's
// back button goes from the review to the details.

const sections = ["details", "review"].map((id) => document.getElementById(id));
const marks = [...document.querySelectorAll("#steps [data-step]")];

// Says which step it is, for eyes and for screen readers.
export function mark(step) {
  for (const each of marks) {
    if (each.dataset.step === step) each.setAttribute("aria-current", "step");
    else each.removeAttribute("aria-current");
  }
}

// Shows a step; the focus goes to its heading, so that it is read out.
export function show(step) {
  for (const section of sections) section.hidden = section.id !== step;
  mark(step);
  document.getElementById(`${step}-heading`).focus();
}

export function isReviewing() {
  return history.state?.step === "review";
}

export function enterReview() {
  if (!isReviewing()) history.pushState({ step: "review" }, "");
  show("review");
}

// Back to the details without waiting for the browser.
export function leaveReview() {
  history.replaceState(null, "");
  show("details");
}

export function onBack(listener) {
  addEventListener("popstate", () => listener(isReviewing() ? "review" : "details"));
}

// A page loaded again has no card any more.
history.replaceState(null, "");
