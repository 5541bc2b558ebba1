//! A page's text with a session's values in it.

/// Puts each value in the place of its name in double braces, as the text of an attribute.
pub(super) fn fill(template: &str, values: &[(&str, String)]) -> String {
    let mut page = String::with_capacity(template.len() + 2048);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        let value = values
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("", |(_, value)| value);
        page.push_str(before);
        value
            .chars()
            .for_each(|character| push_escaped(&mut page, character));
        rest = after;
    }
    page.push_str(rest);
    page
}

fn push_escaped(page: &mut String, character: char) {
    match character {
        '&' => page.push_str("&amp;"),
        '<' => page.push_str("&lt;"),
        '>' => page.push_str("&gt;"),
        '"' => page.push_str("&quot;"),
        '\'' => page.push_str("&#39;"),
        _ => page.push(character),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_in_a_template_becomes_its_value() {
        let values = [("one", "1".to_owned()), ("two", "<2>".to_owned())];
        let page = fill("{{two}} and {{one}}{{three}}.", &values);
        assert_eq!(page, "&lt;2&gt; and 1.");
    }

    #[test]
    fn a_value_cannot_leave_its_attribute() {
        let mut text = String::new();
        "\"'<&>"
            .chars()
            .for_each(|character| push_escaped(&mut text, character));
        assert_eq!(text, "&quot;&#39;&lt;&amp;&gt;");
    }
}
