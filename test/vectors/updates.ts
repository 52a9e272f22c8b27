import { createHash } from "node:crypto";
import { signedOffer, signedPart } from "./signed-updates";

/** What brings a program to a node, by the program. */

export interface Offered {
  name: string;
  engine?: string;
  chip?: string;
  counter: number;
  program: string;
  size?: number;
  nonce?: string;
  flags?: string;
  version: string;
  text?: string;
}

export function shaOf(program: string): string {
  return createHash("sha256").update(program, "latin1").digest("base64");
}

export function idOf(program: string): string {
  return shaOf(program).slice(0, 8);
}

export function offer(key: string, offered: Offered): string {
  const { engine = "espruino", chip = "esp32", nonce = "-", flags = "now", text = "" } = offered;
  const { name, counter, program, size = program.length, version } = offered;
  const sha = shaOf(program);
  return signedOffer(key, `1 ${name} ${engine} ${chip} ${counter} ${size} ${sha} ${nonce} ${flags} ${version}`, text);
}

export function part(key: string, program: string, offset: number, length: number): string {
  return signedPart(key, shaOf(program), offset, program.slice(offset, offset + length));
}
