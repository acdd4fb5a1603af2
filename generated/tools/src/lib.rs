//! What is made with `ccc-api` here, and is not part of it: the exporter (`examples/export`), and the benches with what they
//! compare with. It is not published, so that nobody who uses the crate meets their dependencies.
