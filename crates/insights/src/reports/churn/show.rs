use std::collections::BTreeMap;

use super::{Churn, ChurnReason, RetentionTask};
use crate::output::{Bar, Cell, Chart, Kind, Present, Table, Unit};
use crate::period::Basis;

impl Present for Churn {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn tables(&self) -> Vec<Table> {
        let mut table = Table::new(
            "clients",
            &[
                ("client", Kind::Text),
                ("since", Kind::Instant),
                ("reasons", Kind::Text),
                ("task", Kind::Text),
            ],
        );
        for client in &self.at_risk {
            let reasons: Vec<_> = client.reasons.iter().map(ChurnReason::sentence).collect();
            let task = match &client.task {
                RetentionTask::Open { key } => format!("open {key}"),
                RetentionTask::IsOpen { .. } => "is open".to_owned(),
                RetentionTask::Done => "done in this spell".to_owned(),
                RetentionTask::NotNeeded => "not needed".to_owned(),
            };
            let reasons = if reasons.is_empty() {
                "none now".to_owned()
            } else {
                reasons.join("; ")
            };
            table.rows.push(vec![
                Cell::from(client.client.as_str()),
                client.since.into(),
                reasons.into(),
                task.into(),
            ]);
        }
        vec![table]
    }

    fn chart(&self) -> Chart {
        let mut counts = BTreeMap::new();
        for word in ["on_hold", "portal_silent", "visits_not_completed", "complaints"] {
            counts.insert(word, 0_u32);
        }
        for reason in self.at_risk.iter().flat_map(|client| &client.reasons) {
            *counts.entry(reason.word()).or_default() += 1;
        }
        let note = format!("of {} clients", self.clients);
        Chart {
            title: "Clients at risk, by reason".to_owned(),
            unit: Unit::Count,
            bars: counts
                .into_iter()
                .map(|(word, count)| Bar::of(word.replace('_', " "), Some(f64::from(count)), note.as_str()))
                .collect(),
        }
    }
}
