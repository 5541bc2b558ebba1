// The page behind an open pop-up does not scroll.

/** Stops the scrolling; the answer undoes exactly that. */
export function lockScrolling(): () => void {
  const { style, clientWidth } = document.documentElement;
  const { overflow, scrollbarGutter } = style;
  // Where a scroll bar takes room, the room stays: nothing jumps.
  if (innerWidth > clientWidth) style.scrollbarGutter = "stable";
  style.overflow = "hidden";
  return () => void Object.assign(style, { overflow, scrollbarGutter });
}
