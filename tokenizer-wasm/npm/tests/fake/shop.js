// Gives the tests the package as a shop would import it, and keeps what its console and CSP said.
import { load } from "/tokenizer.js";

window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
window.load = load;
window.vault = new URLSearchParams(location.search).get("vault");
