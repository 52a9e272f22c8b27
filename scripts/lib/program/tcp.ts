import type { Board } from "../board/config";
import { brokerAddress, DEFAULTS, isSecure, usesTls } from "../board/defaults";
import { literal, utf8 } from "../bytes";
import type { Imports } from "./imports";

/** The expression that makes what connections are opened with: TLS only where a broker asks for it. */
export function tcp(board: Board, imports: Imports): string {
  const transmitBytes = board.capacities?.transmitBytes ?? DEFAULTS.transmitBytes;
  if (!usesTls(board)) {
    return `${imports.useEngine("tcp", "createTcp")}(${transmitBytes}, ${imports.useEngine("tcp", "net")})`;
  }
  const certificates = Object.entries(board.broker.tls ?? {}).map(([name, der]) => `${name}: () => ${literal(der)}`);
  const plain = board.broker.urls.filter((url) => !isSecure(url)).map((url) => literal(utf8(brokerAddress(url))));
  return (
    `${imports.useEngine("tls", "createTls")}(${transmitBytes}, ` +
    `{ ${certificates.join(", ")} }, [${plain.join(", ")}])`
  );
}
