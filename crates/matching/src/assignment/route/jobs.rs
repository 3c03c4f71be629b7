//! Visits that stand or fall together are one job.

use super::super::instance::Instance;

/// The visits grouped by the links that require each other.
pub(super) struct Jobs {
    pub visits: Vec<Vec<u32>>,
    pub job_of: Vec<u32>,
}

impl Jobs {
    pub(super) fn new(instance: &Instance<'_>) -> Self {
        let n = instance.open_visits().len();
        let mut root: Vec<u32> = (0..n as u32).collect();
        fn find(root: &mut [u32], mut v: u32) -> u32 {
            while root[v as usize] != v {
                root[v as usize] = root[root[v as usize] as usize];
                v = root[v as usize];
            }
            v
        }
        for link in instance.links.iter().filter(|link| link.together) {
            let (a, b) = (find(&mut root, link.first), find(&mut root, link.second));
            root[a.max(b) as usize] = a.min(b);
        }
        let mut visits: Vec<Vec<u32>> = Vec::new();
        let mut job_of = vec![0; n];
        let mut job_at = vec![u32::MAX; n];
        for v in 0..n as u32 {
            let top = find(&mut root, v) as usize;
            if job_at[top] == u32::MAX {
                job_at[top] = visits.len() as u32;
                visits.push(Vec::new());
            }
            job_of[v as usize] = job_at[top];
            visits[job_at[top] as usize].push(v);
        }
        Self { visits, job_of }
    }
}
