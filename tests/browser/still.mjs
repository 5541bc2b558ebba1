// A page that is ready for its picture.

/** Waits until nothing moves: pictures are loaded, fonts too, and every transition is over. */
export const still = async (page) => {
  const isOpen = await page.locator('cardseal-card iframe').isVisible();
  // A hidden form draws nothing, so it would never be done.
  for (const frame of isOpen ? page.frames() : [page.mainFrame()]) {
    await frame.evaluate(async () => {
      await document.fonts.ready;
      await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
      await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {})));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    });
  }
};
