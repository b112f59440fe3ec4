//! # The reference of the format
//!
//! What a file may hold, printed from the same schema that files are checked against, with the words that stand above
//! the Rust types. So it cannot be out of date.

use schemars::JsonSchema;

use super::schema::{Field, Schema, Shape};

#[cfg(test)]
#[path = "reference_tests.rs"]
mod tests;

/// The format of a file that holds a `T`, in Markdown.
pub fn reference<T: JsonSchema>(title: &str) -> String {
    let schema = Schema::of::<T>();
    let mut page = Page { schema: &schema, text: format!("# {title}\n") };
    page.section(&schema.root.name, &schema.root.doc, &schema.root.shape);
    for named in &schema.types {
        page.section(&named.name, &named.doc, &named.shape);
    }
    page.text
}

/// The format as a JSON Schema, for editors and other programs.
pub fn schema_json<T: JsonSchema>() -> String {
    serde_json::to_string_pretty(&schemars::schema_for!(T)).expect("a schema is plain data")
}

struct Page<'a> {
    schema: &'a Schema,
    text: String,
}

impl Page<'_> {
    fn section(&mut self, name: &str, doc: &str, shape: &Shape) {
        self.text.push_str(&format!("\n## {name}\n\n"));
        if !doc.is_empty() {
            self.text.push_str(&format!("{doc}\n\n"));
        }
        match shape {
            Shape::Struct { fields, .. } => self.fields(fields, ""),
            Shape::Choice(variants) => {
                for variant in variants {
                    let content = variant.content.as_ref();
                    let form = match content {
                        None => format!("`{}`", variant.name),
                        Some(Shape::Struct { .. }) => format!("`{}(..)`", variant.name),
                        Some(content) => {
                            format!("`{}(..)`, {}", variant.name, self.schema.in_words(content))
                        }
                    };
                    self.line("", &form, &variant.doc);
                    if let Some(Shape::Struct { fields, .. }) = content {
                        self.fields(fields, "  ");
                    }
                }
            }
            other => {
                let words = self.schema.in_words(other);
                self.text.push_str(&format!("Written as {words}.\n"));
            }
        }
    }

    fn fields(&mut self, fields: &[Field], indent: &str) {
        for field in fields {
            let (shape, is_optional) = match &field.shape {
                Shape::Optional(inner) => (&**inner, true),
                shape => (shape, !field.required),
            };
            let optional = if is_optional { ", optional" } else { "" };
            self.line(
                indent,
                &format!("`{}`: {}{optional}", field.name, self.schema.in_words(shape)),
                &field.doc,
            );
        }
    }

    /// One point of a list. The words of a type may have several lines; here they are one.
    fn line(&mut self, indent: &str, form: &str, doc: &str) {
        let doc: Vec<&str> = doc.split_whitespace().collect();
        let stop = if doc.is_empty() { "" } else { ". " };
        self.text.push_str(&format!("{indent}- {form}{stop}{}\n", doc.join(" ")));
    }
}
