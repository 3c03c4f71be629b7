use careweave_types::Weekday;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Numbers of items, 1 to 32; any other number is no item's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Items(u32);

impl Items {
    /// The items of these numbers; numbers outside 1 to 32 are left out.
    pub fn of(numbers: &[u8]) -> Self {
        let mut items = Self::default();
        for &number in numbers {
            items.add(u32::from(number));
        }
        items
    }

    pub(super) fn add(&mut self, number: u32) {
        if (1..=32).contains(&number) {
            self.0 |= 1 << (number - 1);
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// True when there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many there are.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// True when `number` is among them.
    pub fn contains(self, number: u8) -> bool {
        (1..=32).contains(&number) && self.0 & (1 << (number - 1)) != 0
    }

    /// The numbers, in order.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (1..=32).filter(move |&number| self.contains(number))
    }
}

impl Serialize for Items {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let numbers = Vec::<u8>::deserialize(d)?;
        if numbers.iter().all(|number| (1..=32).contains(number)) {
            return Ok(Self::of(&numbers));
        }
        Err(serde::de::Error::custom("an item has a number from 1 to 32"))
    }
}

/// Days of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Days(u8);

impl Days {
    /// These days.
    pub fn of(days: &[Weekday]) -> Self {
        Self(days.iter().fold(0, |set, &day| set | 1 << day as u8))
    }

    pub(super) fn add(&mut self, from_monday: u8) {
        if from_monday < 7 {
            self.0 |= 1 << from_monday;
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// True when there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// True when `day` is among them.
    pub const fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day as u8) != 0
    }

    /// The days, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        Weekday::ALL.into_iter().filter(move |&day| self.contains(day))
    }
}

impl Serialize for Days {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Days {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Vec::<Weekday>::deserialize(d).map(|days| Self::of(&days))
    }
}

/// Which parts of what was asked an answer speaks of. An empty selection speaks of all that was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Selection {
    /// By number.
    #[serde(skip_serializing_if = "Items::is_empty_ref")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<u8>"))]
    pub items: Items,
    /// By day of the week.
    #[serde(skip_serializing_if = "Days::is_empty_ref")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Weekday>"))]
    pub days: Days,
    /// In so many words: all of them.
    #[serde(skip_serializing_if = "is_false")]
    pub all: bool,
}

impl Items {
    const fn is_empty_ref(&self) -> bool {
        self.is_empty()
    }
}

impl Days {
    const fn is_empty_ref(&self) -> bool {
        self.is_empty()
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl Selection {
    /// True when nothing was singled out.
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty() && self.days.is_empty() && !self.all
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.items.merge(other.items);
        self.days.merge(other.days);
        self.all |= other.all;
    }
}
