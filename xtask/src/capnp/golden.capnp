using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "vault", worker = .vault),
    (name = "internet", network = (allow = ["public", "127.0.0.1/32"], tlsOptions = (trustBrowserCas = true))),
    (name = "storage", disk = (path = "/data/storage", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8080", http = (), service = "vault")],
);

const vault :Workerd.Worker = (
  compatibilityDate = "2026-02-24",
  compatibilityFlags = ["one_flag"],
  modules = [
    (name = "index.js", esModule = embed "/built/index.js"),
    (name = "index_bg.wasm", wasm = embed "/built/index_bg.wasm"),
  ],
  durableObjectStorage = (localDisk = "storage"),
  durableObjectNamespaces = [
    (className = "Thing", uniqueKey = "Thing", enableSql = true),
  ],
  bindings = [
    (name = "GREETING", text = "say \"hello\""),
    (name = "MODE", text = "live"),
    (name = "KEY", fromEnvironment = "KEY"),
    (name = "THINGS", durableObjectNamespace = "Thing"),
  ],
);
