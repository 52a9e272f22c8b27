import { readFileSync } from "node:fs";
import { didYouMean } from "../cli/did-you-mean";
import { UserError } from "../user-error";
import { FIELD_CLIENTS, type FieldClient } from "./scripts";

/** `--with NAME=FILE`, once for each client to compare with. @throws UserError */
export function withClient(text: string, before: readonly FieldClient[]): FieldClient[] {
  const [, name, path] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || path === undefined) {
    throw new UserError(`--with ${text}: write a client's name and its file, such as tinyMQTT=path/to/tinyMQTT.min.js`);
  }
  if (!FIELD_CLIENTS.includes(name)) {
    throw new UserError(
      `--with ${text}: no client "${name}" is known, only ${FIELD_CLIENTS.join(" and ")}${didYouMean(name, FIELD_CLIENTS)}`,
    );
  }
  let module: string;
  try {
    module = readFileSync(path, "latin1");
  } catch (error) {
    throw new UserError(`--with ${text}: ${path} cannot be read: ${(error as Error).message}`);
  }
  return [...before, { name, module }];
}
