// How a developer hears of a mistake: a sentence on the console, or an exception where nothing can work.

/** Says a sentence that tells what to write instead. */
export type Complain = (sentence: string) => void;

/** With the place to read on. */
const told = (sentence: string) => `Cardseal: ${sentence}. See docs/frontend`;

/** Says each sentence once, so that a page that draws itself anew does not repeat it. */
export function complainer(): Complain {
  const said = new Set<string>();
  return (sentence) => {
    if (!said.has(sentence)) console.error(told(sentence));
    said.add(sentence);
  };
}

export function must(condition: boolean, sentence: string): void {
  if (!condition) throw new TypeError(told(sentence));
}
