# The few commands of daily work; each is one cargo command.

# Opens the window.
play *args:
    cargo run --release -- {{args}}

# What CI runs.
check:
    bash .ci/run

test *args:
    cargo test {{args}}

# Accepts changed goldens; read the diff as prose.
bless:
    BLESS=1 INSTA_UPDATE=always cargo test

# A million mutated files.
fuzz count="1000000":
    IRONHAWK_FUZZ={{count}} cargo test --release --no-default-features mutat

doc:
    cargo doc --no-default-features --no-deps --open
