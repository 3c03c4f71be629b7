//! The tables of `docs/providers.md` are those of the code. Run with `UPDATE_DOCS=1` to write them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::fmt::Write as _;
use std::path::PathBuf;

use careweave_scheduling_providers::Problem;
use careweave_scheduling_providers::capability::{MATRIX, Support};
use careweave_scheduling_providers::model::{AppointmentStatus, ProviderKind, STATUS_TABLE, StatusSource};

fn matrix() -> String {
    let mut text = String::from("| capability |");
    for vendor in ProviderKind::VENDORS {
        write!(text, " {vendor} |").unwrap();
    }
    text.push_str(" what to know |\n|---|");
    text.push_str(&"---|".repeat(ProviderKind::VENDORS.len() + 1));
    text.push('\n');
    for row in MATRIX {
        write!(text, "| `{}` |", row.capability.code()).unwrap();
        for support in row.offered {
            let cell = match support {
                Support::Native => "N",
                Support::Partial => "P",
                Support::Emulated => "E",
                Support::Unproven => "?",
                Support::Unsupported => "-",
            };
            write!(text, " {cell} |").unwrap();
        }
        writeln!(text, " {} |", row.source).unwrap();
    }
    text
}

fn statuses() -> String {
    let mut text = String::from("| service |");
    for status in AppointmentStatus::KNOWN {
        write!(text, " {status} |").unwrap();
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(AppointmentStatus::KNOWN.len()));
    text.push('\n');
    for vendor in ProviderKind::VENDORS {
        write!(text, "| {vendor} |").unwrap();
        for status in AppointmentStatus::KNOWN {
            let row = STATUS_TABLE
                .iter()
                .find(|row| row.provider == vendor && row.status.as_str() == *status)
                .unwrap();
            let how = match row.source {
                StatusSource::Inferred => "inferred: ",
                StatusSource::Never => "-",
                _ => "",
            };
            write!(text, " {how}{} |", row.evidence).unwrap();
        }
        text.push('\n');
    }
    text
}

fn problems() -> String {
    let mut text = String::from("| problem | kind | what to do |\n|---|---|---|\n");
    for problem in Problem::ALL {
        writeln!(
            text,
            "| `{}` | `{}` | {} |",
            problem.code(),
            problem.kind(),
            problem.action()
        )
        .unwrap();
    }
    text
}

#[test]
fn the_tables_of_the_guide_are_those_of_the_code() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/providers.md");
    let guide = std::fs::read_to_string(&path).unwrap();
    let mut expected = guide.clone();
    for (name, table) in [
        ("problems", problems()),
        ("matrix", matrix()),
        ("statuses", statuses()),
    ] {
        let opening = format!("<!-- {name}: checked by tests/documentation.rs -->\n");
        let from = expected.find(&opening).expect(name) + opening.len();
        let to = expected.find(&format!("<!-- /{name} -->")).expect(name);
        expected.replace_range(from..to, &format!("\n{table}\n"));
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &expected).unwrap();
        return;
    }
    assert!(
        guide == expected,
        "docs/providers.md is out of date: run this test with UPDATE_DOCS=1"
    );
}
