//! # What a file should look like
//!
//! `schemars` derives a JSON Schema from our Rust types. This module turns it into [`Shape`]s, which speak of RON: a file
//! is [checked](super::shape) against them, and the [reference](super::reference) of the format is printed from them.
//!
//! What a JSON Schema says about RON only between the lines:
//!
//! - An array of fixed length is a tuple, `(1, 2)`; one of free length is a list, `[1, 2]`.
//! - A text of exactly one letter is a Rust `char`, `'a'`.
//! - An object with exactly one required property inside a `oneOf` is a variant with values.
//! - A definition that is only a reference to another is a newtype struct, which is not written.
//! - A field with `#[schemars(extend("multiline" = true))]` may hold line breaks and tabs; other texts may not.
//!
//! What is not understood becomes [`Shape::Anything`]: then the `ron` crate alone decides.

use schemars::JsonSchema;
use serde_json::{Map, Value};

use super::text::in_words;

/// The shape of a file, with the named types that it uses.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    pub root: Named,
    pub types: Vec<Named>,
}

/// A type with its name and what its author wrote about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    pub name: String,
    /// The name as messages say it.
    pub words: String,
    pub doc: String,
    pub shape: Shape,
}

/// What a value may be.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Anything,
    Bool,
    /// `()`, or the name of a struct without fields.
    Unit,
    /// A Rust `char`.
    Letter,
    Whole {
        min: i128,
        max: i128,
    },
    Real {
        min: f64,
        max: f64,
    },
    /// Lengths are in letters.
    Text {
        min: usize,
        max: usize,
        multiline: bool,
    },
    Optional(Box<Shape>),
    /// `[..]`
    List {
        item: Box<Shape>,
        min: usize,
        max: usize,
    },
    /// A Rust array: `(..)` with `length` equal items.
    Array {
        item: Box<Shape>,
        length: usize,
    },
    Tuple(Vec<Shape>),
    /// Keys are not described by a JSON Schema, except that they may be `Whole`.
    Map {
        value: Box<Shape>,
        whole_keys: bool,
    },
    /// If `open`, other fields are let pass.
    Struct {
        fields: Vec<Field>,
        open: bool,
    },
    Choice(Vec<Variant>),
    /// One of [`Schema::types`].
    Type(usize),
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub name: String,
    pub doc: String,
    pub required: bool,
    pub shape: Shape,
}

/// One of several forms of a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    pub name: String,
    pub doc: String,
    pub content: Option<Shape>,
}

impl Schema {
    /// The shape of the RON text that `T` is read from.
    pub fn of<T: JsonSchema>() -> Schema {
        Schema::from_json(&T::schema_name(), schemars::schema_for!(T).as_value())
    }

    fn from_json(name: &str, json: &Value) -> Schema {
        let none = Map::new();
        let definitions = json.get("$defs").and_then(Value::as_object).unwrap_or(&none);
        let names: Vec<&str> = definitions.keys().map(String::as_str).collect();
        let reader = Reader { names: &names };
        let named = |name: &str, json: &Value| Named {
            name: name.into(),
            words: in_words(name),
            doc: text_of(json, "description"),
            shape: reader.shape(json),
        };
        Schema {
            root: named(name, json),
            types: definitions.iter().map(|(name, json)| named(name, json)).collect(),
        }
    }

    /// The shape behind the name of a type. A chain of names that leads nowhere counts as anything.
    pub fn resolve<'a>(&'a self, mut shape: &'a Shape) -> &'a Shape {
        for _ in 0..=self.types.len() {
            match shape {
                Shape::Type(index) => shape = &self.types[*index].shape,
                _ => return shape,
            }
        }
        &Shape::Anything
    }

    /// A shape in the words of messages: `list of formation`, `whole number 0..255`.
    pub fn in_words(&self, shape: &Shape) -> String {
        match shape {
            Shape::Anything => "any value".into(),
            Shape::Bool => "`true` or `false`".into(),
            Shape::Unit => "`()`".into(),
            Shape::Letter => "one letter in single quotes".into(),
            Shape::Whole { min, max } => {
                let is_limit = |bound: i128| bound > i128::from(i32::MIN) && bound < i128::from(i32::MAX);
                range_in_words("whole number", min, max, is_limit(*min), is_limit(*max))
            }
            Shape::Real { min, max } => {
                range_in_words("number", min, max, *min > -REAL_LIMIT, *max < REAL_LIMIT)
            }
            Shape::Text { min: 0, max: usize::MAX, multiline: false } => "text".into(),
            Shape::Text { min: 0, max: usize::MAX, multiline: true } => "text of any number of lines".into(),
            Shape::Text { min, max, .. } => {
                format!("text of {} letters", count_in_words(*min, *max))
            }
            Shape::Optional(inner) => format!("optional {}", self.in_words(inner)),
            Shape::List { item, min: 0, max: usize::MAX } => format!("list of {}", self.in_words(item)),
            Shape::List { item, min, max } => {
                format!("list of {} x {}", count_in_words(*min, *max), self.in_words(item))
            }
            Shape::Array { item, length } => {
                format!("`(..)` of {length} x {}", self.in_words(item))
            }
            Shape::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.in_words(item)).collect();
                format!("({})", items.join(", "))
            }
            Shape::Map { value, whole_keys } => {
                let key = if *whole_keys { "whole number" } else { "key" };
                format!("map from {key} to {}", self.in_words(value))
            }
            Shape::Struct { fields, .. } if is_keyed_by_variants(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                format!("map from {} to {}", names.join(" or "), self.in_words(&fields[0].shape))
            }
            Shape::Struct { .. } => "fields in `( )`".into(),
            Shape::Choice(variants) => {
                let names: Vec<&str> = variants.iter().map(|variant| variant.name.as_str()).collect();
                format!("one of {}", names.join(", "))
            }
            Shape::Type(index) => self.types[*index].words.clone(),
        }
    }
}

/// Whether what looks like a struct may be a map whose keys are the variants of an enum: a JSON Schema describes both as
/// properties. In such a map no key is required, and all values have one shape.
pub fn is_keyed_by_variants(fields: &[Field]) -> bool {
    fields.iter().all(|field| !field.required && field.shape == fields[0].shape) && !fields.is_empty()
}

/// Numbers beyond this are not meant as limits.
const REAL_LIMIT: f64 = f32::MAX as f64;

/// A kind of number with its range, as far as the bounds are meant and not just those of the Rust type.
fn range_in_words<T: std::fmt::Display>(kind: &str, min: T, max: T, has_min: bool, has_max: bool) -> String {
    match (has_min, has_max) {
        (true, true) => format!("{kind} {min}..{max}"),
        (true, false) => format!("{kind} from {min}"),
        (false, true) => format!("{kind} up to {max}"),
        (false, false) => kind.into(),
    }
}

/// `2..5`, `at least 2`, `up to 5`, `3`.
pub fn count_in_words(min: usize, max: usize) -> String {
    match (min, max) {
        (0, max) => format!("up to {max}"),
        (min, usize::MAX) => format!("at least {min}"),
        (min, max) if min == max => min.to_string(),
        (min, max) => format!("{min}..{max}"),
    }
}

/// Turns JSON Schema into shapes.
struct Reader<'a> {
    names: &'a [&'a str],
}

impl Reader<'_> {
    fn shape(&self, json: &Value) -> Shape {
        if let Some(name) = json.get("$ref").and_then(Value::as_str) {
            let name = name.strip_prefix("#/$defs/").unwrap_or(name);
            return self.names.iter().position(|known| *known == name).map_or(Shape::Anything, Shape::Type);
        }
        if let Some([first, second]) = json.get("anyOf").and_then(Value::as_array).map(Vec::as_slice) {
            return match second.get("type").and_then(Value::as_str) {
                Some("null") => Shape::Optional(Box::new(self.shape(first))),
                _ => Shape::Anything,
            };
        }
        if let Some(forms) = json.get("oneOf").and_then(Value::as_array) {
            return self.choice(forms);
        }
        match json.get("type") {
            Some(Value::String(kind)) => self.kind(kind, json),
            Some(Value::Array(kinds)) => match kinds.as_slice() {
                [Value::String(kind), Value::String(null)] if null == "null" => {
                    Shape::Optional(Box::new(self.kind(kind, json)))
                }
                _ => Shape::Anything,
            },
            _ => Shape::Anything,
        }
    }

    fn kind(&self, kind: &str, json: &Value) -> Shape {
        match kind {
            "boolean" => Shape::Bool,
            "null" => Shape::Unit,
            "integer" => whole(json),
            "number" => {
                let limit = if json.get("format").and_then(Value::as_str) == Some("float") {
                    REAL_LIMIT
                } else {
                    f64::MAX
                };
                let bound =
                    |name: &str, default: f64| json.get(name).and_then(Value::as_f64).unwrap_or(default);
                Shape::Real { min: bound("minimum", -limit), max: bound("maximum", limit) }
            }
            "string" if json.get("enum").is_some() || json.get("const").is_some() => {
                self.choice(std::slice::from_ref(json))
            }
            "string" => match (count(json, "minLength", 0), count(json, "maxLength", usize::MAX)) {
                (1, 1) => Shape::Letter,
                (min, max) => {
                    Shape::Text { min, max, multiline: json.get("multiline") == Some(&Value::Bool(true)) }
                }
            },
            "array" => self.array(json),
            "object" => self.object(json),
            _ => Shape::Anything,
        }
    }

    fn array(&self, json: &Value) -> Shape {
        if let Some(items) = json.get("prefixItems").and_then(Value::as_array) {
            return Shape::Tuple(items.iter().map(|item| self.shape(item)).collect());
        }
        let item = Box::new(json.get("items").map_or(Shape::Anything, |item| self.shape(item)));
        let (min, max) = (count(json, "minItems", 0), count(json, "maxItems", usize::MAX));
        if min == max { Shape::Array { item, length: min } } else { Shape::List { item, min, max } }
    }

    fn object(&self, json: &Value) -> Shape {
        let value_of_keys = json
            .get("patternProperties")
            .and_then(Value::as_object)
            .and_then(|patterns| patterns.values().next());
        if let Some(value) = value_of_keys {
            return Shape::Map { value: Box::new(self.shape(value)), whole_keys: true };
        }
        if let Some(value @ Value::Object(_)) = json.get("additionalProperties") {
            return Shape::Map { value: Box::new(self.shape(value)), whole_keys: false };
        }
        let required: Vec<&str> = json
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut fields: Vec<Field> = json
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, json)| Field {
                name: name.clone(),
                doc: text_of(json, "description"),
                required: required.contains(&name.as_str()),
                shape: self.shape(json),
            })
            .collect();
        // Properties come in alphabetical order, but `required` keeps the order of the type.
        fields
            .sort_by_key(|field| required.iter().position(|name| *name == field.name).unwrap_or(usize::MAX));
        Shape::Struct { fields, open: json.get("additionalProperties") != Some(&Value::Bool(false)) }
    }

    fn choice(&self, forms: &[Value]) -> Shape {
        let mut variants = Vec::new();
        for form in forms {
            let doc = text_of(form, "description");
            let unit = |name: &Value| {
                name.as_str().map(|name| Variant { name: name.into(), doc: doc.clone(), content: None })
            };
            if let Some(names) = form.get("enum").and_then(Value::as_array) {
                variants.extend(names.iter().filter_map(unit));
            } else if let Some(name) = form.get("const") {
                variants.extend(unit(name));
            } else if let (Some(properties), Some([Value::String(name)])) =
                (form.get("properties"), form.get("required").and_then(Value::as_array).map(Vec::as_slice))
            {
                let content = properties.get(name).map(|content| self.shape(content));
                variants.push(Variant { name: name.clone(), doc, content });
            } else {
                return Shape::Anything;
            }
        }
        Shape::Choice(variants)
    }
}

/// A whole number with the range of its Rust type, or the narrower one that the schema gives.
fn whole(json: &Value) -> Shape {
    let (min, max) = match json.get("format").and_then(Value::as_str) {
        Some("int8") => (i8::MIN.into(), i8::MAX.into()),
        Some("int16") => (i16::MIN.into(), i16::MAX.into()),
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("uint8") => (0, u8::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        Some("uint64" | "uint") => (0, u64::MAX.into()),
        _ => (i64::MIN.into(), i64::MAX.into()),
    };
    let bound = |name: &str| {
        let value = json.get(name)?;
        value
            .as_i64()
            .map(i128::from)
            .or_else(|| value.as_u64().map(i128::from))
            .or_else(|| value.as_f64().map(|value| value as i128))
    };
    Shape::Whole {
        min: bound("minimum").map_or(min, |bound| bound.max(min)),
        max: bound("maximum").map_or(max, |bound| bound.min(max)),
    }
}

fn count(json: &Value, name: &str, default: usize) -> usize {
    json.get(name).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok()).unwrap_or(default)
}

fn text_of(json: &Value, name: &str) -> String {
    json.get(name).and_then(Value::as_str).unwrap_or_default().to_string()
}
