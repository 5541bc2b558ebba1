// What the page is told, the newest last. A token is shortened: it is worth money to who has the secret key.

const LONGEST = 40;
const KEPT = 26;
const list = document.getElementById("log");

const shortened = (_, value) => (typeof value === "string" && value.length > KEPT ? `${value.slice(0, KEPT - 9)}…` : value);

export function log(name, detail) {
  const line = document.createElement("li");
  const [time, event, told] = ["time", "strong", "code"].map((tag) => line.appendChild(document.createElement(tag)));
  time.textContent = new Date().toLocaleTimeString([], { hour12: false });
  event.textContent = name;
  told.textContent = detail ? JSON.stringify(detail, shortened) : "";
  list.append(line);
  while (list.childElementCount > LONGEST) list.firstElementChild.remove();
  list.parentElement.scrollTop = list.scrollHeight;
}
