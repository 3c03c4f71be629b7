//! Days, times and lengths as people of each language write them.

use careweave_types::Weekday;
use chrono::{Datelike, NaiveDate};

use crate::Language;

pub(super) fn day(language: &Language, day: Weekday) -> &'static str {
    let names: [&'static str; 7] = match language {
        Language::Spanish => ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
        Language::Portuguese => ["seg", "ter", "qua", "qui", "sex", "sáb", "dom"],
        Language::Tagalog => ["Lun", "Mar", "Miy", "Huw", "Biy", "Sab", "Lin"],
        Language::HaitianCreole => ["lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi", "dimanch"],
        Language::Vietnamese => [
            "thứ Hai",
            "thứ Ba",
            "thứ Tư",
            "thứ Năm",
            "thứ Sáu",
            "thứ Bảy",
            "Chủ nhật",
        ],
        Language::Mandarin => ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
        Language::Russian => ["пн", "вт", "ср", "чт", "пт", "сб", "вс"],
        _ => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    };
    names[day as usize]
}

/// Twelve hours with am and pm where people in the United States write so, twenty-four elsewhere.
pub(super) fn time(language: &Language, minute: u16) -> String {
    let (hour, minute) = (minute / 60 % 24, minute % 60);
    match language {
        Language::Portuguese
        | Language::HaitianCreole
        | Language::Vietnamese
        | Language::Mandarin
        | Language::Russian => {
            format!("{hour:02}:{minute:02}")
        }
        _ => {
            let half = if hour < 12 { "am" } else { "pm" };
            match (hour % 12, minute) {
                (0, 0) => format!("12 {half}"),
                (0, _) => format!("12:{minute:02} {half}"),
                (hour, 0) => format!("{hour} {half}"),
                (hour, _) => format!("{hour}:{minute:02} {half}"),
            }
        }
    }
}

pub(super) fn length(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes:02}"),
    }
}

pub(super) fn date(language: &Language, date: NaiveDate) -> String {
    let (month, day) = (date.month(), date.day());
    match language {
        Language::English | Language::Tagalog => format!("{month}/{day}/{}", date.year()),
        Language::Mandarin => format!("{}年{month}月{day}日", date.year()),
        Language::Russian => format!("{day:02}.{month:02}.{}", date.year()),
        Language::Spanish | Language::Portuguese | Language::HaitianCreole | Language::Vietnamese => {
            format!("{day:02}/{month:02}/{}", date.year())
        }
        _ => date.to_string(),
    }
}
