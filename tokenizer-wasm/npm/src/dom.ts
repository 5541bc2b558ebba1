// Elements without markup: nothing here is a sink of Trusted Types.

export function add<Tag extends keyof HTMLElementTagNameMap>(parent: ParentNode, tag: Tag, attributes: Record<string, string> = {}): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent.append(element);
  return element;
}
