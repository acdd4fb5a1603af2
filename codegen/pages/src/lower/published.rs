//! A page that is made of a vendor's schema: nothing is guessed of fields; what the schema leaves open is asked.

use super::{Around, Context, Samples, Understood, facts, infer};
use crate::diagnostic::Code;
use crate::ir::{Evidence, Field, Identity, Protocol, Type};
use crate::metadata::Schema;
use crate::question::{self, QuestionKind};
use crate::sample::Shape;

/// Lowers a page of a schema.
pub(super) fn lower(
    mut context: Context<'_>,
    schema: &Schema,
    identity: &Identity,
    samples: &Samples,
    around: Around<'_>,
) -> Understood {
    let Identity { product, version, action, .. } = identity;
    let Some(described) = schema.describe(product, version, action) else {
        // A page's schema has its operation: the page's reader takes the name from there.
        let operation = crate::ir::Operation::new(schema.vendor, &product.to_lowercase(), version, action);
        return Understood { operation, remarks: context.remarks, doubled: context.doubled };
    };
    for (place, what) in described.remarks {
        context.say(place, Code::SchemaUnread, what);
    }
    let mut operation = described.operation;
    let wrapped = operation.protocol == Protocol::AliyunRpc && described.silent.wrappers;
    match (described.silent.response, around.shape) {
        (true, Some(shape)) => {
            operation.response = infer::fields(shape, context.origin());
            super::recursion::fold(&mut operation.response);
            for field in &mut operation.response {
                field.from_sample = true;
            }
            super::response::nobody_says(&mut operation.response);
            let what = "the schema does not say what is answered; the fields were taken from its samples";
            ask_response(&mut context, what, question::sampled(action, "response"));
        }
        (true, None) => {
            let what =
                "the schema does not say what is answered, and has no sample: answers are read without their fields";
            ask_response(&mut context, what, question::unanswered(action));
        }
        (false, shape) => {
            let empty = Shape::default();
            let mut path = vec!["response".to_owned()];
            lists(&mut context, &mut operation.response, shape.unwrap_or(&empty), wrapped, &mut path);
        }
    }
    let request: Vec<&Field> = operation.request.iter().collect();
    super::ask_required(&mut context, false, &request);
    operation.paging = facts::paging(&operation, &[]);
    super::say_samples(&mut context, samples);
    Understood { operation, remarks: context.remarks, doubled: context.doubled }
}

fn ask_response(context: &mut Context<'_>, what: &str, choices: Vec<question::Choice>) {
    let place = crate::source::Span::default();
    context.ask(QuestionKind::Response, "response".to_owned(), place, what.to_owned(), choices);
}

/// What stands around the items of lists: the schema's word, then what samples show; else it is asked.
fn lists(context: &mut Context<'_>, fields: &mut [Field], shape: &Shape, wrapped: bool, path: &mut Vec<String>) {
    for field in fields {
        let shown = shape.members.get(&field.name);
        let mut inner = shown;
        path.push(field.name.clone());
        if matches!(field.ty, Type::List(_)) && field.wrapper.is_none() {
            match shown {
                Some(shape) if shape.list => field.item.clone_from(&shape.item),
                Some(shape) => match infer::only_member(shape) {
                    Some((name, only)) if only.list && !field.fields.iter().any(|member| member.name == name) => {
                        field.wrapper = Some(name.to_owned());
                        inner = Some(only);
                    }
                    _ => {}
                },
                None if wrapped => {
                    field.evidence = Evidence::Guess;
                    let message = format!(
                        "neither the schema nor a sample shows whether an object stands around the items of `{}`; it was taken \
                         for none, and answers are read in both forms",
                        field.name
                    );
                    let path = path.join("/");
                    let choices = question::wrappers(context.action, &path, None);
                    context.ask(QuestionKind::Wrapper, path, field.span, message, choices);
                }
                None => {}
            }
        } else if let (Some(shape), Some(wrapper)) = (shown, &field.wrapper) {
            inner = shape.members.get(wrapper).or(shown);
        }
        let empty = Shape::default();
        lists(context, &mut field.fields, inner.unwrap_or(&empty), wrapped, path);
        path.pop();
    }
}
