// Something that a page lays over the form.

/** Something opaque over everything, which lets no event through to it: a lure, as its author would lay it. */
export const cover = (page) =>
  page.evaluate(() => {
    const lure = document.createElement('div');
    lure.popover = 'manual';
    lure.id = 'lure';
    Object.assign(lure.style, { position: 'fixed', inset: '0', width: '100vw', height: '100vh', background: '#fff', pointerEvents: 'none', border: '0' });
    document.body.append(lure);
    lure.showPopover();
  });

/** Until the browser has told every observer that the form is covered: it does so at most each 100 ms. */
export const covered = () =>
  new Promise((done) => {
    const look = ([entry]) => entry.isVisible || setTimeout(done, 100);
    new IntersectionObserver(look, { trackVisibility: true, delay: 100 }).observe(document.getElementById('form'));
  });

/** Takes it away. */
export const uncover = (page) => page.evaluate(() => document.getElementById('lure').remove());
