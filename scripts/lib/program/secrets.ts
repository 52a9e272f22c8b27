import type { NodeBase } from "../board/config/node";
import { brokerPort, networksOf } from "../board/facts";
import { utf8 } from "../bytes";
import { firmware, joined, lambda, verbatim, variable, type Code } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";
import { offLevels } from "./safe-mode";

const secrets = firmware<typeof import("../../../firmware/app/kept/secrets")>("app/kept/secrets");
const { storage } = engine("storage");
const LACKING = "lacking";

/** The file on the chip in which lies what is no part of its program. */
export const SECRETS_FILE = "mote.secrets";

/** What the values of a board are called in that file: of networks and brokers behind the first with its number, "host2". */
const NAMES = [
  "ssid",
  "password",
  "shownSsid",
  "host",
  "port",
  "username",
  "brokerPassword",
  "signingKey",
  "ca",
  "cert",
  "key",
] as const;

type Name = (typeof NAMES)[number];
type Value = readonly [name: string, bytes: string];

/** As many as the board file takes; of brokers there are fewer. */
const MOST_NETWORKS = 8;
/** What the file ends with, or it does not count: it is written last. */
export const WHOLE = "!";

/** The file of a board, as bytes. firmware/app/kept/secrets.ts says how it is read. */
export function secretsFile(board: NodeBase): string {
  return written(valuesOf(board));
}

/** A file in which each value is that any program may ask for. */
export function anySecrets(): string {
  const numbers = Array.from({ length: MOST_NETWORKS }, (_, index) => index);
  return written(NAMES.flatMap((name) => numbers.map((index): Value => [numbered(name, index), "1"])));
}

function written(values: readonly Value[]): string {
  return `${values.map(([name, bytes]) => `${name} ${bytes.length} ${bytes}`).join("")}${WHOLE}`;
}

/** All that the program of a board is not made with, in the order of its file. */
function valuesOf({ wifi, broker, commands, diagnostics }: NodeBase): Value[] {
  const values: [Name, string, number?][] = [];
  networksOf(wifi).forEach(({ ssid, password }, index) => {
    values.push(["ssid", utf8(ssid), index], ["password", utf8(password), index]);
    // As it stands in a report, in JSON.
    if (diagnostics.includes("ssid")) values.push(["shownSsid", utf8(JSON.stringify(ssid)), index]);
  });
  broker.urls.forEach((url, index) => {
    values.push(["host", utf8(new URL(url).hostname), index], ["port", String(brokerPort(url)), index]);
  });
  if (broker.username !== undefined) values.push(["username", utf8(broker.username)]);
  if (broker.password !== undefined) values.push(["brokerPassword", utf8(broker.password)]);
  if (commands !== undefined) values.push(["signingKey", utf8(commands.signingKey)]);
  for (const name of ["ca", "cert", "key"] as const) {
    const der = broker.tls?.[name];
    if (der !== undefined) values.push([name, Buffer.from(der, "base64").toString("latin1")]);
  }
  return values.map(([name, bytes, index]) => [numbered(name, index), bytes]);
}

function numbered(name: Name, index = 0): string {
  return index > 0 ? `${name}${index + 1}` : name;
}

/** A value that the program reads where it uses it. @param index Of a network or a broker, from 0 on */
export function secret(name: Name, index = 0): Code<string> {
  return verbatim`(${secrets.secretOf(storage, numbered(name, index))} ?? "")`;
}

/**
 * Ends the program where one of its values is not there, before anything of it runs: it says which, drives the pins of the actuators to
 * their off level, and starts no network.
 */
export function requireSecrets(program: Program): void {
  const { board, before } = program;
  const names = valuesOf(board).map(([name]) => name);
  const lacking = before.define(LACKING, secrets.lackingSecrets(storage, names.join(" ")));
  const report = joined(
    `${SECRETS_FILE} lacks`,
    variable<string>(LACKING),
    `: npx mote flash --board ${board.name} writes it`,
  );
  // A node on a battery ends as by any other exception: it sleeps then.
  const halted = board.sleep === undefined ? engine("halt").halt(report) : engine("thrown").fail(report);
  const end = [...halted.text, ";"];
  before.statements.push(["if (", ...lacking.text, ' !== "") {'], ...offLevels(program).statements, end, ["}"]);
}

/** What gives the values of networks and brokers, by their name and their number from 0 on. */
export function numberedSecret(): Code<(name: string, index: number) => string> {
  return lambda(["name", "index"], (name: Code<string>, index: Code<number>) => {
    return verbatim`${secrets.secretOf(storage, secrets.numbered(name, index))} ?? ""`;
  });
}
