use super::Appointments;
use crate::output::{Bar, Cell, Chart, Kind, Present, Table, Unit};
use crate::period::Basis;

impl Present for Appointments {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn tables(&self) -> Vec<Table> {
        let mut lines = Table::new(
            "appointments",
            &[
                ("name", Kind::Text),
                ("no_show", Kind::Rate),
                ("cancelled", Kind::Count),
                ("cancelled_late", Kind::Count),
                ("moved", Kind::Count),
                ("undetermined", Kind::Count),
                ("upcoming", Kind::Count),
            ],
        );
        for line in &self.lines {
            lines.rows.push(vec![
                Cell::from(line.name.as_str()),
                line.no_show.into(),
                line.cancelled.into(),
                line.cancelled_late.into(),
                line.moved.into(),
                line.undetermined.into(),
                line.upcoming.into(),
            ]);
        }
        let mut reminders = Table::new(
            "reminders",
            &[
                ("rule", Kind::Text),
                ("reminded", Kind::Rate),
                ("held_out", Kind::Rate),
                ("difference", Kind::Difference),
                ("ineligible", Kind::Count),
            ],
        );
        for effect in &self.reminders {
            reminders.rows.push(vec![
                Cell::from(effect.rule.as_str()),
                effect.reminded.into(),
                effect.held_out.into(),
                effect.difference.into(),
                effect.ineligible.into(),
            ]);
        }
        let mut money = Table::new(
            "money",
            &[
                ("rebooked", Kind::Rate),
                ("lost", Kind::Amount),
                ("recovered", Kind::Amount),
                ("net_lost", Kind::Amount),
                ("unpriced", Kind::Count),
            ],
        );
        money.rows.push(vec![
            self.rebooked.into(),
            self.lost.into(),
            self.recovered.into(),
            self.net_lost.into(),
            self.unpriced.into(),
        ]);
        vec![lines, reminders, money]
    }

    fn chart(&self) -> Chart {
        Chart {
            title: "Appointments nobody came to".to_owned(),
            unit: Unit::Share,
            bars: self
                .lines
                .iter()
                .map(|line| Bar::of_rate(&*line.name, &line.no_show))
                .collect(),
        }
    }
}
