//! The programs that compete.

use std::path::{Path, PathBuf};

use tokio::process::Command;

use crate::failure::Failure;

/// Who does a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Lane {
    /// Our crate.
    RustCareweave,
    /// reqwest and serde, nothing else.
    RustReqwest,
    /// Our wheel.
    PythonCareweave,
    /// `requests`, one call after another.
    PythonRequests,
    /// `httpx` and pydantic models; asyncio where calls run side by side.
    PythonHttpx,
    /// Our npm package.
    NodeCareweave,
    /// undici and zod.
    NodeUndici,
    /// Our crate's adapters and what is across them.
    RustProviders,
    /// The crate `standardwebhooks`.
    RustStandardWebhooks,
    /// Our wheel.
    PythonProviders,
    /// The package `standardwebhooks`.
    PythonStandardWebhooks,
    /// `json` and pydantic models.
    PythonPydantic,
    /// A self-join in SQLite, with the index it needs.
    PythonSqlite,
    /// Our npm package.
    NodeProviders,
    /// The package `standardwebhooks`.
    NodeStandardWebhooks,
    /// `JSON.parse` and zod.
    NodeZod,
    /// Our engine.
    RustMatching,
    /// Our engine without its index.
    RustNaive,
    /// The crate `lapjv`.
    RustLapjv,
    /// Our wheel.
    PythonMatching,
    /// Loops over records.
    PythonPlain,
    /// NumPy.
    PythonNumpy,
    /// Polars.
    PythonPolars,
    /// DuckDB.
    PythonDuckdb,
    /// OR-Tools CP-SAT.
    PythonOrtools,
    /// HiGHS.
    PythonHighs,
    /// Our reports.
    RustInsights,
    /// Our wheel.
    PythonInsights,
    /// The same figures in Polars.
    PythonPolarsInsights,
    /// The same figures in DuckDB.
    PythonDuckdbInsights,
    /// Our campaigns and our parser of replies.
    RustOutreach,
    /// Regular expressions in a list.
    RustPatterns,
    /// A lock of the process around read, assign and mark.
    RustLocking,
    /// Our wheel.
    PythonOutreach,
    /// Regular expressions in a list.
    PythonPatterns,
    /// Our stores.
    RustSync,
    /// rusqlite and tokio-postgres, as fast as they go.
    RustBare,
    /// The same with `synchronous = NORMAL`.
    RustBareNormal,
    /// SQLAlchemy, a row at a time: find it, or create it.
    PythonSqlalchemy,
    /// SQLAlchemy, an upsert of many rows at once.
    PythonSqlalchemyBulk,
    /// dlt.
    PythonDlt,
    /// Our flows.
    RustFlows,
    /// A loop with reqwest and rusqlite.
    RustRowByRow,
    /// A loop with httpx and sqlite3.
    PythonRowByRow,
}

/// Where everything that is started lies.
#[derive(Debug)]
pub(crate) struct Programs {
    this: PathBuf,
    careweave: PathBuf,
    python: PathBuf,
    benches: PathBuf,
    node_package: PathBuf,
    stores: Stores,
}

/// Where lanes store things.
#[derive(Debug)]
pub(crate) struct Stores {
    /// A folder on the disk that is measured.
    pub(crate) folder: PathBuf,
    /// A server, where there is one.
    pub(crate) postgres: Option<String>,
}

impl Programs {
    pub(crate) fn new(
        careweave: PathBuf,
        python: PathBuf,
        benches: PathBuf,
        node_package: PathBuf,
        stores: Stores,
    ) -> Result<Self, Failure> {
        for needed in [&careweave, &python, &benches, &node_package] {
            if !needed.exists() {
                return Err(Failure::new(format!(
                    "{} is missing: `cargo xtask bench` makes it",
                    needed.display()
                )));
            }
        }
        let this = std::env::current_exe()
            .map_err(|source| Failure::new(format!("this program does not know where it lies: {source}")))?;
        Ok(Self {
            this,
            careweave,
            python,
            benches,
            node_package,
            stores,
        })
    }

    pub(crate) fn stores(&self) -> &Stores {
        &self.stores
    }

    /// The command that plays the vendor.
    pub(crate) fn sandbox(&self) -> &Path {
        &self.careweave
    }

    pub(crate) fn lane(&self, lane: Lane) -> Command {
        match lane {
            Lane::RustCareweave => self.rust("careweave"),
            Lane::RustReqwest => self.rust("reqwest"),
            Lane::PythonCareweave => self.python("careweave"),
            Lane::PythonRequests => self.python("requests"),
            Lane::PythonHttpx => self.python("httpx"),
            Lane::NodeCareweave => self.node("careweave"),
            Lane::NodeUndici => self.node("undici"),
            Lane::RustProviders => self.rust("providers"),
            Lane::RustStandardWebhooks => self.rust("standard-webhooks"),
            Lane::PythonProviders => self.python("providers"),
            Lane::PythonStandardWebhooks => self.python("standardwebhooks"),
            Lane::PythonPydantic => self.python("pydantic"),
            Lane::PythonSqlite => self.python("sqlite"),
            Lane::NodeProviders => self.node("providers"),
            Lane::NodeStandardWebhooks => self.node("standardwebhooks"),
            Lane::NodeZod => self.node("zod"),
            Lane::RustMatching => self.rust("matching"),
            Lane::RustNaive => self.rust("naive"),
            Lane::RustLapjv => self.rust("lapjv"),
            Lane::PythonMatching => self.python("matching"),
            Lane::PythonPlain => self.python("plain"),
            Lane::PythonNumpy => self.python("numpy"),
            Lane::PythonPolars => self.python("polars"),
            Lane::PythonDuckdb => self.python("duckdb"),
            Lane::PythonOrtools => self.python("ortools"),
            Lane::PythonHighs => self.python("highs"),
            Lane::RustInsights => self.rust("insights"),
            Lane::PythonInsights => self.python("insights"),
            Lane::PythonPolarsInsights => self.python("polars_insights"),
            Lane::PythonDuckdbInsights => self.python("duckdb_insights"),
            Lane::RustOutreach => self.rust("outreach"),
            Lane::RustPatterns => self.rust("patterns"),
            Lane::RustLocking => self.rust("locking"),
            Lane::PythonOutreach => self.python("outreach"),
            Lane::PythonPatterns => self.python("patterns"),
            Lane::RustSync => self.rust("sync"),
            Lane::RustBare => self.rust("bare"),
            Lane::RustBareNormal => self.rust("bare-normal"),
            Lane::PythonSqlalchemy => self.python("sqlalchemy"),
            Lane::PythonSqlalchemyBulk => self.python("sqlalchemy_bulk"),
            Lane::PythonDlt => self.python("dlt"),
            Lane::RustFlows => self.rust("flows"),
            Lane::RustRowByRow => self.rust("row-by-row"),
            Lane::PythonRowByRow => self.python("row_by_row"),
        }
    }

    fn rust(&self, lane: &str) -> Command {
        let mut command = Command::new(&self.this);
        command.args(["worker", lane]);
        command
    }

    fn python(&self, lane: &str) -> Command {
        let mut command = Command::new(&self.python);
        command
            .arg(self.benches.join("python/worker.py"))
            .arg(lane)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env_remove("PYTHONPATH");
        command
    }

    fn node(&self, lane: &str) -> Command {
        let mut command = Command::new("node");
        command
            .arg(self.benches.join("node/worker.mjs"))
            .arg(lane)
            .env("CAREWEAVE_NODE_PACKAGE", &self.node_package);
        command
    }
}
