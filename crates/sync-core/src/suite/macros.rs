//! What the macro of every suite expands to.

/// One `#[test]` per behaviour of the suite in module `$suite`, for the store that `$fresh` gives with its guard.
#[doc(hidden)]
#[macro_export]
macro_rules! behaviours {
    ($suite:ident, $fresh:expr => $($behaviour:ident)+) => {$(
        #[test]
        fn $behaviour() {
            $crate::suite::block_on(async {
                let (store, _guard) = $fresh.await;
                $crate::suite::$suite::$behaviour(&store).await;
            });
        }
    )+};
}
