//! Presolve: caregivers and visits that cannot influence each other are solved apart.

use super::instance::Instance;

/// A set of caregivers and visits that only eligibility, links and shared costs connect to each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Component {
    pub caregivers: Vec<usize>,
    pub visits: Vec<usize>,
}

/// Splits a whole problem. Visits nobody may take, and caregivers who may take none, come alone.
pub(super) fn components(whole: &Instance<'_>) -> Vec<Component> {
    let people = whole.caregivers.len();
    let open = whole.open_visits().len();
    let mut root: Vec<usize> = (0..people + open).collect();
    let mut join = |a: usize, b: usize| {
        let (a, b) = (find(&mut root, a), find(&mut root, b));
        root[a.max(b)] = a.min(b);
    };
    for c in 0..people {
        for v in 0..open {
            if whole.pair(c, v as u32).eligible {
                join(c, people + v);
            }
        }
    }
    for link in &whole.links {
        join(people + link.first as usize, people + link.second as usize);
    }
    if whole.max_lateness_cost > 0 {
        for v in 1..open {
            join(people, people + v);
        }
        if open > 0 && people > 0 {
            join(0, people);
        }
    }
    let mut at = vec![usize::MAX; people + open];
    let mut parts: Vec<Component> = Vec::new();
    for node in 0..people + open {
        let top = find(&mut root, node);
        if at[top] == usize::MAX {
            at[top] = parts.len();
            parts.push(Component::default());
        }
        let part = &mut parts[at[top]];
        if node < people {
            part.caregivers.push(node);
        } else {
            part.visits.push(node - people);
        }
    }
    parts
}

fn find(root: &mut [usize], mut node: usize) -> usize {
    while root[node] != node {
        root[node] = root[root[node]];
        node = root[node];
    }
    node
}
