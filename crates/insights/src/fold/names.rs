use hashbrown::HashTable;

/// A word that stands for a name in one fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub(crate) u32);

/// Names, each kept once: their text lies end to end, and four bytes stand for each.
#[derive(Clone, Default)]
pub struct Names {
    text: String,
    ends: Vec<usize>,
    table: HashTable<u32>,
}

impl Names {
    /// The symbol of a name, new or known.
    pub fn symbol(&mut self, name: &str) -> Symbol {
        let hash = fingerprint(name);
        if let Some(&found) = self
            .table
            .find(hash, |&at| slice(&self.text, &self.ends, at) == name)
        {
            return Symbol(found);
        }
        let at = self.ends.len() as u32;
        self.text.push_str(name);
        self.ends.push(self.text.len());
        let (text, ends) = (&self.text, &self.ends);
        self.table
            .insert_unique(hash, at, |&at| fingerprint(slice(text, ends, at)));
        Symbol(at)
    }

    /// The name of a symbol of this fold.
    pub fn name(&self, symbol: Symbol) -> &str {
        slice(&self.text, &self.ends, symbol.0)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<usize>() + self.table.allocation_size()
    }
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Names({})", self.len())
    }
}

fn slice<'a>(text: &'a str, ends: &[usize], at: u32) -> &'a str {
    let at = at as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] };
    &text[start..ends[at]]
}

/// 64 bits of a text: FNV-1a, then the finish of MurmurHash3 so that every bit depends on every byte. The same on
/// every machine, because ties are broken by it.
pub(crate) fn fingerprint(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_symbol_and_a_symbol_one_name() {
        let mut names = Names::default();
        let symbols: Vec<_> = (0..5_000)
            .map(|n| names.symbol(&format!("caregiver-{n}")))
            .collect();
        assert_eq!(names.len(), 5_000);
        for (n, &symbol) in symbols.iter().enumerate() {
            assert_eq!(names.name(symbol), format!("caregiver-{n}"));
            assert_eq!(names.symbol(&format!("caregiver-{n}")), symbol);
        }
        assert_eq!(names.len(), 5_000);
    }

    #[test]
    fn the_fingerprint_is_the_same_everywhere() {
        assert_eq!(fingerprint(""), 0xefd0_1f60_ba99_2926);
        let mut seen: Vec<_> = (0..100_000).map(|n| fingerprint(&n.to_string())).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 100_000);
    }
}
