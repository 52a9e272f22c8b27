import type { Tcp } from "../../../firmware/engine/engine";
import { isSecure, usesTls } from "../board/facts";
import type { BoardBase, NodeBase } from "../board/config/node";
import { topicField } from "../bytes";
import { firmware, joined, lambda, later, value, verbatim, type Code } from "./code";
import { engine } from "./engine";
import { connectBeginning, connectPacket } from "./packets";
import type { Program } from "./program";
import { secret } from "./secrets";

const driver = firmware<typeof import("../../../firmware/app/connection/fail-over")>("app/connection/fail-over");
const { withCredentials } = firmware<typeof import("../../../firmware/mqtt/connect")>("mqtt/connect");
const { field } = firmware<typeof import("../../../firmware/mqtt/packet")>("mqtt/packet");
const { spread: inOwnOrder } =
  firmware<typeof import("../../../firmware/app/connection/spread")>("app/connection/spread");
const { createTcp, net } = engine("tcp");

/** What makes the CONNECT packet: as it stands, or with the user name and the password that are no part of the program. */
export function connecting(board: NodeBase, hasWill = true): Code<() => string> {
  const { username, password } = board.broker;
  if (username === undefined) return later(value<string>(connectPacket(board, hasWill)));
  const credentials = [field(secret("username")), ...(password === undefined ? [] : [field(secret("brokerPassword"))])];
  return later(withCredentials(connectBeginning(board, hasWill), joined(...credentials)));
}

/** What connections are opened with: TLS only where a broker asks for it. */
export function tcp({ broker, capacities }: BoardBase): Code<Tcp> {
  const { urls, tls = {} } = broker;
  if (!usesTls({ broker })) return createTcp(capacities.transmitBytes, net);
  const names = (["ca", "cert", "key"] as const).filter((name) => tls[name] !== undefined);
  const certificates = Object.fromEntries(names.map((name) => [name, later(secret(name))]));
  return engine("tls").createTls(capacities.transmitBytes, certificates, isOneOf(plainBrokers(urls)));
}

function plainBrokers(urls: readonly string[]): number[] {
  return urls.flatMap((url, index) => (isSecure(url) ? [] : [index]));
}

/** Whether a broker is one of those, by their numbers. */
function isOneOf(brokers: readonly number[]): Code<(host: string, port: number) => boolean> {
  if (brokers.length === 0) return later(value<boolean>(false));
  return lambda(["host", "port"], (host: Code<string>, port: Code<number>) =>
    brokers.reduceRight<Code<boolean>>(
      (rest, index) =>
        verbatim`${host} + ":" + ${port} === ${secret("host", index)} + ":" + ${secret("port", index)} || ${rest}`,
      value<boolean>(false),
    ),
  );
}

/** Lets the started node choose among brokers, where there are several. */
export function failOver(program: Program): void {
  const { urls, attempts, failBackSeconds, spread } = program.board.broker;
  if (urls.length < 2) return;
  program.after.run(
    driver.failOver(program.node, createTcp(0, net), {
      brokers: urls.length,
      order: spread ? inOwnOrder(urls.length, engine("mac").mac) : undefined,
      attempts,
      failBackMs: failBackSeconds * 1000,
      ...(isSecure(urls[0]) ? {} : { connectPacket: connecting(program.board, false) }),
      topic: topicField(program.board.topics.broker),
    }),
  );
}
