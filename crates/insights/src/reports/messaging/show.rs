use super::Messaging;
use crate::output::{Bar, Cell, Chart, Kind, Present, Table, Unit};
use crate::period::Basis;

impl Present for Messaging {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn tables(&self) -> Vec<Table> {
        let mut channels = Table::new(
            "channels",
            &[
                ("channel", Kind::Text),
                ("sent", Kind::Count),
                ("immature", Kind::Count),
                ("delivery", Kind::Rate),
                ("read", Kind::Rate),
                ("response", Kind::Rate),
                ("received", Kind::Count),
            ],
        );
        for line in &self.channels {
            channels.rows.push(vec![
                Cell::from(line.channel.word()),
                line.sent.into(),
                line.immature.into(),
                line.delivery.into(),
                line.read.into(),
                line.response.into(),
                line.received.into(),
            ]);
        }
        let mut pace = Table::new(
            "pace",
            &[
                ("what", Kind::Text),
                ("n", Kind::Count),
                ("median", Kind::Seconds),
                ("p90", Kind::Seconds),
                ("still_waiting", Kind::Count),
            ],
        );
        for (what, spread, waiting) in [
            ("first response", self.first_response, Some(self.waiting)),
            ("first response, office hours", self.first_response_office, None),
            ("first touch of a lead", self.first_touch, Some(self.untouched)),
        ] {
            pace.rows.push(vec![
                what.into(),
                spread.n.into(),
                spread.median_seconds.into(),
                spread.p90_seconds.into(),
                waiting.into(),
            ]);
        }
        let mut forms = Table::new(
            "forms",
            &[
                ("audience", Kind::Text),
                ("template", Kind::Rate),
                ("freeform", Kind::Rate),
                ("difference", Kind::Difference),
                ("got_both", Kind::Count),
            ],
        );
        for line in &self.forms {
            forms.rows.push(vec![
                Cell::from(line.audience.as_str()),
                line.template.into(),
                line.freeform.into(),
                line.difference.into(),
                line.got_both.into(),
            ]);
        }
        vec![channels, pace, forms]
    }

    fn chart(&self) -> Chart {
        let bars = self.channels.iter().flat_map(|line| {
            [
                ("delivered", &line.delivery),
                ("read", &line.read),
                ("people who answered", &line.response),
            ]
            .map(|(what, rate)| Bar::of_rate(format!("{}: {what}", line.channel.word()), rate))
        });
        Chart {
            title: "Our messages".to_owned(),
            unit: Unit::Share,
            bars: bars.collect(),
        }
    }
}
