careweave_types::open_enum! {
    /// The service an appointment comes from.
    pub enum ProviderKind {
        /// Acuity Scheduling by Squarespace.
        Acuity = "acuity",
        /// Calendly, version 2 of its interface.
        Calendly = "calendly",
        /// Ninsaúde Clinic, formerly Apolo.
        Ninsaude = "ninsaude",
        /// Google Calendar, version 3.
        GoogleCalendar = "google_calendar",
        /// Microsoft Bookings over Graph.
        MicrosoftBookings = "microsoft_bookings",
        /// Square Bookings.
        Square = "square",
        /// SimplyBook.me.
        SimplyBook = "simplybook",
        /// Cal.com, version 2 of its interface.
        CalCom = "cal_com",
        /// The provider in memory.
        Memory = "memory",
    }
}

impl ProviderKind {
    /// The services whose capabilities and statuses are in the tables of this crate, in the order of their columns.
    pub const VENDORS: [Self; 8] = [
        Self::Acuity,
        Self::Calendly,
        Self::Ninsaude,
        Self::GoogleCalendar,
        Self::MicrosoftBookings,
        Self::Square,
        Self::SimplyBook,
        Self::CalCom,
    ];
}
