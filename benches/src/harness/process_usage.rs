//! What a process has used, as Linux tells it.

use std::fs;

/// Seconds on a processor, of all threads that live, and the peak of resident memory.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ProcessUsage {
    pub(crate) cpu_seconds: Option<f64>,
    pub(crate) peak_mib: Option<f64>,
}

impl ProcessUsage {
    /// Of a process of this machine; what the system does not tell is missing.
    pub(crate) fn of(process: u32) -> Self {
        Self {
            cpu_seconds: cpu_seconds(process),
            peak_mib: fs::read_to_string(format!("/proc/{process}/status"))
                .ok()
                .and_then(|status| peak_mib(&status)),
        }
    }
}

/// `schedstat` of a thread begins with its nanoseconds on a processor.
fn cpu_seconds(process: u32) -> Option<f64> {
    let mut nanoseconds = 0_u64;
    for thread in fs::read_dir(format!("/proc/{process}/task")).ok()? {
        let text = fs::read_to_string(thread.ok()?.path().join("schedstat"));
        // A thread may end between the two reads.
        let Ok(text) = text else { continue };
        nanoseconds += text.split(' ').next()?.parse::<u64>().ok()?;
    }
    Some(nanoseconds as f64 / 1e9)
}

fn peak_mib(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_read_from_the_status() {
        assert_eq!(
            peak_mib("Name:\tx\nVmHWM:\t   20480 kB\nVmRSS:\t 1 kB\n"),
            Some(20.0)
        );
        assert_eq!(peak_mib("Name:\tx\n"), None);
    }
}
