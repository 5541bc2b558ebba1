// Follows a payment that is under way, and shows the receipt anew when something has changed.

const EVERY = 2000;
const shown = document.getElementById("receipt-status").textContent;

async function look() {
  try {
    const response = await fetch(location.href, { headers: { accept: "application/json" } });
    const { status } = await response.json();
    if (status !== shown) return location.reload();
  } catch {
    // The shop cannot be reached just now: look again.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
