//! What `workerd serve` reads, made from `wrangler.toml` and the settings of one local run.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::wrangler::Wrangler;

/// What is true of this run only.
pub(crate) struct Local<'a> {
    /// The loopback port to listen at.
    pub(crate) port: u16,
    /// Whether a proxy of the operator's stands in front, ends TLS, and says so by
    /// `X-Forwarded-Proto`. Without one, nobody may claim https.
    pub(crate) behind_proxy: bool,
    /// The folder with the built script and wasm.
    pub(crate) bundle: &'a Path,
    /// The folder the objects' files lie in.
    pub(crate) storage: &'a Path,
    /// Values that replace `[vars]` of the same name.
    pub(crate) vars: &'a [(&'a str, &'a str)],
    /// Names of environment variables that hold secrets.
    pub(crate) secrets: &'a [&'a str],
    /// Where the worker may connect to besides the public internet: exact CIDR blocks.
    pub(crate) allow: &'a [String],
}

/// The configuration as text. Every string is quoted; nothing is taken from the network.
pub(crate) fn generate(wrangler: &Wrangler, local: &Local<'_>) -> Result<String> {
    let script = Path::new(&wrangler.main)
        .file_name()
        .and_then(|name| name.to_str())
        .context("wrangler.toml: main names no file")?;
    let wasm = script.replace(".js", "_bg.wasm");
    let embed =
        |name: &str| Ok::<_, anyhow::Error>(format!("embed {}", path(&local.bundle.join(name))?));
    let allow: Vec<String> = std::iter::once("public")
        .chain(local.allow.iter().map(String::as_str))
        .map(quote)
        .collect();

    let mut text = String::from("using Workerd = import \"/workerd/workerd.capnp\";\n\n");
    write!(
        text,
        "const config :Workerd.Config = (\n\
         \x20 services = [\n\
         \x20   (name = \"vault\", worker = .vault),\n\
         \x20   (name = \"internet\", network = (allow = [{allow}], tlsOptions = (trustBrowserCas = true))),\n\
         \x20   (name = \"storage\", disk = (path = {storage}, writable = true)),\n\
         \x20 ],\n\
         \x20 sockets = [(name = \"http\", address = \"127.0.0.1:{port}\", http = ({http}), service = \"vault\")],\n\
         );\n\n\
         const vault :Workerd.Worker = (\n\
         \x20 compatibilityDate = {date},\n\
         \x20 compatibilityFlags = [{flags}],\n\
         \x20 modules = [\n\
         \x20   (name = {script_name}, esModule = {script_file}),\n\
         \x20   (name = {wasm_name}, wasm = {wasm_file}),\n\
         \x20 ],\n\
         \x20 durableObjectStorage = (localDisk = \"storage\"),\n",
        allow = allow.join(", "),
        storage = path(local.storage)?,
        port = local.port,
        http = if local.behind_proxy {
            "forwardedProtoHeader = \"X-Forwarded-Proto\""
        } else {
            ""
        },
        date = quote(&wrangler.compatibility_date),
        flags = wrangler
            .compatibility_flags
            .iter()
            .map(|f| quote(f))
            .collect::<Vec<_>>()
            .join(", "),
        script_name = quote(script),
        script_file = embed(script)?,
        wasm_name = quote(&wasm),
        wasm_file = embed(&wasm)?,
    )?;
    list(&mut text, "durableObjectNamespaces", &namespaces(wrangler)?)?;
    list(&mut text, "bindings", &bindings(wrangler, local))?;
    text.push_str(");\n");
    Ok(text)
}

/// One namespace per class. The class name is also the unique key: it names the folder on disk,
/// so it must not change.
fn namespaces(wrangler: &Wrangler) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for binding in &wrangler.durable_objects.bindings {
        let class = &binding.class_name;
        let sqlite = wrangler
            .migrations
            .iter()
            .any(|step| step.new_sqlite_classes.contains(class));
        if !sqlite {
            bail!("wrangler.toml: {class} is in no new_sqlite_classes");
        }
        let class = quote(class);
        lines.push(format!(
            "(className = {class}, uniqueKey = {class}, enableSql = true)"
        ));
    }
    Ok(lines)
}

fn bindings(wrangler: &Wrangler, local: &Local<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, value) in &wrangler.vars {
        let here = local.vars.iter().find(|(local, _)| local == name);
        let value = here.map_or(value.as_str(), |(_, value)| value);
        lines.push(format!("(name = {}, text = {})", quote(name), quote(value)));
    }
    for name in local.secrets {
        lines.push(format!("(name = {0}, fromEnvironment = {0})", quote(name)));
    }
    for binding in &wrangler.durable_objects.bindings {
        lines.push(format!(
            "(name = {}, durableObjectNamespace = {})",
            quote(&binding.name),
            quote(&binding.class_name)
        ));
    }
    lines
}

fn list(text: &mut String, name: &str, lines: &[String]) -> Result<()> {
    writeln!(text, "  {name} = [")?;
    for line in lines {
        writeln!(text, "    {line},")?;
    }
    writeln!(text, "  ],")?;
    Ok(())
}

fn path(path: &Path) -> Result<String> {
    let text = path
        .to_str()
        .with_context(|| format!("{} is not UTF-8", path.display()))?;
    Ok(quote(text))
}

/// A string of Cap'n Proto's language.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests;
