//! Fills templates: `{{name}}` becomes a value, escaped, or a text of the language.

use std::borrow::Cow;

use crate::texts::Named;

/// Text that is HTML already. Only [`fill`] and [`Markup::join`] make it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Markup(String);

impl Markup {
    pub(crate) fn join(parts: impl IntoIterator<Item = Self>) -> Self {
        Self(parts.into_iter().map(|part| part.0).collect())
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

/// What takes a place of a template.
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>),
    Markup(Markup),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Markup> for Value<'_> {
    fn from(markup: Markup) -> Self {
        Self::Markup(markup)
    }
}

/// The template with each place filled. A value is never read as a template, and a place that
/// nothing fills stays as it is, where tests find it.
pub(crate) fn fill(template: &str, texts: &dyn Named, values: &[(&str, Value<'_>)]) -> Markup {
    let mut page = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, place)) = rest.split_once("{{") {
        page.push_str(before);
        let (name, after) = place.split_once("}}").unwrap_or((place, ""));
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, Value::Text(text))) => escape_into(&mut page, text),
            Some((_, Value::Markup(markup))) => page.push_str(&markup.0),
            None => match texts.find(name) {
                Some(text) => escape_into(&mut page, text),
                None => page.extend(["{{", name, "}}"]),
            },
        }
        rest = after;
    }
    page.push_str(rest);
    Markup(page)
}

fn escape_into(page: &mut String, value: &str) {
    for character in value.chars() {
        match character {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            other => page.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One text of the page's own.
    struct Words;

    impl Named for Words {
        fn find(&self, name: &str) -> Option<&'static str> {
            (name == "place_order").then_some("Place order")
        }
    }

    fn filled(template: &str, values: &[(&str, Value<'_>)]) -> String {
        fill(template, &Words, values).into_string()
    }

    #[test]
    fn values_are_escaped_and_never_read_as_templates() {
        let page = filled(
            "<b>{{a}}</b>{{b}}!",
            &[("a", "{{b}}<script>\"'&".into()), ("b", "x".into())],
        );
        assert_eq!(page, "<b>{{b}}&lt;script&gt;&quot;&#39;&amp;</b>x!");
    }

    #[test]
    fn markup_is_put_in_as_it_is_and_texts_by_their_names() {
        let part = fill("<i>{{x}}</i>", &Words, &[("x", "<".into())]);
        let page = filled("{{place_order}}: {{part}}", &[("part", part.into())]);
        assert_eq!(page, "Place order: <i>&lt;</i>");
    }

    #[test]
    fn a_place_that_nothing_fills_can_be_seen() {
        assert_eq!(filled("a {{nobody}} b", &[]), "a {{nobody}} b");
    }
}
