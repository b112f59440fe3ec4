//! Reads the arguments and hands them on.

use std::process::ExitCode;

fn main() -> ExitCode {
    ironhawk::cli::main(std::env::args_os())
}
