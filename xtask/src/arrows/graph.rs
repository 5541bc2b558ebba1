//! The dependencies as cargo sees them: what each crate names, and what each reaches.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use serde::Deserialize;

use super::{CORE, MAY_USE};
use crate::build::cargo;
use crate::paths::Paths;
use crate::process::output;

/// Dependencies that are compiled in: development ones are not.
#[derive(Default)]
pub(crate) struct Graph {
    /// What each crate of the workspace names in its manifest.
    pub(super) named: BTreeMap<String, BTreeSet<String>>,
    /// What each is built with, near or far.
    pub(super) reached: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// The crates of the workspace.
    pub(super) fn members(&self) -> impl Iterator<Item = &str> {
        self.named.keys().map(String::as_str)
    }

    /// Arrows between crates of the workspace.
    pub(super) fn inner_edges(&self) -> impl Iterator<Item = (&str, &str)> {
        self.named.iter().flat_map(|(from, all)| {
            let inner = all.iter().filter(|to| self.named.contains_key(*to));
            inner.map(move |to| (from.as_str(), to.as_str()))
        })
    }

    /// Whether a manifest names a crate.
    pub(super) fn names(&self, from: &str, to: &str) -> bool {
        self.named.get(from).is_some_and(|all| all.contains(to))
    }

    /// Whether a crate is built with another.
    pub(super) fn reaches(&self, from: &str, to: &str) -> bool {
        self.reached.get(from).is_some_and(|all| all.contains(to))
    }
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// Null for normal ones, otherwise `dev` or `build`.
    kind: Option<String>,
}

/// Asks cargo.
pub(crate) fn read(paths: &Paths) -> Result<Graph> {
    let mut metadata = cargo(paths);
    metadata.args(["metadata", "--format-version=1", "--no-deps"]);
    let mut graph = Graph::default();
    graph.name(&output(metadata, "cargo metadata")?)?;
    for (member, _) in MAY_USE {
        if CORE.contains(&member) || member == "edge-worker" {
            // `tree` resolves features for this crate alone, as its own build does; metadata
            // would mix in what tests switch on.
            let mut tree = cargo(paths);
            tree.args([
                "tree",
                "--package",
                member,
                "--edges",
                "normal",
                "--prefix",
                "none",
            ])
            .args(["--format", "{p}", "--target", "wasm32-unknown-unknown"]);
            graph.reach(member, &output(tree, "cargo tree")?);
        }
    }
    Ok(graph)
}

impl Graph {
    /// Takes in the answer of `cargo metadata --no-deps`.
    pub(super) fn name(&mut self, metadata: &[u8]) -> Result<()> {
        let metadata: Metadata = serde_json::from_slice(metadata)?;
        for package in metadata.packages {
            let kept = package.dependencies.into_iter();
            let kept = kept.filter(|to| to.kind.as_deref() != Some("dev"));
            self.named
                .insert(package.name, kept.map(|to| to.name).collect());
        }
        Ok(())
    }

    /// Takes in the answer of `cargo tree` for one crate: one package a line, its name first.
    pub(super) fn reach(&mut self, from: &str, tree: &[u8]) {
        let text = String::from_utf8_lossy(tree);
        let names = text.lines().filter_map(|line| line.split(' ').next());
        let others = names.filter(|name| *name != from).map(str::to_owned);
        self.reached.insert(from.to_owned(), others.collect());
    }
}
