//! Nothing points up: the rings of docs/architecture.md, held against what cargo resolves.

use std::collections::BTreeSet;

use crate::failure::Failure;
use crate::workspace::{Workspace, text_of};

/// The crates that compute without a clock, a network or an async runtime.
const PURE: &[&str] = &[
    "careweave-types",
    "careweave-insights",
    "careweave-matching",
    "careweave-outreach",
    "careweave-sync-core",
    "careweave-webhooks",
];

/// What does I/O, by name.
const IO: &[&str] = &[
    "axum",
    "hyper",
    "mio",
    "native-tls",
    "openssl",
    "reqwest",
    "rusqlite",
    "rustls",
    "socket2",
    "tokio-postgres",
];

/// The features of tokio that are types and locks only; every other one brings a runtime, a clock or sockets.
const TOKIO_WITHOUT_RUNTIME: &[&str] = &["default", "macros", "sync", "tokio-macros"];

/// Our own crates that these may build on; whatever else is ours lies above them.
const OURS: &[(&str, &[&str])] = &[
    ("careweave-types", &[]),
    ("careweave-insights", &["careweave-types"]),
    ("careweave-matching", &["careweave-types"]),
    ("careweave-outreach", &["careweave-matching", "careweave-types"]),
    ("careweave-sync-core", &["careweave-types"]),
    ("careweave-webhooks", &["careweave-types"]),
    ("careweave-http", &["careweave-types"]),
    // The sandbox is a second opinion on the wire, so it must not share the client's models.
    ("careweave-sandbox", &["careweave-types"]),
    (
        "careweave-wellsky-client",
        &["careweave-http", "careweave-types", "careweave-webhooks"],
    ),
    (
        "careweave-scheduling-providers",
        &["careweave-http", "careweave-types", "careweave-webhooks"],
    ),
    ("careweave-messaging", &["careweave-http", "careweave-types"]),
    (
        "careweave-sync-postgres",
        &["careweave-sync-core", "careweave-types"],
    ),
    (
        "careweave-sync-sqlite",
        &["careweave-sync-core", "careweave-types"],
    ),
    (
        "careweave-workflows",
        &[
            "careweave-http",
            "careweave-insights",
            "careweave-matching",
            "careweave-messaging",
            "careweave-outreach",
            "careweave-scheduling-providers",
            "careweave-sync-core",
            "careweave-types",
            "careweave-webhooks",
            "careweave-wellsky-client",
        ],
    ),
];

/// The bindings, which name careweave-bindings-core and get all else of ours through it.
const BINDINGS: &[&str] = &["careweave-python", "careweave-node"];

/// Two versions of these in one program mean two connection pools, two runtimes or two TLS stacks.
const ONE_VERSION: &[&str] = &["chrono", "jiff", "reqwest", "rusqlite", "rustls", "tokio"];

/// A crate as `cargo tree` resolves it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Resolved {
    name: String,
    version: String,
    features: Vec<String>,
}

pub(crate) fn require(workspace: &Workspace) -> Result<(), Failure> {
    let mut broken = Vec::new();
    for &(krate, allowed) in OURS {
        let resolved = tree(workspace, &["--package", krate, "--edges", "normal"])?;
        broken.extend(upward(krate, allowed, &resolved));
        if PURE.contains(&krate) {
            broken.extend(impure(krate, &resolved));
        }
    }
    for binding in BINDINGS {
        let selection = ["--package", binding, "--edges", "normal", "--depth", "1"];
        broken.extend(upward(
            binding,
            &["careweave-bindings-core"],
            &tree(workspace, &selection)?,
        ));
    }
    broken.extend(doubled(&tree(workspace, &["--workspace"])?));
    if broken.is_empty() {
        return Ok(());
    }
    Err(Failure::new(broken.join("\n  ")))
}

fn tree(workspace: &Workspace, selection: &[&str]) -> Result<BTreeSet<Resolved>, Failure> {
    let printed = text_of(
        workspace
            .cargo()
            .args(["tree", "--quiet", "--prefix", "none", "--format", "{p}|{f}"])
            .args(selection),
    )?;
    Ok(printed.lines().filter_map(resolved).collect())
}

/// Reads `name v1.2.3 (path or *)|feature,feature`.
fn resolved(line: &str) -> Option<Resolved> {
    let (package, features) = line.split_once('|')?;
    let mut words = package.split(' ');
    let name = words.next().filter(|name| !name.is_empty())?;
    let version = words.next()?.strip_prefix('v')?;
    // A crate that was printed before is marked with (*) after its features.
    let features = features.trim_end_matches("(*)").trim();
    Some(Resolved {
        name: name.to_owned(),
        version: version.to_owned(),
        features: features
            .split(',')
            .filter(|f| !f.is_empty())
            .map(str::to_owned)
            .collect(),
    })
}

fn upward(krate: &str, allowed: &[&str], resolved: &BTreeSet<Resolved>) -> Vec<String> {
    let ours = resolved.iter().filter(|r| r.name.starts_with("careweave"));
    ours.filter(|r| r.name != krate && !allowed.contains(&r.name.as_str()))
        .map(|r| format!("{krate} must not depend on {}: see docs/architecture.md", r.name))
        .collect()
}

fn impure(krate: &str, resolved: &BTreeSet<Resolved>) -> Vec<String> {
    let mut broken = Vec::new();
    for dependency in resolved {
        if IO.contains(&dependency.name.as_str()) {
            broken.push(format!(
                "{krate} must do no I/O, but pulls in {}",
                dependency.name
            ));
        }
        if dependency.name == "tokio" {
            let runtime: Vec<_> = dependency
                .features
                .iter()
                .filter(|f| !TOKIO_WITHOUT_RUNTIME.contains(&f.as_str()))
                .map(String::as_str)
                .collect();
            if !runtime.is_empty() {
                broken.push(format!(
                    "{krate} must know no async runtime, but pulls in tokio with {}",
                    runtime.join(", ")
                ));
            }
        }
    }
    broken
}

fn doubled(resolved: &BTreeSet<Resolved>) -> Vec<String> {
    let mut broken = Vec::new();
    for name in ONE_VERSION {
        let versions: BTreeSet<_> = resolved
            .iter()
            .filter(|r| r.name == *name)
            .map(|r| r.version.as_str())
            .collect();
        if versions.len() > 1 {
            let versions: Vec<_> = versions.into_iter().collect();
            broken.push(format!(
                "{name} is in the graph in {} versions ({}): `cargo tree --workspace --invert {name}@<version>` \
                 shows who brings each",
                versions.len(),
                versions.join(", ")
            ));
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &str) -> BTreeSet<Resolved> {
        lines.lines().filter_map(resolved).collect()
    }

    #[test]
    fn a_line_of_the_tree_is_read_with_its_features() {
        assert_eq!(
            resolved("tokio v1.54.0|default,sync (*)"),
            Some(Resolved {
                name: "tokio".into(),
                version: "1.54.0".into(),
                features: vec!["default".into(), "sync".into()],
            })
        );
        let ours = resolved("careweave-types v0.1.0 (/src/careweave/crates/types)|").unwrap();
        assert_eq!((ours.name.as_str(), ours.features.len()), ("careweave-types", 0));
        assert_eq!(resolved(""), None);
        assert_eq!(resolved("[dev-dependencies]"), None);
    }

    #[test]
    fn a_pure_crate_with_a_network_is_refused() {
        let broken = impure(
            "careweave-types",
            &read("reqwest v0.13.5|rustls\nserde v1.0.0|derive"),
        );
        assert_eq!(broken.len(), 1);
        assert!(broken[0].contains("reqwest"), "{broken:?}");
    }

    #[test]
    fn a_pure_crate_may_use_the_locks_of_tokio_and_not_its_runtime() {
        assert!(impure("careweave-sync-core", &read("tokio v1.54.0|sync")).is_empty());
        let broken = impure("careweave-sync-core", &read("tokio v1.54.0|net,sync"));
        assert!(broken[0].ends_with("tokio with net"), "{broken:?}");
    }

    #[test]
    fn a_crate_that_builds_on_one_above_it_is_refused() {
        let tree =
            read("careweave-types v0.1.0 (x)|\ncareweave-http v0.1.0 (x)|\ncareweave-sandbox v0.1.0 (x)|");
        let broken = upward("careweave-sandbox", &["careweave-types"], &tree);
        assert_eq!(
            broken,
            ["careweave-sandbox must not depend on careweave-http: see docs/architecture.md"]
        );
    }

    #[test]
    fn two_versions_of_one_client_are_refused_and_one_with_two_feature_sets_is_not() {
        let broken = doubled(&read("reqwest v0.12.28|\nreqwest v0.13.5|"));
        assert!(broken[0].contains("0.12.28, 0.13.5"), "{broken:?}");
        assert!(doubled(&read("tokio v1.54.0|sync\ntokio v1.54.0|net,sync")).is_empty());
    }
}
