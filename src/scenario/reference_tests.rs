use super::super::load::sample::War;
use super::*;

#[test]
fn the_reference_lists_types_fields_and_variants_with_their_words() {
    insta::assert_snapshot!(reference::<War>("Wars"), @"
    # Wars

    ## War

    One war.

    In several words.

    - `title`: text of 1..20 letters. What it is called.
    - `formations`: list of formation
    - `stores`: map from key to whole number from 0
    - `legend`: map from key to ground
    - `orders`: list of order
    - `by_day`: map from whole number to whole number 0..255, optional
    - `by_ground`: map from Grass or Sand to whole number 0..255, optional
    - `corners`: `(..)` of 2 x place, optional
    - `fast`: `true` or `false`, optional
    - `notes`: text of any number of lines, optional
    - `nothing`: `()`, optional
    - `snow`: number, optional
    - `wrap`: wrap, optional

    ## Formation

    A body of men that moves as one.

    - `id`: id
    - `strength`: whole number 0..65535. Men who can fight.
    - `at`: place
    - `morale`: number 0..1. From none to full.
    - `leader`: leader, optional

    ## Ground

    - `Grass`
    - `Sand`

    ## Id

    Written as text.

    ## Leader

    - `name`: text
    - `skill`: whole number -128..127

    ## March

    - `path`: list of place

    ## Order

    What a side may ask for.

    - `Hold`. Stay.
    - `March(..)`, march. Go.
    - `Feign(..)`
      - `to`: place. Where to.
      - `then`: order, optional
    - `Both(..)`, (order, order)
    - `Wait(..)`, whole number 0..255
    - `Follow(..)`, id
    - `Go(..)`, place
    - `Obey(..)`, wrap
    - `Perhaps(..)`, optional leader
    - `All(..)`, list of order

    ## Place

    Written as (whole number, whole number).

    ## Wrap

    Written as leader.
    ");
}

#[test]
fn the_schema_can_be_printed() {
    assert!(schema_json::<War>().contains("\"title\": \"War\""));
}
