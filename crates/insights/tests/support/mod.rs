//! Events by chance, and a fixed few.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "shared by several tests, which fail by panicking"
)]

use careweave_insights::event::words::*;
use careweave_insights::event::*;
use careweave_insights::reports::*;
use careweave_insights::{Event, Key, Period, Scope};
use careweave_types::{AgencyZone, ClientStatus, Currency, Payer};
use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
}

pub(crate) fn key(text: &str) -> Key {
    Key::new(text.to_owned()).unwrap()
}

pub(crate) fn denver() -> AgencyZone {
    AgencyZone::new("America/Denver").unwrap()
}

pub(crate) fn all() -> Scope {
    Scope::new(Period::all(denver()))
}

/// Days across a change of clocks.
pub(crate) fn spring() -> Scope {
    let day = |text: &str| text.parse().unwrap();
    Scope::new(Period::days(denver(), day("2026-02-20"), day("2026-04-10")).unwrap())
}

/// Numbers its events.
#[derive(Default)]
pub(crate) struct Log(pub(crate) Vec<Event>);

impl Log {
    pub(crate) fn add(&mut self, when: &str, body: impl Into<Body>) -> &mut Self {
        self.at(at(when), body)
    }

    pub(crate) fn at(&mut self, when: DateTime<Utc>, body: impl Into<Body>) -> &mut Self {
        let id = format!("e-{}", self.0.len());
        self.0.push(Event::new(&id, when, body).unwrap());
        self
    }
}

fn word<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

fn of(prefix: &'static str, many: u32) -> impl Strategy<Value = Key> {
    (0..many).prop_map(move |n| key(&format!("{prefix}-{n}")))
}

fn start() -> DateTime<Utc> {
    at("2026-02-01T00:00:00Z")
}

fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    // Whole minutes, so that ties happen.
    (0_i64..90 * 1_440).prop_map(|minutes| start() + Duration::minutes(minutes))
}

fn lead_body() -> impl Strategy<Value = Body> {
    prop_oneof![
        (of("lead", 12), proptest::option::of(of("source", 3))).prop_map(|(lead, source)| LeadCreated {
            lead,
            source
        }
        .into()),
        (of("lead", 12), word(Stage::ALL)).prop_map(|(lead, stage)| LeadReached { lead, stage }.into()),
        (of("lead", 12), of("reason", 2)).prop_map(|(lead, reason)| LeadLost { lead, reason }.into()),
        (of("lead", 12), word(Temperature::ALL)).prop_map(|(lead, temperature)| LeadGraded {
            lead,
            temperature
        }
        .into()),
        (of("client", 8), of("lead", 12)).prop_map(|(client, lead)| ClientWon { client, lead }.into()),
        of("client", 8).prop_map(|client| ClientLeft { client }.into()),
        (
            of("client", 8),
            0_i64..90_000,
            proptest::option::of(-9_000_i64..50_000)
        )
            .prop_map(|(client, revenue_minor, margin_minor)| ClientBilled {
                client,
                revenue_minor,
                margin_minor,
                currency: Currency::Usd
            }
            .into()),
        (
            of("source", 3),
            word(Audience::ALL),
            word(SpendKind::ALL),
            0_i64..90_000
        )
            .prop_map(|(source, audience, spend, amount_minor)| Spent {
                source,
                audience,
                spend,
                amount_minor,
                currency: Currency::Usd
            }
            .into()),
        (of("caregiver", 8), proptest::option::of(of("source", 3)))
            .prop_map(|(caregiver, source)| CaregiverHired { caregiver, source }.into()),
        of("caregiver", 8).prop_map(|caregiver| CaregiverLeft { caregiver }.into()),
        (of("caregiver", 8), 100_u16..=500).prop_map(|(caregiver, hundredths)| CaregiverRated {
            caregiver,
            hundredths
        }
        .into()),
    ]
}

fn contact_body() -> impl Strategy<Value = Body> {
    prop_oneof![
        (of("call", 10), proptest::option::of(of("lead", 12))).prop_map(|(call, lead)| CallAccepted {
            call,
            lead
        }
        .into()),
        of("call", 10).prop_map(|call| CallNotPlaced { call }.into()),
        (of("call", 10), word(AnsweredBy::ALL)).prop_map(|(call, by)| CallAnswered { call, by }.into()),
        (of("call", 10), word(CallEnd::ALL), 0_u32..600).prop_map(|(call, end, talk_seconds)| CallEnded {
            call,
            end,
            ring_seconds: talk_seconds / 7,
            queue_seconds: 3,
            talk_seconds,
            hold_seconds: 5,
            wrap_seconds: 30
        }
        .into()),
        (of("call", 10), 0_i64..500).prop_map(|(call, amount_minor)| CallCharged {
            call,
            amount_minor,
            currency: Currency::Usd
        }
        .into()),
        (of("call", 10), word(CallResult::ALL))
            .prop_map(|(call, result)| CallResulted { call, result }.into()),
        (
            of("message", 15),
            of("lead", 12),
            word(Channel::ALL),
            word(Form::ALL),
            proptest::option::of(of("audience", 2))
        )
            .prop_map(|(message, person, channel, form, audience)| MessageAccepted {
                message,
                person,
                channel,
                form,
                audience
            }
            .into()),
        of("message", 15).prop_map(|message| MessageDelivered { message }.into()),
        of("message", 15).prop_map(|message| MessageRead { message }.into()),
        of("message", 15).prop_map(|message| MessageFailed { message }.into()),
        (of("inbound", 30), of("lead", 12), word(Channel::ALL)).prop_map(|(message, person, channel)| {
            MessageReceived {
                message,
                person,
                channel,
            }
            .into()
        }),
        of("lead", 12).prop_map(|person| OptedOut { person }.into()),
    ]
}

fn appointment_body() -> impl Strategy<Value = Body> {
    prop_oneof![
        (
            of("appointment", 10),
            moment(),
            proptest::option::of(of("professional", 2)),
            proptest::option::of(of("clinic", 2)),
            proptest::option::of(0_i64..30_000),
            proptest::option::of(of("appointment", 10))
        )
            .prop_map(
                |(appointment, scheduled_at, professional, clinic, price_minor, instead_of)| {
                    AppointmentBooked {
                        appointment,
                        scheduled_at,
                        professional,
                        clinic,
                        price_minor,
                        currency: Some(Currency::Usd),
                        instead_of,
                    }
                    .into()
                }
            ),
        (of("appointment", 10), moment()).prop_map(|(appointment, scheduled_at)| AppointmentMoved {
            appointment,
            scheduled_at
        }
        .into()),
        of("appointment", 10).prop_map(|appointment| AppointmentCancelled { appointment }.into()),
        of("appointment", 10).prop_map(|appointment| AppointmentShowed { appointment }.into()),
        of("appointment", 10).prop_map(|appointment| AppointmentMissed { appointment }.into()),
        (
            of("appointment", 10),
            of("rule", 2),
            word(Arm::ALL),
            any::<bool>()
        )
            .prop_map(|(appointment, rule, arm, consented)| ReminderAssigned {
                appointment,
                rule,
                minutes_before: 1_440,
                arm,
                reachable: true,
                consented
            }
            .into()),
    ]
}

fn shift_body() -> impl Strategy<Value = Body> {
    prop_oneof![
        (of("shift", 8), moment()).prop_map(|(shift, starts_at)| ShiftOpened { shift, starts_at }.into()),
        (of("shift", 8), of("caregiver", 6)).prop_map(|(shift, caregiver)| CaregiverEligible {
            shift,
            caregiver
        }
        .into()),
        (of("shift", 8), of("caregiver", 6))
            .prop_map(|(shift, caregiver)| OfferSent { shift, caregiver }.into()),
        (of("shift", 8), of("caregiver", 6), word(OfferReply::ALL)).prop_map(|(shift, caregiver, reply)| {
            OfferAnswered {
                shift,
                caregiver,
                reply,
            }
            .into()
        }),
        (of("shift", 8), of("caregiver", 6))
            .prop_map(|(shift, caregiver)| OfferOptOut { shift, caregiver }.into()),
        (
            of("shift", 8),
            of("caregiver", 6),
            0_u32..300,
            proptest::option::of(any::<bool>())
        )
            .prop_map(
                |(shift, caregiver, overtime_minutes, known_to_client)| ShiftFilled {
                    shift,
                    caregiver,
                    overtime_minutes,
                    known_to_client
                }
                .into()
            ),
        (of("shift", 8), word(ShiftEnd::ALL)).prop_map(|(shift, end)| ShiftClosed { shift, end }.into()),
        of("shift", 8).prop_map(|shift| CoordinatorTouched { shift }.into()),
    ]
}

fn client_body() -> impl Strategy<Value = Body> {
    prop_oneof![
        (
            of("client", 4),
            proptest::sample::select(vec!["active", "on_hold", "discharged", "new_word"])
        )
            .prop_map(|(client, word)| ClientStatusChanged {
                client,
                status: ClientStatus::from(word)
            }
            .into()),
        (of("client", 4), any::<bool>()).prop_map(|(client, portal_user)| CareStarted {
            client,
            portal_user
        }
        .into()),
        of("client", 4).prop_map(|client| PortalLogin { client }.into()),
        (of("visit", 40), of("client", 4), word(VisitEnd::ALL)).prop_map(|(visit, client, end)| VisitEnded {
            visit,
            client,
            end
        }
        .into()),
        of("client", 4).prop_map(|client| Complained { client }.into()),
        of("client", 4).prop_map(|client| RetentionTaskOpened { client }.into()),
        of("client", 4).prop_map(|client| RetentionTaskClosed { client }.into()),
        (
            of("visit", 40),
            proptest::sample::select(vec!["Medicaid", "VA", "Private Pay", "Other Plan"]),
            0_u32..900
        )
            .prop_map(|(visit, payer, minutes)| VisitWorked {
                visit,
                payer: Payer::from(payer),
                minutes
            }
            .into()),
        (of("visit", 40), word(Verification::ALL)).prop_map(|(visit, verification)| VisitVerified {
            visit,
            verification
        }
        .into()),
    ]
}

/// A log of events with ids of their own; some were learned of later than they happened.
pub(crate) fn log() -> impl Strategy<Value = Vec<Event>> {
    let body = prop_oneof![
        lead_body(),
        contact_body(),
        appointment_body(),
        shift_body(),
        client_body()
    ];
    let late = prop_oneof![3 => Just(None), 1 => (0_i64..20_000).prop_map(Some)];
    proptest::collection::vec((moment(), late, body), 0..160).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(n, (when, late, body))| {
                let event = Event::new(&format!("e-{n}"), when, body).unwrap();
                match late {
                    Some(minutes) => event.recorded(when + Duration::minutes(minutes)),
                    None => event,
                }
            })
            .collect()
    })
}

/// A moment within the time of [`log`], or shortly after it.
pub(crate) fn as_of() -> impl Strategy<Value = DateTime<Utc>> {
    (20_i64..110 * 24).prop_map(|hours| start() + Duration::hours(hours))
}

/// Every question, on a scope.
pub(crate) fn questions(scope: &Scope) -> Vec<Question> {
    let scope = || scope.clone();
    vec![
        Question::Referral(ReferralQuery::new(scope())),
        Question::Referral(ReferralQuery {
            value_of: referral::ValueOf::Revenue,
            horizon_months: Some(2),
            maturity_days: 10,
            ..ReferralQuery::new(scope())
        }),
        Question::Recruiting(RecruitingQuery {
            day: 20,
            ..RecruitingQuery::new(scope())
        }),
        Question::Funnel(FunnelQuery::new(scope())),
        Question::Funnel(FunnelQuery {
            by: funnel::FunnelBy::Source,
            ..FunnelQuery::new(scope())
        }),
        Question::Telephony(TelephonyQuery::new(scope())),
        Question::Messaging(MessagingQuery::new(scope())),
        Question::Appointments(AppointmentsQuery::new(scope())),
        Question::Appointments(AppointmentsQuery {
            by: appointments::AppointmentsBy::Clinic,
            ..AppointmentsQuery::new(scope())
        }),
        Question::Filling(FillingQuery::new(scope())),
        Question::Fairness(FairnessQuery::new(scope())),
        Question::Churn(ChurnQuery {
            min_visits: 2,
            ..ChurnQuery::new(denver())
        }),
        Question::Evv(EvvQuery::new(scope())),
    ]
}
