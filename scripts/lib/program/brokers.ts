import type { Board } from "../board/config";
import { brokerPort, brokerTopic, DEFAULTS } from "../board/defaults";
import { literal, topicField, utf8 } from "../bytes";
import type { Imports } from "./imports";

/** The expression of a broker's address. */
export function broker(url: string): string {
  return `{ host: ${literal(utf8(new URL(url).hostname))}, port: ${brokerPort(url)} }`;
}

/** What lets the started node choose among brokers; nothing where there is one. */
export function failOver(board: Board, imports: Imports): string[] {
  const { urls, attempts, failBackSeconds } = board.broker;
  if (urls.length < 2) return [];
  const probe = `${imports.useEngine("tcp", "createTcp")}(0, ${imports.useEngine("tcp", "net")})`;
  return [
    `${imports.use("app/connection/fail-over", "failOver")}(node, ${probe}, {`,
    `  brokers: [${urls.map(broker).join(", ")}],`,
    `  attempts: ${attempts ?? DEFAULTS.brokerAttempts},`,
    `  failBackMs: ${(failBackSeconds ?? DEFAULTS.failBackSeconds) * 1000},`,
    `  topic: ${literal(topicField(brokerTopic(board)))},`,
    "});",
  ];
}
