import * as path from "node:path";
import { createGenerator } from "ts-json-schema-generator";

export { SCHEMA_FILE } from "./schema-file";

/** The type that the schema is made from, below the project's root. */
export const SCHEMA_SOURCE = "scripts/lib/board/config.ts";

interface Branches {
  allOf?: { if: { required?: string[] } }[];
}

/** The text of the board file's JSON schema, made from the type `Board` and its comments. */
export function boardSchemaText(root: string): string {
  const schema = createGenerator({
    path: path.join(root, SCHEMA_SOURCE),
    tsconfig: path.join(root, "tsconfig.json"),
    type: "Board",
    additionalProperties: false,
    // A sensor or actuator is checked against the branch that its `type` names, and that one alone.
    discriminatorType: "json-schema",
    skipTypeCheck: true,
  }).createSchema("Board");
  for (const definition of Object.values(schema.definitions ?? {})) {
    for (const branch of (definition as Branches).allOf ?? []) {
      // Without it every branch would apply while `type` is not yet written.
      branch.if.required = ["type"];
    }
  }
  return JSON.stringify(schema, null, 2) + "\n";
}
