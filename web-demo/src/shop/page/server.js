// Asks this shop's server. What cannot be asked or answered is the code `network`: then nobody knows
// yet what happened, and asking again is safe.

export async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.status >= 500) return { code: "network" };
    return await response.json();
  } catch {
    return { code: "network" };
  }
}
