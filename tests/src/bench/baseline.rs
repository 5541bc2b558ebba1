//! Bare workers on the same workerd: what the platform itself costs.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::Load;
use crate::eventually::eventually_blocking;
use crate::load::{Samples, closed_loop};
use crate::scratch::Scratch;
use crate::together::bare;

const START: Duration = Duration::from_secs(20);

/// A workerd with a worker of plain JavaScript.
pub(super) struct Baseline {
    process: Child,
    url: String,
    _scratch: Scratch,
}

impl Baseline {
    /// Starts the worker of the baselines.
    pub(super) fn start(workerd: &Path) -> Self {
        let modules = [(
            "insert.js",
            include_bytes!("../../bench/insert.js").to_vec(),
        )];
        Self::start_worker(workerd, &modules)
    }

    /// Starts a worker of these modules, the first its entry; a `.wasm` is a wasm module.
    pub(super) fn start_worker(workerd: &Path, modules: &[(&str, Vec<u8>)]) -> Self {
        let scratch = Scratch::new();
        let port = {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
            listener.local_addr().expect("its address").port()
        };
        for (name, bytes) in modules {
            fs::write(scratch.path().join(name), bytes).expect("a module");
        }
        let names: Vec<&str> = modules.iter().map(|(name, _)| *name).collect();
        fs::write(
            scratch.path().join("config.capnp"),
            config(&names, scratch.path(), port),
        )
        .expect("a config");
        let process = Command::new(workerd)
            .args(["serve", "config.capnp"])
            .current_dir(scratch.path())
            .stdin(Stdio::null())
            .spawn()
            .expect("workerd");
        let address = format!("127.0.0.1:{port}");
        eventually_blocking("workerd", START, || {
            std::net::TcpStream::connect(&address).ok()
        });
        Self {
            process,
            url: format!("http://{address}"),
            _scratch: scratch,
        }
    }

    /// Where it answers.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Loads it.
    pub(super) async fn load(&self, load: Load, connections: usize, count: usize) -> Samples {
        let (method, status) = if load == Load::Insert {
            ("POST", 201)
        } else {
            ("GET", 200)
        };
        let requests = (0..count)
            .map(|_| bare(&self.url, method, "/", &[], b""))
            .collect();
        closed_loop(&self.url, connections, requests, status).await
    }
}

impl Drop for Baseline {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn config(modules: &[&str], data: &Path, port: u16) -> String {
    let module = |name: &&str| {
        let kind = if Path::new(name).extension().is_some_and(|end| end == "wasm") {
            "wasm"
        } else {
            "esModule"
        };
        format!("(name = \"{name}\", {kind} = embed \"{name}\")")
    };
    let modules: Vec<String> = modules.iter().map(module).collect();
    let (modules, data) = (modules.join(", "), data.display());
    format!(
        r#"using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "disk", disk = (path = "{data}", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:{port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [{modules}],
  compatibilityDate = "2026-02-24",
  durableObjectNamespaces = [(className = "Rows", uniqueKey = "rows", enableSql = true)],
  durableObjectStorage = (localDisk = "disk"),
  bindings = [(name = "ROWS", durableObjectNamespace = (className = "Rows"))],
);
"#
    )
}
