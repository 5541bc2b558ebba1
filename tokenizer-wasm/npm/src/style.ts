// How the pop-up looks, through CSSOM alone: a strict style-src has nothing to say to it.
import type { Appearance } from "../index";

/** In an order that compresses well. */
const CSS =
  "iframe{width:100%}" +
  "@media(max-width:600px),(max-height:420px){dialog{min-width:100%;min-height:100%;border-radius:0!important}}" +
  // Bars where the fields will be.
  ".loading{background:linear-gradient(#8883 56px,#0000 0)0 0/100% 80px}" +
  "section,iframe{height:320px;border:0}" +
  "@media(prefers-reduced-motion:no-preference){iframe{transition:height .2s}}" +
  "::backdrop{background:#0009}" +
  "section button{margin:0 16px;border:1px solid}" +
  ".shown,.loading button,:not(.shown)~iframe{display:none}" +
  ":host{all:initial!important}" +
  "p{margin:0;padding:16px}" +
  "[open]{grid-template-rows:auto 1fr;display:grid}" +
  "dialog{overflow:hidden;width:440px;padding:0;border:0;border-radius:12px;line-height:1.5;background:light-dark(#fff,#171b2b)}" +
  "section{margin:0 20px}" +
  "hgroup{align-items:center;display:flex;padding:0 8px 0 20px}" +
  "h2{outline:0;font-size:18px;flex:1}" +
  "div{display:grid;overflow:auto}" +
  "button{color:inherit;height:44px;padding:0 17px;border:0;border-radius:8px;background:0 0;font:inherit}";

/** A style sheet that goes when its root goes. */
export function addStyle(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [sheet];
}

/** The merchant's choices on the pop-up itself; what is absent is as in the sheet. */
export function applyAppearance({ style }: HTMLElement, appearance: Appearance | undefined): void {
  const { theme = "auto", colorBackground = "", radius = "", font } = Object(appearance) as Appearance;
  Object.assign(style, {
    colorScheme: `${theme}`.replace("auto", "light dark"),
    background: colorBackground,
    // Black or white (a lightness is kept between 0 and 1), whichever can be read on the background. Whether the
    // text's own colour can be, only the form judges.
    color: colorBackground && `oklch(from ${colorBackground} calc((.56 - l)*99)0 0)`,
    borderRadius: radius,
    // "serif" and "monospace" exist; a family that does not is passed over.
    fontFamily: `${font},${font}space,system-ui`,
  });
}
