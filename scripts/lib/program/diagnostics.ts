import type { Node } from "../../../firmware/app/node";
import type { DiagnosticsField } from "../board/config/node";
import { networksOf } from "../board/facts";
import { firmware, joined, later, member, value, variable, verbatim, type Code } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";
import type { Boots } from "../../../firmware/app/kept/boots";
import { PROGRAM_VERSION } from "./version";
import { networkInUse } from "./wifi";

const { numberField } = firmware<typeof import("../../../firmware/app/diagnostics")>("app/diagnostics");

/** Has the reports of the started node say more. */
export function reportFields(program: Program): void {
  const { diagnostics: fields } = program.board;
  if (fields.length === 0) return;
  const pushed = fields.map((field) => later(fieldOf(field, program)));
  const push = member(member(member(program.node, "diagnostics"), "fields"), "push");
  program.after.run(push(...pushed));
}

function fieldOf(field: DiagnosticsField, program: Program): Code<string> {
  switch (field) {
    case "version":
      return value<string>(`,"version":"${PROGRAM_VERSION}"`);
    case "resetReason":
      program.after.define("reason", engine("reset-reason").resetReason());
      return joined(',"resetReason":"', variable<string>("reason"), '"');
    case "bootCount":
      return counted(field, member(variable<Boots>("boots"), "count"));
    case "freeMemory":
      return counted(field, member(engine("chip").chip, "freeMemoryBytes")());
    case "signalStrength":
      return numberField(',"signalStrength":', member(engine("wifi").wifi, "signalStrength")());
    case "ipAddress":
      return joined(',"ipAddress":"', engine("current-address").currentAddress(), '"');
    case "ssid":
      return networkName(program);
  }
}

/** Of several networks, the one that was joined last. */
function networkName({ board }: Program): Code<string> {
  const isOne = networksOf(board.wifi).length === 1;
  const name = member(member(variable<Node>("node"), "config"), "secret")("shownSsid", isOne ? 0 : networkInUse());
  return joined(',"ssid":', name);
}

/** A number that is never missing. */
function counted(key: string, number: Code<number>): Code<string> {
  return verbatim`${value<string>(`,"${key}":`)} + ${number}`;
}
