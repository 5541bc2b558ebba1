// What comes over the port: JSON text, never structured objects.

export interface Message {
  readonly type?: unknown;
  readonly [member: string]: unknown;
}

const LONGEST = 4096;

/** The members of the object that a JSON text stands for; none when it stands for none. */
export function readObject(text: unknown): Message {
  try {
    return typeof text === "string" && text.length <= LONGEST ? Object(JSON.parse(text)) : {};
  } catch {
    return {};
  }
}
