import { FILTERS } from "../../filters/registry";
import { RULES } from "../../rules/registry";
import type { Definitions } from "../schema-defaults";
import { typeName } from "../type-name";
import { snippet } from "./example";
import { described, keyList } from "./keys";
import { typeWords } from "./type-words";

export function ruleSections(definitions: Definitions): string[] {
  return [
    "## Kinds of rules",
    "Each entry of `rules` is one of these kinds. They work with and without a broker.",
    ...RULES.flatMap(({ type, exampleEntry, exampleOn }) => {
      const definition = definitions[typeName(type, "RuleConfig")];
      return [
        `### \`${type}\``,
        described(definition.description).text,
        snippet({ ...exampleOn, rules: [{ type, ...exampleEntry }] }),
        keyList(definition, definitions).join("\n"),
      ];
    }),
  ];
}

export function filterSections(definitions: Definitions): string[] {
  return [
    "## Kinds of filters",
    described(definitions.FilterConfig.description).text,
    ...FILTERS.flatMap(({ name, exampleOptions = {} }) => {
      const definition = definitions[typeName(name, "FilterConfig")];
      const entry = {
        id: "soil",
        type: "analog",
        pin: "D34",
        periodSeconds: 10,
        filters: [{ [name]: exampleOptions }],
      };
      const keys = keyList(definition, definitions);
      return [
        `### \`${name}\``,
        described(definition.description).text,
        snippet({ sensors: [entry] }),
        keys.length > 0 ? keys.join("\n") : `It is given a ${typeWords(definition, definitions)}.`,
      ];
    }),
  ];
}
