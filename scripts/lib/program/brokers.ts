import type { BrokerAddress } from "../../../firmware/app/config";
import type { Tcp } from "../../../firmware/engine/engine";
import { brokerAddress, brokerPort, isSecure, usesTls } from "../board/facts";
import type { BoardBase } from "../board/config/node";
import { topicField, utf8 } from "../bytes";
import { firmware, later, value, type Code, type Given } from "./code";
import { engine } from "./engine";
import { connectPacket } from "./packets";
import type { Program } from "./program";

const driver = firmware<typeof import("../../../firmware/app/connection/fail-over")>("app/connection/fail-over");
const { createTcp, net } = engine("tcp");

/** A broker's address. */
export function addressOf(url: string): Given<BrokerAddress> {
  return { host: utf8(new URL(url).hostname), port: brokerPort(url) };
}

/** What connections are opened with: TLS only where a broker asks for it. */
export function tcp({ broker, capacities }: BoardBase): Code<Tcp> {
  const { urls, tls = {} } = broker;
  if (!usesTls({ broker })) return createTcp(capacities.transmitBytes, net);
  const certificates = Object.fromEntries(Object.entries(tls).map(([name, der]) => [name, later(value<string>(der))]));
  const plain = urls.filter((url) => !isSecure(url)).map((url) => utf8(brokerAddress(url)));
  return engine("tls").createTls(capacities.transmitBytes, certificates, plain);
}

/** Lets the started node choose among brokers, where there are several. */
export function failOver(program: Program): void {
  const { urls, attempts, failBackSeconds } = program.board.broker;
  if (urls.length < 2) return;
  program.after.run(
    driver.failOver(program.node, createTcp(0, net), {
      brokers: urls.map(addressOf),
      attempts,
      failBackMs: failBackSeconds * 1000,
      connectPacket: isSecure(urls[0]) ? "" : connectPacket(program.board, false),
      topic: topicField(program.board.topics.broker),
    }),
  );
}
