import type { Board } from "../board/config";
import { DEFAULTS, networksOf } from "../board/defaults";
import { literal, utf8 } from "../bytes";
import { engineFile } from "../platforms/engine-files";
import type { Imports } from "./imports";

/** The expression that makes the engine's Wi-Fi, with what the board asks of its station. */
export function wifi({ wifi: config }: Board, imports: Imports): string {
  let station = imports.useEngine("wifi", "wifi");
  if (config.address !== undefined) {
    const { ip, netmask = DEFAULTS.netmask, gateway } = config.address;
    station =
      `${imports.useEngine("station", "withAddress")}(${station}, ` +
      `{ ip: ${literal(ip)}, netmask: ${literal(netmask)}, gw: ${literal(gateway)} })`;
  }
  if (config.hostname !== undefined) {
    station = `${imports.useEngine("station", "withHostname")}(${station}, ${literal(config.hostname)})`;
  }
  return station;
}

/** The statements with which a started node chooses among networks, and looks after its address. */
export function wifiStatements(board: Board, imports: Imports): string[] {
  const config = board.wifi;
  const networks = networksOf(config).map(
    ({ ssid, password }) => `{ ssid: ${literal(utf8(ssid))}, password: ${literal(utf8(password))} }`,
  );
  return [
    ...(networks.length > 1
      ? [`${imports.use("app/connection/networks", "chooseNetwork")}(node, [${networks.join(", ")}]);`]
      : []),
    // Other engines have the address that they are given.
    ...(config.address !== undefined && engineFile(board, "current-address") !== undefined
      ? [
          `${imports.use("app/connection/static-address", "reportAddress")}(node, ${literal(config.address.ip)}, ` +
            `${imports.useEngine("current-address", "currentAddress")});`,
        ]
      : []),
  ];
}
