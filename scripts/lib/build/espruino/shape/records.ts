import type { ObjectExpression, Property } from "acorn";
import { copy, identifier, isFunction, nothing, propertyOf, rewrite, type AnyNode, type Program } from "./tree";
import type { Names } from "./unique-names";
import { isFixed, isTarget, type Use, type Variable, type Variables } from "./variables";

/** A record that is made once, at boot, and what of it is known. */
interface Record {
  variable: Variable;
  fields: Map<string, AnyNode>;
  /** Properties that are set after it was made. */
  written: ReadonlySet<string>;
  /** Whether nothing but its properties is ever used, so that there need not be a record. */
  isOnlyFields: boolean;
}

/** Puts the values of fields that never change in the place of the fields. */
export function replaceConstantFields(program: Program, variables: Variables): boolean {
  const records = recordsOf(variables);
  let isChanged = false;
  rewrite(program, (node, parent) => {
    const property = propertyOf(node);
    if (property === undefined || node.type !== "MemberExpression" || isTarget(node, parent)) return undefined;
    const record = node.object.type === "Identifier" ? records.get(node.object.name) : undefined;
    if (record === undefined || record.written.has(property)) return undefined;
    const value = record.fields.get(property);
    if (value === undefined ? !record.isOnlyFields : !variables.isConstant(value)) return undefined;
    isChanged = true;
    return value === undefined ? nothing(node) : copy(value);
  });
  return isChanged;
}

/** Makes a variable of each field of a record that is nowhere used as a whole. */
export function dissolveRecords(program: Program, variables: Variables, names: Names): boolean {
  const dissolved = new Map<string, Map<string, string>>();
  for (const [name, { fields, variable, isOnlyFields }] of recordsOf(variables)) {
    if (!isOnlyFields) continue;
    const used = variable.uses.flatMap(({ parent }) => propertyOf(parent) ?? []);
    const all = [...new Set([...fields.keys(), ...used])];
    dissolved.set(name, new Map(all.map((field) => [field, names.take(`${name}_${field}`)])));
  }
  if (dissolved.size === 0) return false;
  const nameOf = (record: AnyNode, field: string): string | undefined =>
    record.type === "Identifier" ? dissolved.get(record.name)?.get(field) : undefined;
  rewrite(program, (node) => {
    if (node.type === "MemberExpression") {
      const name = nameOf(node.object, propertyOf(node) ?? "");
      return name === undefined ? undefined : identifier(name, node);
    }
    if (node.type !== "VariableDeclaration") return undefined;
    return node.declarations.some(({ id }) => id.type === "Identifier" && dissolved.has(id.name))
      ? node.declarations.flatMap((each) => {
          if (each.id.type !== "Identifier" || !dissolved.has(each.id.name)) return [{ ...node, declarations: [each] }];
          const values = fieldsOf(each.init as ObjectExpression);
          return [...dissolved.get(each.id.name)!].map(([field, name]): AnyNode => {
            const init = values.get(field) ?? null;
            return {
              ...node,
              kind: "let",
              declarations: [{ ...each, id: identifier(name, each), init: init as typeof each.init }],
            };
          });
        })
      : undefined;
  });
  return true;
}

function recordsOf(variables: Variables): Map<string, Record> {
  const records = new Map<string, Record>();
  for (const variable of variables) {
    const { init, isGlobal, name } = variable;
    if (!isGlobal || !isFixed(variable) || init?.type !== "ObjectExpression" || !isPlain(init)) continue;
    const isOnlyFields = variable.uses.every((use) => isFieldOf(use.parent, use.node) && !isDeleted(use));
    const written = isOnlyFields ? writtenFields(variable) : variables.writtenProperties;
    records.set(name, { variable, fields: fieldsOf(init), written, isOnlyFields });
  }
  return records;
}

function isFieldOf(parent: AnyNode, record: AnyNode): boolean {
  return parent.type === "MemberExpression" && parent.object === record && !parent.computed;
}

/** A variable cannot be deleted. */
function isDeleted({ parent, around }: Use): boolean {
  return around?.type === "UnaryExpression" && isTarget(parent, around);
}

function writtenFields({ uses }: Variable): Set<string> {
  return new Set(uses.flatMap(({ parent, around }) => (isTarget(parent, around) ? (propertyOf(parent) ?? []) : [])));
}

function isPlain({ properties }: ObjectExpression): boolean {
  return properties.every(
    (each) =>
      each.type === "Property" &&
      each.kind === "init" &&
      !each.computed &&
      each.key.type === "Identifier" &&
      !(isFunction(each.value) && each.method),
  );
}

function fieldsOf({ properties }: ObjectExpression): Map<string, AnyNode> {
  return new Map(
    (properties as Property[]).map((each) => [each.key.type === "Identifier" ? each.key.name : "", each.value]),
  );
}
