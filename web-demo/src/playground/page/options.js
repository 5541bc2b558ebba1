// The options of the package that choices stand for: those that differ from its defaults.

const given = (options) => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
const unless = (value, usual) => (value === usual ? undefined : value);
const pixels = (number) => (number ? `${number}px` : undefined);

// Rules for single parts, ready to be tried.
const RULES = {
  large: { label: { fontSize: "18px" }, input: { fontSize: "20px" }, error: { fontSize: "18px" }, button: { fontSize: "20px" } },
  round: { input: { borderRadius: "24px", borderWidth: "2px" }, button: { borderRadius: "24px" } },
  light: { label: { fontWeight: "400" }, button: { fontWeight: "500" } },
};

export function cardOptions({ locale, theme, primary, background, text, danger, radius, spacing, font, rules, submit, name, button, mode }) {
  const appearance = given({
    theme: unless(theme, "auto"),
    colorPrimary: primary,
    colorBackground: background,
    colorText: text,
    colorDanger: danger,
    radius: pixels(radius),
    spacing: pixels(spacing),
    font: unless(font, "system"),
    rules: RULES[rules],
  });
  return given({
    locale: unless(locale, "auto"),
    submit: unless(submit, ""),
    name: name === "on" || undefined,
    button: button === "off" && mode !== "popup" ? false : undefined,
    appearance: Object.keys(appearance).length ? appearance : undefined,
  });
}

// The same for a form that stands: what is not chosen goes back to the default.
export const allOptions = (choices) => ({
  locale: undefined,
  submit: undefined,
  name: undefined,
  appearance: undefined,
  // A pop-up has no such option.
  ...(choices.mode !== "popup" && { button: undefined }),
  ...cardOptions(choices),
});
