import type { Wifi } from "../../../firmware/engine/engine";
import type { NodeBase } from "../board/config/node";
import { networksOf } from "../board/facts";
import { engineFile } from "../platforms/engine-files";
import { firmware, variable, type Code } from "./code";
import { engine } from "./engine";
import type { Program } from "./program";

const { chooseNetwork } =
  firmware<typeof import("../../../firmware/app/connection/networks")>("app/connection/networks");
const { reportAddress } = firmware<typeof import("../../../firmware/app/connection/static-address")>(
  "app/connection/static-address",
);

/** The engine's Wi-Fi, with what the board asks of its station. */
export function station(board: NodeBase): Code<Wifi> {
  const { hostname, address } = board.wifi;
  const { withAddress, withHostname } = engine("station");
  let made: Code<Wifi> = engine("wifi").wifi;
  // A node that sleeps joins at each wake, on a battery.
  if (board.sleep !== undefined && engineFile(board, "last-channel") !== undefined) {
    made = engine("last-channel").withLastChannel(made);
  }
  if (address !== undefined) {
    made = withAddress(made, { ip: address.ip, netmask: address.netmask, gw: address.gateway });
  }
  return hostname === undefined ? made : withHostname(made, hostname);
}

const IN_USE = "networkInUse";

/** Which network was joined last, of a board that has several. */
export function networkInUse(): Code<number> {
  return variable<() => number>(IN_USE)();
}

/** Has the started node choose among networks, and look after its address. */
export function networks(program: Program): void {
  const { wifi } = program.board;
  const count = networksOf(wifi).length;
  if (count > 1) {
    const chosen = chooseNetwork(program.node, count);
    if (program.board.diagnostics.includes("ssid")) program.after.define(IN_USE, chosen);
    else program.after.run(chosen);
  }
  // Other engines have the address that they are given.
  if (wifi.address !== undefined && program.board.engine === "espruino") {
    program.after.run(reportAddress(program.node, wifi.address.ip, engine("current-address").currentAddress));
  }
}
