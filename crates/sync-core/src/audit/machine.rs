//! The rules of audit chains as pure, total functions: every store calls them inside its transaction.

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::{AuditEntry, AuditHead, NewAudit};
use crate::Fingerprint;
use crate::rules;

/// The most entries one call may append.
pub const MAX_APPEND: usize = 10_000;
/// The most sealed bytes an entry may hold.
pub const MAX_SEALED: usize = 64 * 1024;

/// Checks the name of a chain: `"agency-1"`.
///
/// # Errors
/// `InvalidInput` when it is empty, longer than 512 bytes or holds control characters.
pub fn check_chain(at: &'static str, chain: &str) -> Result<()> {
    rules::reference(at, "chain", chain)
}

/// The head of a chain that has no entries.
pub fn origin(chain: &str) -> AuditHead {
    let mut hash = Sha256::new();
    hash.update(b"careweave audit chain 1");
    part(&mut hash, chain.as_bytes());
    AuditHead {
        seq: 0,
        hash: Fingerprint::from_bytes(hash.finalize().into()),
        at: DateTime::UNIX_EPOCH,
    }
}

/// The entries that come after `head`, in order. A clock that went back does not take the chain back.
///
/// # Errors
/// `InvalidInput` that names the field, or for more than [`MAX_APPEND`] entries.
pub fn append(head: AuditHead, entries: &[NewAudit], now: DateTime<Utc>) -> Result<Vec<AuditEntry>> {
    const AT: &str = "audit.append";
    if entries.len() > MAX_APPEND {
        return Err(Error::invalid(AT, "entries", "must be at most 10000 at once"));
    }
    let at = rules::instant(AT, "now", now)?.max(head.at);
    let mut last = head;
    let mut appended = Vec::with_capacity(entries.len());
    for written in entries {
        rules::reference(AT, "actor", &written.actor)?;
        rules::code(AT, "action", &written.action)?;
        rules::reference(AT, "subject", &written.subject)?;
        if written.sealed.len() > MAX_SEALED {
            return Err(Error::invalid(AT, "sealed", "must not be larger than 64 KiB"));
        }
        let seq = last.seq + 1;
        let hash = hash_of(seq, at, written, digest_of(&written.sealed), last.hash);
        appended.push(AuditEntry {
            seq,
            at,
            written: written.clone(),
            erased: None,
            previous: last.hash,
            hash,
        });
        last = AuditHead { seq, hash, at };
    }
    Ok(appended)
}

/// The head after an entry that follows `head` as it was written.
///
/// # Errors
/// `Conflict` with the context `seq` and `found` (`"missing"`, `"changed"`, `"out_of_chain"`, `"back_in_time"`).
pub fn follow(head: AuditHead, entry: &AuditEntry) -> Result<AuditHead> {
    let found = if entry.seq != head.seq + 1 {
        "missing"
    } else if entry.previous != head.hash {
        "out_of_chain"
    } else if entry.at < head.at {
        "back_in_time"
    } else if !is_as_written(entry) {
        "changed"
    } else {
        return Ok(AuditHead {
            seq: entry.seq,
            hash: entry.hash,
            at: entry.at,
        });
    };
    Err(Error::new(
        ErrorKind::Conflict,
        "audit.verify",
        "an entry of the audit chain is not as it was written: keep the store as it is, and compare it with a backup",
    )
    .with("seq", (head.seq + 1).to_string())
    .with("found", found))
}

/// The head after all of `entries`, which follow `head`.
///
/// # Errors
/// As [`follow`], for the first entry that is not as it was written.
pub fn verify<'a>(head: AuditHead, entries: impl IntoIterator<Item = &'a AuditEntry>) -> Result<AuditHead> {
    entries.into_iter().try_fold(head, follow)
}

/// What can be done about the sealed bytes of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tombstone {
    /// It has none, or none any more.
    None,
    /// They are replaced by this digest, and the chain stays whole.
    Digest(Fingerprint),
    /// The entry was written when hashes were made from the bytes themselves: without them the chain would break.
    Left,
}

/// What erasing the sealed bytes of an entry does.
pub fn tombstone(entry: &AuditEntry) -> Tombstone {
    if entry.written.sealed.is_empty() {
        return Tombstone::None;
    }
    let digest = digest_of(&entry.written.sealed);
    match hash_of(entry.seq, entry.at, &entry.written, digest, entry.previous) == entry.hash {
        true => Tombstone::Digest(digest),
        false => Tombstone::Left,
    }
}

fn is_as_written(entry: &AuditEntry) -> bool {
    let digest = match entry.erased {
        // A tombstone stands in place of the bytes, and not beside others.
        Some(_) if !entry.written.sealed.is_empty() => return false,
        Some(digest) => digest,
        None => digest_of(&entry.written.sealed),
    };
    hash_of(entry.seq, entry.at, &entry.written, digest, entry.previous) == entry.hash
        || (entry.erased.is_none()
            && first_hash_of(entry.seq, entry.at, &entry.written, entry.previous) == entry.hash)
}

fn digest_of(sealed: &[u8]) -> Fingerprint {
    Fingerprint::of_bytes(sealed)
}

/// The hash of an entry: of its sealed bytes it takes the digest only, so that they can be erased.
fn hash_of(
    seq: u64,
    at: DateTime<Utc>,
    written: &NewAudit,
    sealed: Fingerprint,
    previous: Fingerprint,
) -> Fingerprint {
    let mut hash = Sha256::new();
    hash.update(b"careweave audit entry 2");
    head(&mut hash, seq, at, written, previous);
    part(&mut hash, sealed.as_bytes());
    Fingerprint::from_bytes(hash.finalize().into())
}

/// How entries were hashed first; chains that began so are verified for good.
fn first_hash_of(seq: u64, at: DateTime<Utc>, written: &NewAudit, previous: Fingerprint) -> Fingerprint {
    let mut hash = Sha256::new();
    hash.update(b"careweave audit entry 1");
    head(&mut hash, seq, at, written, previous);
    part(&mut hash, &written.sealed);
    Fingerprint::from_bytes(hash.finalize().into())
}

fn head(hash: &mut Sha256, seq: u64, at: DateTime<Utc>, written: &NewAudit, previous: Fingerprint) {
    hash.update(previous.as_bytes());
    hash.update(seq.to_be_bytes());
    hash.update(at.timestamp_micros().to_be_bytes());
    for text in [&written.actor, &written.action, &written.subject] {
        part(hash, text.as_bytes());
    }
    for content in [written.before, written.after] {
        part(
            hash,
            content
                .as_ref()
                .map_or(&[], |content| content.as_bytes().as_slice()),
        );
    }
    part(
        hash,
        written
            .effect
            .as_ref()
            .map_or(&[], |effect| effect.as_bytes().as_slice()),
    );
}

/// A part behind its length, so that no boundary can be moved.
fn part(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::EffectId;

    fn t(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn entries(count: usize) -> Vec<AuditEntry> {
        let written: Vec<_> = (0..count)
            .map(|n| {
                NewAudit::new("worker-1", "clients.read", format!("client-{n}"))
                    .changed(None, Some(Fingerprint::of(&[&n.to_string()])))
            })
            .collect();
        append(origin("agency-1"), &written, t(0)).unwrap()
    }

    #[test]
    fn a_chain_as_it_was_written_is_verified_to_its_end() {
        let entries = entries(50);
        let head = verify(origin("agency-1"), &entries).unwrap();
        assert_eq!((head.seq, head.hash), (50, entries[49].hash));
        // In two parts as well.
        let middle = verify(origin("agency-1"), &entries[..20]).unwrap();
        assert_eq!(verify(middle, &entries[20..]).unwrap(), head);
        // Under another name it is another chain.
        assert!(verify(origin("agency-2"), &entries).is_err());
    }

    #[test]
    fn sealed_bytes_are_erased_and_the_chain_stays_whole_but_other_bytes_do_not_pass_for_them() {
        let written: Vec<_> = (0..3)
            .map(|n| NewAudit::new("worker-1", "clients.read", "client-1").sealed(vec![n; 40]))
            .collect();
        let mut chain = append(origin("agency-1"), &written, t(0)).unwrap();
        let whole = verify(origin("agency-1"), &chain).unwrap();
        let Tombstone::Digest(digest) = tombstone(&chain[1]) else {
            panic!("an entry that is written now can be erased");
        };
        chain[1].written.sealed.clear();
        chain[1].erased = Some(digest);
        assert_eq!(verify(origin("agency-1"), &chain).unwrap(), whole);
        assert_eq!(tombstone(&chain[1]), Tombstone::None);
        // Bytes removed without a tombstone, another tombstone, and bytes beside one are found.
        let mut without = chain.clone();
        without[1].erased = None;
        let mut another = chain.clone();
        another[1].erased = Some(digest_of(b"others"));
        let mut beside = chain.clone();
        beside[1].written.sealed = vec![1; 40];
        for touched in [without, another, beside] {
            assert_eq!(
                verify(origin("agency-1"), &touched).unwrap_err().get("seq"),
                Some("2")
            );
        }
    }

    #[test]
    fn an_entry_of_the_first_kind_is_verified_and_keeps_its_sealed_bytes() {
        let written = NewAudit::new("worker-1", "clients.read", "client-1").sealed(vec![7; 40]);
        let head = origin("agency-1");
        let mut entry = append(head, std::slice::from_ref(&written), t(0))
            .unwrap()
            .remove(0);
        entry.hash = first_hash_of(1, entry.at, &written, head.hash);
        let after = verify(head, [&entry]).unwrap();
        assert_eq!(tombstone(&entry), Tombstone::Left);
        // A chain goes on from it with entries of the present kind.
        let next = append(after, std::slice::from_ref(&written), t(1)).unwrap();
        verify(after, &next).unwrap();
        assert!(matches!(tombstone(&next[0]), Tombstone::Digest(_)));
        entry.written.sealed.clear();
        entry.erased = Some(digest_of(&[7; 40]));
        assert!(verify(head, [&entry]).is_err());
    }

    #[test]
    fn a_clock_that_goes_back_does_not_take_the_chain_back() {
        let first = entries(1);
        let head = verify(origin("agency-1"), &first).unwrap();
        let next = append(head, &[NewAudit::new("a", "b", "c")], t(-500)).unwrap();
        assert_eq!(next[0].at, first[0].at);
        verify(head, &next).unwrap();
    }

    #[test]
    fn bad_input_is_refused() {
        let head = origin("agency-1");
        for bad in [
            NewAudit::new("", "a.b", "s"),
            NewAudit::new("a", "free text", "s"),
            NewAudit::new("a", "a.b", "line\nbreak"),
            NewAudit::new("a", "a.b", "s").sealed(vec![0; MAX_SEALED + 1]),
        ] {
            assert_eq!(
                append(head, &[bad], t(0)).unwrap_err().kind(),
                ErrorKind::InvalidInput
            );
        }
    }

    proptest! {
        /// Given any change of any entry, or one that is taken out, put twice or moved, verification names its place.
        #[test]
        fn what_was_touched_is_named(count in 2_usize..40, place in any::<prop::sample::Index>(), how in 0_u8..11) {
            let mut chain = entries(count);
            let at = place.index(count);
            let entry = &mut chain[at];
            let mut named = at + 1;
            match how {
                0 => entry.written.actor.push('x'),
                1 => entry.written.action.push('x'),
                2 => entry.written.subject = "client-x".to_owned(),
                3 => entry.written.before = Some(Fingerprint::of(&[])),
                4 => entry.written.after = None,
                5 => entry.written.effect = Some(EffectId::from_bytes([7; 16])),
                6 => entry.written.sealed.push(0),
                7 => entry.at = t(1),
                8 => {
                    // An entry hashed anew breaks the chain one place later, unless it was the last.
                    entry.written.actor.push('x');
                    entry.hash = hash_of(entry.seq, entry.at, &entry.written, digest_of(&[]), entry.previous);
                    named += 1;
                }
                9 => {
                    chain.remove(at);
                }
                _ => {
                    let twice = chain[at].clone();
                    chain.insert(at, twice);
                    named += 1;
                }
            }
            let verified = verify(origin("agency-1"), &chain);
            if named > chain.len() {
                // Only an anchor shows that an end is gone or was written anew.
                let head = verified.unwrap();
                prop_assert_ne!((head.seq, head.hash), (count as u64, entries(count)[count - 1].hash));
            } else {
                let error = verified.unwrap_err();
                let seq = error.context().iter().find(|(key, _)| *key == "seq").map(|(_, value)| value.to_string());
                prop_assert_eq!(seq, Some(named.to_string()));
            }
        }
    }
}
