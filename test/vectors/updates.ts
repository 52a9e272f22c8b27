import { createHash, createHmac } from "node:crypto";

/** Updates over the air, written once more by what firmware/app/update/wire.ts says of their form, without any check. */

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

function mac(key: string, text: string, bytes: number): string {
  return createHmac("sha256", key).update(text, "latin1").digest().subarray(0, bytes).toString("base64");
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
  const fields = `1 ${name} ${engine} ${chip} ${counter} ${size} ${shaOf(program)} ${nonce} ${flags} ${version} `;
  return `offer ${fields}${mac(key, `mote 1 offer ${fields}${text}`, 18)} ${text}`;
}

export function part(key: string, program: string, offset: number, length: number): string {
  const bytes = program.slice(offset, offset + length);
  const sha = shaOf(program);
  return `part ${sha.slice(0, 8)} ${offset} ${mac(key, `mote 1 part ${sha} ${offset} ${bytes}`, 12)} ${bytes}`;
}

export function back(key: string, counter: number, nonce: string): string {
  return `back ${counter} ${nonce} ${mac(key, `mote 1 back ${counter} ${nonce}`, 18)}`;
}
