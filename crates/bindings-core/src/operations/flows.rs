//! Flows between two systems, one of which is the host's own: what a host asks for, and what it answers.

use careweave::types::ErrorKind;
use careweave::workflows::sales::SalesMaps;

use super::arguments::{Bytes, Nothing, arguments};
use super::flows_deals::{HostDeal, HostDealPage, HostFamilyActivity, HostSalesMaps};
use super::flows_report::HostFlowStep;
use super::flows_tasks::{BoardTask, HostTaskPage, TaskStatusMap};
use super::operation::Operation;

arguments! {
    /// How appointments are kept in step with the tasks of a host.
    AppointmentsAsked {
        /// What is done: sync, push, serve, accept, switch_on, switch_off, status.
        run: String,
        /// Who does it: the opaque name of the worker.
        actor: String,
        /// How many days back appointments are read; 7 by default.
        days_back: Option<u32>,
        /// How many days ahead; 90 by default.
        days_ahead: Option<u32>,
        /// So many appointments may always be gone in one run; 5 by default.
        gone_count: Option<u32>,
        /// So may this share of those in the window, in percent; 5 by default.
        gone_percent: Option<u8>,
        /// Which status stands for which; a map of the usual words by default.
        statuses: Option<TaskStatusMap>,
        /// True to plan and write nothing; false by default.
        dry_run: Option<bool>,
        /// True to be told how far it is after every record; false by default.
        progress: Option<bool>,
        /// How long the whole of it may take, in seconds; without it as long as it takes.
        timeout_seconds: Option<f64>,
        /// How long one answer of the host may take, in seconds; without it as long as it takes.
        answer_seconds: Option<f64>,
        /// Of serve: at most so many marked records, 1 to 1000; 100 by default.
        limit: Option<u32>,
        /// Of accept: the headers of the delivery, name and value in turn; names compare without regard to case.
        headers: Option<Vec<String>>,
        /// Of accept: the body, byte for byte.
        body: Option<Bytes>,
    }

    /// How deals are kept in step with WellSky.
    SalesAsked {
        /// What is done: outbound, outbound_whole, inbound, convert, family_activity.
        run: String,
        /// Who does it: the opaque name of the worker.
        actor: String,
        /// The name of the agency in the store and at the gate; ``"wellsky/agency-<id>"`` by default.
        connection: Option<String>,
        /// What an agency may have otherwise; those of :meth:`sales_maps` by default.
        maps: Option<HostSalesMaps>,
        /// True to plan and write nothing; false by default.
        dry_run: Option<bool>,
        /// True to be told how far it is after every record; false by default.
        progress: Option<bool>,
        /// How long the whole of it may take, in seconds; without it as long as it takes.
        timeout_seconds: Option<f64>,
        /// How long one answer of the host may take, in seconds; without it as long as it takes.
        answer_seconds: Option<f64>,
        /// Of family_activity: what the family did.
        activity: Option<HostFamilyActivity>,
    }

    /// What a host answers: one of these, by the method it was asked for.
    #[allow(dead_code, reason = "it describes the answers, each of which crosses by itself")]
    Answered {
        /// Of board.find, board.get, board.apply.
        task: Option<BoardTask>,
        /// Of board.changed.
        tasks: Option<HostTaskPage>,
        /// Of crm.deal.
        deal: Option<HostDeal>,
        /// Of crm.changed_deals.
        deals: Option<HostDealPage>,
        /// Of crm.has_applied.
        applied: Option<bool>,
    }
}

pub(super) fn rows() -> Vec<Operation> {
    vec![
        Operation::handle_giving::<AppointmentsAsked, HostFlowStep>(
            "flow.appointments",
            "appointments",
            "Keeps the appointments of one account and the tasks of a host in step.",
        )
        .raises(
            ErrorKind::Forbidden,
            "the integration is switched off, or the gate does not let it read",
        ),
        Operation::handle_giving::<SalesAsked, HostFlowStep>(
            "flow.sales",
            "sales",
            "Keeps the deals of a host and the prospects and clients of WellSky in step.",
        ),
        Operation::handle::<Answered>("flow.answer", "answer", "Answers what a flow asks of the host."),
        Operation::call(
            "sales.maps",
            "sales_maps",
            "The maps a sales flow goes by unless it is given others, over the API in use. Nothing is sent.",
            |wellsky, _: Nothing| async move {
                Ok(HostSalesMaps::from(SalesMaps::for_api(wellsky.config().api())))
            },
        ),
    ]
}
