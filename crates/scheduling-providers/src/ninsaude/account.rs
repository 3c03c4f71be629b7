//! Whose account it is, and whether it is configured as the clinic is.

use std::collections::BTreeMap;

use careweave_types::{Error, ErrorKind, Result};

use super::Ninsaude;
use super::config::SignIn;
use super::fields::Fields;
use crate::model::{Account, ProviderKind};
use crate::problem::Problem;
use crate::provider::SchedulingProvider as _;

impl Ninsaude {
    /// The account, once each unit of the clinic is found to have a zone.
    pub(super) async fn account(&self) -> Result<Account> {
        const OPERATION: &str = "account.verify";
        let rows = self
            .session
            .rows(self.requests.units(self.config.page_size)?)
            .await?;
        let mut names = BTreeMap::new();
        for row in &rows {
            let fields = Fields::of(row)?;
            if fields.flag("ativo")?.unwrap_or(true) {
                let name = fields.text("descricao")?.or(fields.text("unidade")?);
                names.insert(fields.id("id")?, name.unwrap_or_default());
            }
        }
        for unit in names.keys() {
            self.config.zone(unit)?;
        }
        let unknown: Vec<&str> = self
            .config
            .units
            .keys()
            .filter(|unit| !names.contains_key(*unit))
            .map(String::as_str)
            .collect();
        if !unknown.is_empty() {
            return Err(
                Error::new(ErrorKind::Config, OPERATION, "the clinic has no such units")
                    .with("units", unknown.join(", ")),
            );
        }
        let (account, own_unit) = match &self.config.sign_in {
            SignIn::Password {
                account,
                account_unit,
                ..
            } => (account.as_str(), Some(account_unit)),
            SignIn::RefreshToken(_) => ("", None),
        };
        let unit = own_unit
            .filter(|unit| names.contains_key(*unit))
            .or(names.keys().next());
        let Some((unit, zone)) = unit.and_then(|unit| Some((unit, self.config.units.get(unit)?))) else {
            return Err(Problem::Contract.error(OPERATION, "the clinic has no unit"));
        };
        Ok(Account::new(
            ProviderKind::Ninsaude,
            if account.is_empty() {
                unit.as_str()
            } else {
                account
            },
            names.get(unit).cloned().unwrap_or_default(),
            zone.clone(),
            self.capabilities().phi.clone(),
        ))
    }
}
