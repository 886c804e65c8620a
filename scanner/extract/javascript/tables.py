"""What reads which kind of node. Kinds that are named in no table hold no value and do nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from scanner.concepts.source import Language
from scanner.extract.javascript import (
    calls,
    classes,
    functions,
    grammar,
    jsx,
    members,
    modules,
    objects,
    operators,
    patterns,
    statements,
    text,
    types,
)
from scanner.extract.javascript.reader import Lower, Reader, Step

_LOWERS: dict[str, Lower] = {
    "array": objects.array,
    "arrow_function": functions.function,
    "as_expression": operators.transparent,
    "assignment_expression": patterns.assignment,
    "augmented_assignment_expression": patterns.augmented_assignment,
    "await_expression": operators.transparent,
    "binary_expression": operators.binary,
    "call_expression": calls.call,
    "class": classes.class_value,
    "computed_property_name": operators.last,
    "false": operators.false,
    "function_expression": functions.function,
    "generator_function": functions.function,
    "identifier": operators.identifier,
    "instantiation_expression": operators.transparent,
    "jsx_element": jsx.element,
    "jsx_expression": operators.last,
    "jsx_self_closing_element": jsx.element,
    "member_expression": members.member,
    "meta_property": operators.meta_property,
    "new_expression": calls.new,
    "non_null_expression": operators.transparent,
    "null": operators.null,
    "number": operators.number,
    "object": objects.record,
    "parenthesized_expression": operators.last,
    "regex": operators.regex,
    "satisfies_expression": operators.transparent,
    "sequence_expression": operators.last,
    "shorthand_property_identifier": operators.identifier,
    "spread_element": operators.spread,
    "string": text.string,
    "subscript_expression": members.subscript,
    "super": operators.identifier,
    "template_string": text.template,
    "ternary_expression": operators.ternary,
    "this": operators.identifier,
    "true": operators.true,
    "type_assertion": operators.last,
    "unary_expression": operators.unary,
    "undefined": operators.null,
    "update_expression": operators.unary,
    "yield_expression": operators.yielded,
}

_STEPS: dict[str, Step] = {
    "abstract_class_declaration": classes.class_declaration,
    "ambient_declaration": statements.skip,
    "break_statement": statements.skip,
    "catch_clause": statements.caught,
    "class_declaration": classes.class_declaration,
    "class_static_block": statements.descend,
    "comment": statements.skip,
    "continue_statement": statements.skip,
    "do_statement": statements.descend,
    "else_clause": statements.descend,
    "enum_declaration": classes.enumeration,
    "export_statement": modules.export_statement,
    "expression_statement": statements.expression,
    "finally_clause": statements.descend,
    "for_in_statement": statements.for_in,
    "for_statement": statements.descend,
    "function_declaration": functions.declaration,
    "function_signature": statements.skip,
    "generator_function_declaration": functions.declaration,
    "hash_bang_line": statements.skip,
    "html_comment": statements.skip,
    "if_statement": statements.conditional,
    "import_statement": modules.import_statement,
    "interface_declaration": types.interface,
    "internal_module": classes.namespace,
    "labeled_statement": statements.descend,
    "lexical_declaration": statements.variables,
    "module": classes.namespace,
    "program": statements.descend,
    "return_statement": statements.returned,
    "statement_block": statements.descend,
    "statement_identifier": statements.skip,
    "switch_body": statements.descend,
    "switch_case": statements.descend,
    "switch_default": statements.descend,
    "switch_statement": statements.descend,
    "throw_statement": statements.thrown,
    "try_statement": statements.descend,
    "type_alias_declaration": types.alias,
    "using_declaration": statements.variables,
    "variable_declaration": statements.variables,
    "while_statement": statements.descend,
    "with_statement": statements.descend,
}


@dataclass(frozen=True, slots=True)
class Tables:
    """Dispatch by numeric node kind for one language."""

    lowers: list[Lower]
    steps: list[Step | None]
    comments: frozenset[int]


@cache
def tables_of(language: Language) -> Tables:
    """The tables of a language's grammar."""
    comments: list[bool] = grammar.table(language, {"comment": True, "html_comment": True}, False)
    return Tables(
        grammar.table(language, _LOWERS, Reader.unreadable),
        grammar.table(language, _STEPS, None),
        frozenset(kind for kind, is_comment in enumerate(comments) if is_comment),
    )
