//! `careweave doctor`: which operations work with the credentials in the environment.

use careweave::types::Error;
use careweave::wellsky::{Capabilities, Config, Feature, Support, WellSky};
use serde::Serialize;

use crate::args::DoctorArgs;
use crate::failure::Failure;
use crate::out;
use crate::table::columns;

/// One thing that was tried.
#[derive(Debug, Serialize)]
struct Check {
    check: &'static str,
    ok: bool,
    detail: String,
}

/// One thing the dialect can or cannot do.
#[derive(Debug, Serialize)]
struct Ability {
    feature: &'static str,
    support: &'static str,
}

#[derive(Debug, Serialize)]
struct Findings {
    api: &'static str,
    base_url: String,
    checks: Vec<Check>,
    features: Vec<Ability>,
}

pub(crate) async fn run(args: DoctorArgs) -> Result<(), Failure> {
    let config = Config::from_env()?;
    let wellsky = WellSky::new(config)?;
    let mut findings = Findings {
        api: wellsky.capabilities().api().as_str(),
        base_url: wellsky.config().base_url(),
        checks: Vec::new(),
        features: Vec::new(),
    };
    findings.checks.push(outcome(
        "credentials and agency",
        wellsky
            .verify()
            .await
            .map(|found| format!("agency {}, {} clients", found.agency_id, found.client_total)),
    ));
    // Where the first check fails the others would say the same again.
    if findings.checks[0].ok {
        let page = |rows: usize| format!("{rows} in the first page");
        findings.checks.push(outcome(
            "clients",
            first(wellsky.clients().list(Default::default())).await.map(page),
        ));
        findings.checks.push(outcome(
            "caregivers",
            first(wellsky.caregivers().list(Default::default()))
                .await
                .map(page),
        ));
        findings.checks.push(outcome(
            "prospects",
            first(wellsky.prospects().list(Default::default()))
                .await
                .map(page),
        ));
        findings.checks.push(outcome(
            "applicants",
            first(wellsky.applicants().list(Default::default()))
                .await
                .map(page),
        ));
        let probed = match args.probe {
            true => wellsky.probe().await,
            false => Ok(wellsky.capabilities()),
        };
        let known = *probed.as_ref().unwrap_or(&wellsky.capabilities());
        if args.probe {
            findings.checks.push(outcome(
                "probe of what the documents leave open",
                probed.map(|_| "done".to_owned()),
            ));
        }
        findings.features = abilities(&known);
    }
    let failed = findings.checks.iter().filter(|check| !check.ok).count();
    if args.json {
        let line = serde_json::to_string(&findings).map_err(|e| Failure::job(e.to_string()))?;
        out::print(&(line + "\n"))?;
    } else {
        out::print(&readable(&findings))?;
    }
    match failed {
        0 => Ok(()),
        1 => Err(Failure::job("one check failed; what it says is above")),
        n => Err(Failure::job(format!("{n} checks failed; what they say is above"))),
    }
}

/// How many rows the first page of a list has.
async fn first<T: careweave::wellsky::Row>(pager: careweave::wellsky::Pager<T>) -> Result<usize, Error> {
    use futures_util::StreamExt;
    let mut pager = std::pin::pin!(pager);
    match pager.next().await {
        Some(page) => page.map(|page| page.items.len()),
        None => Ok(0),
    }
}

fn outcome(check: &'static str, result: Result<String, Error>) -> Check {
    match result {
        Ok(detail) => Check {
            check,
            ok: true,
            detail,
        },
        Err(error) => Check {
            check,
            ok: false,
            detail: format!("{} ({})", error.message(), error.kind()),
        },
    }
}

fn abilities(known: &Capabilities) -> Vec<Ability> {
    let word = |support| match support {
        Support::Native => "yes",
        Support::Derived => "derived",
        Support::Unproven => "unproven",
        Support::Unsupported => "no",
    };
    Feature::ALL
        .iter()
        .map(|feature| Ability {
            feature: feature.code(),
            support: word(known.support(*feature)),
        })
        .collect()
}

fn readable(findings: &Findings) -> String {
    let mut text = format!("WellSky, {} API, {}\n\n", findings.api, findings.base_url);
    let rows: Vec<_> = findings
        .checks
        .iter()
        .map(|check| {
            let sign = if check.ok { "ok" } else { "FAILED" };
            vec![check.check.to_owned(), sign.to_owned(), check.detail.clone()]
        })
        .collect();
    text.push_str(&columns(&["check", "", "what was found"], &rows));
    if !findings.features.is_empty() {
        let rows: Vec<_> = findings
            .features
            .iter()
            .map(|a| vec![a.feature.to_owned(), a.support.to_owned()])
            .collect();
        text.push('\n');
        text.push_str(&columns(&["operation", "works"], &rows));
        text.push_str("\n  derived: worked out from what the vendor offers; unproven: --probe finds out\n");
    }
    text
}
