use super::{Referral, Spend};
use crate::measure::{Amount, WhyNull};
use crate::output::{Bar, Cell, Chart, Kind, Present, Table, Unit};
use crate::period::Basis;

impl Present for Referral {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn tables(&self) -> Vec<Table> {
        let mut table = Table::new(
            "sources",
            &[
                ("source", Kind::Text),
                ("conversion", Kind::Rate),
                ("immature", Kind::Count),
                ("spend", Kind::Amount),
                ("cac", Kind::Amount),
                ("value_per_client", Kind::Amount),
                ("still_clients", Kind::Count),
                ("ltv_to_cac", Kind::Ratio),
                ("roi", Kind::Ratio),
                ("payback_months", Kind::Ratio),
            ],
        );
        for line in &self.sources {
            let spend = match line.spend {
                Spend::NoSpend => Amount::null(WhyNull::NoSpend),
                Spend::Spent { media, .. } => Amount::exactly(line.spend.minor(), media.currency),
            };
            table.rows.push(vec![
                Cell::from(line.source.as_str()),
                line.conversion.into(),
                line.immature.into(),
                spend.into(),
                line.cac.into(),
                line.value_per_client.into(),
                line.still_clients.into(),
                line.ltv_to_cac.into(),
                line.roi.into(),
                line.payback_months.into(),
            ]);
        }
        vec![table]
    }

    fn chart(&self) -> Chart {
        Chart {
            title: "Leads that became clients, by source".to_owned(),
            unit: Unit::Share,
            bars: self
                .sources
                .iter()
                .map(|line| Bar::of_rate(&*line.source, &line.conversion))
                .collect(),
        }
    }
}
