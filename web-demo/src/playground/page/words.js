// What the page's scripts say. Every text comes with the page, in the reader's language.

const words = document.getElementById("words").content;

export const word = (name) => words.querySelector(`[data-word="${CSS.escape(name)}"]`).textContent;
