// Requests to the vault, with a deadline: a status and a text, or 0 when no answer came.

/** An answer as the program takes it. */
export type Reply = readonly [status: number, text: string];

const DEADLINE = 20_000;

/** What there is to send: a POST with a session, a GET without. */
interface Question {
  readonly session?: string;
  readonly envelope?: string | undefined;
  readonly pastCache?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export function ask(url: string, { session, envelope, pastCache, signal }: Question = {}): Promise<Reply> {
  const deadline = AbortSignal.timeout(DEADLINE);
  return fetch(url, {
    method: session ? "POST" : "GET",
    headers: session ? { "cardseal-session": session, ...(envelope && { "content-type": "application/jose" }) } : {},
    body: envelope ?? null,
    cache: pastCache ? "reload" : "default",
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
    // Where a browser cannot join two, the page's own is heeded after the answer.
    signal: signal && "any" in AbortSignal ? AbortSignal.any([deadline, signal]) : deadline,
  })
    .then(async (answer): Promise<Reply> => [answer.status, await answer.text()])
    .catch(() => [0, ""]);
}

/** ES256 (RFC 7518 section 3.4); a key that is not on the curve has signed nothing. */
export async function holds(point: BufferSource, message: BufferSource, signature: BufferSource): Promise<boolean> {
  const es256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  try {
    const key = await crypto.subtle.importKey("raw", point, es256, false, ["verify"]);
    return await crypto.subtle.verify(es256, key, signature, message);
  } catch {
    return false;
  }
}
