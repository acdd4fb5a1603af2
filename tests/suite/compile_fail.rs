//! What the emitted crate does not let its users write.

#[test]
fn the_compiler_refuses() {
    trybuild::TestCases::new().compile_fail("compile-fail/*.rs");
}
