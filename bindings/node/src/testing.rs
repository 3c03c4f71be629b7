//! Hidden entry points for this package's tests.

use careweave_bindings_core as core;
use napi_derive::napi;

use crate::call::Call;
use crate::failure::Failure;

/// A call that panics.
#[napi]
pub fn panic_for_tests(message: String) -> Call {
    core::Call::of("testing.panic", core::testing::panic(message)).into()
}

/// A list that comes in several texts, of which one makes those before it void.
#[napi]
pub fn parts_for_tests() -> Call {
    core::testing::parts().into()
}

/// A call that never ends by itself.
#[napi]
pub fn hang_for_tests() -> Call {
    core::Call::of("testing.hang", core::testing::hang()).into()
}

/// A call that ends when exactly `wanted` hanging calls are alive.
#[napi]
pub fn until_hanging_for_tests(wanted: u32) -> Call {
    core::Call::of(
        "testing.until_hanging",
        core::testing::until_hanging(wanted as usize),
    )
    .into()
}

/// The error that the `given` part of a case in `vectors/errors` describes.
#[napi]
pub fn error_for_tests(given: String) -> Failure {
    match core::testing::error_from_vector(&given) {
        Ok(error) | Err(error) => error.into(),
    }
}
