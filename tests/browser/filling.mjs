// What browsers and password managers do to the fields of a document, and what stands there in the end.

/**
 * Fills fields in, all in one task: a value, and an event with this `inputType`, if any. Gives what stood in
 * each field when the last one was filled in.
 */
export const fillIn = (document, texts, inputType) =>
  document.evaluate(
    ([texts, inputType]) => {
      const fields = Object.entries(texts).map(([id, text]) => [document.getElementById(id), text]);
      for (const [field, text] of fields) {
        field.focus();
        field.value = text;
        field.dispatchEvent(inputType === undefined ? new Event('input', { bubbles: true }) : new InputEvent('input', { bubbles: true, inputType }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
        field.blur();
      }
      return Object.fromEntries(fields.map(([field]) => [field.id, field.value]));
    },
    [texts, inputType],
  );

/** Waits until a text stands in a field. */
export const holds = (document, id, text) =>
  document.evaluate(
    ([id, text]) =>
      new Promise((done) => {
        const look = () => (document.getElementById(id).value === text ? done() : requestAnimationFrame(look));
        look();
      }),
    [id, text],
  );
