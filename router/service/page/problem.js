// Problems, shown where they concern somebody.
import { askCredential, credential } from "./credential.js";
import { element } from "./dom.js";

/** What a problem means for the one who sees it. */
function meaning({ status, message, retryAfter }) {
  if (status === 401 && credential()) return `Your credential was not accepted: ${message}`;
  if (status === 401) return `This service asks who you are: ${message}`;
  if (status === 403) return `Your credential does not allow this: ${message}`;
  if (status === 503) {
    return `The service is busy or not ready: ${message}` +
      (retryAfter ? ` Try again in ${retryAfter} s.` : "");
  }
  return message;
}

/** Shows a problem in a paragraph, with a way on where there is one. */
export function showProblem(place, problem) {
  place.replaceChildren(meaning(problem));
  if (problem.status === 401 || problem.status === 403) {
    place.append(element("br"),
      element("button", { type: "button", click: askCredential }, "Enter a credential"));
  }
  place.hidden = false;
}

export function hideProblem(place) {
  place.hidden = true;
  place.replaceChildren();
}
