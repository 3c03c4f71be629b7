//! Open campaigns, each looked at once because its deadline has come.

use crate::harness::{Case, Conditions, Depth, Entry, Lane, Rounds, Target, Units};
use crate::task::Task;

const OURS: &str = "careweave";

pub(super) fn case(depth: Depth) -> Case {
    let campaigns = match depth {
        Depth::Full => 10_000,
        Depth::Quick => 100,
    };
    let mut case = Case::timed(
        "campaigns",
        format!(
            "{campaigns} open campaigns of nine candidates stepped at their deadlines: a wave of offers each"
        ),
        Conditions::Alone,
        Rounds::of(depth, 9),
        vec![Entry::new(
            OURS,
            Lane::RustOutreach,
            Task::StepCampaigns { campaigns },
        )],
        "one thread; decided and folded, with the keys of every command; nothing is stored",
    );
    case.units = Some(Units {
        count: campaigns as u64,
        name: "campaigns",
    });
    case.targets = vec![Target::Within {
        entry: OURS,
        most: 1.0,
    }];
    case
}
