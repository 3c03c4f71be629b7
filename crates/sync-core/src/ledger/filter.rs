use careweave_types::Result;

use super::{EffectId, EffectState};
use crate::rules;

/// Which effects a listing gives, in the order in which they were first planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectFilter {
    /// Only these states; empty for all.
    pub states: Vec<EffectState>,
    /// Only this operation.
    pub operation: Option<String>,
    /// Only subjects that begin with this text.
    pub subject_prefix: Option<String>,
    /// At most so many, 1 to 1000.
    pub limit: u32,
    /// Only what follows this effect: the last one of the page before.
    pub after_id: Option<EffectId>,
}

impl Default for EffectFilter {
    /// Everything, a hundred at a time.
    fn default() -> Self {
        Self {
            states: Vec::new(),
            operation: None,
            subject_prefix: None,
            limit: 100,
            after_id: None,
        }
    }
}

impl EffectFilter {
    /// Checks every field. A store calls this when it lists.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn validate(&self) -> Result<()> {
        const AT: &str = "ledger.list";
        rules::check_list_limit(AT, self.limit)?;
        if let Some(operation) = &self.operation {
            rules::code(AT, "operation", operation)?;
        }
        if let Some(prefix) = &self.subject_prefix {
            rules::reference(AT, "subject_prefix", prefix)?;
        }
        Ok(())
    }
}
