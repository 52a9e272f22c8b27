import type { BoardBase, NodeBase } from "./config/node";
import type { NetworkConfig, WifiConfig } from "./config/connection";
import type { Hearing } from "./config/messages";
import type { HearingRuleBase, RuleBase } from "./config/rule";
import type { SleepConfig } from "./config/sleep";
import type { Path } from "./source";

/** What follows from what a board says. */

const BROKER_PORT = 1883;
const SECURE_BROKER_PORT = 8883;

export function isSecure(url: string): boolean {
  return url.startsWith("mqtts:");
}

export function brokerPort(url: string): number {
  const { port } = new URL(url);
  if (port !== "") return Number(port);
  return isSecure(url) ? SECURE_BROKER_PORT : BROKER_PORT;
}

/** As host:port. */
export function brokerAddress(url: string): string {
  return `${new URL(url).hostname}:${brokerPort(url)}`;
}

export function usesTls({ broker }: Pick<NodeBase, "broker">): boolean {
  return broker.urls.some(isSecure);
}

/** The networks that the board may join, in order. */
export function networksOf({ ssid, password, networks }: WifiConfig): NetworkConfig[] {
  return networks ?? [{ ssid: ssid ?? "", password: password ?? "" }];
}

/** From one wake that connects to the next, of a board that sleeps; undefined where nobody knows when it wakes. */
export function connectingSeconds({ everySeconds, connectEvery }: SleepConfig): number | undefined {
  return everySeconds === undefined ? undefined : everySeconds * connectEvery;
}

/** The highest quality of service that commands are asked for with. */
export function highestCommandQos({ actuators }: BoardBase): number {
  return Math.max(0, ...actuators.map(({ commandQos }) => commandQos));
}

/** What a board hears besides its commands: for whom, and where in its file that stands. */
export interface PlacedHearing extends Hearing {
  /** A subscription's, or that of the actuator that a rule commands. */
  readonly id: string;
  readonly place: Path;
}

/** All that the board hears of other people's messages, in the order of its file: subscriptions, then rules. */
export function hearingsOf({ subscriptions, rules }: Pick<BoardBase, "subscriptions" | "rules">): PlacedHearing[] {
  return [
    ...subscriptions.map((each, index) => ({ ...each, place: ["subscriptions", index] })),
    ...rules.flatMap((rule, index) =>
      isHearing(rule) ? [{ ...rule, id: rule.actuator, place: ["rules", index] }] : [],
    ),
  ];
}

/** Whether a rule goes by messages. */
export function isHearing(rule: RuleBase): rule is HearingRuleBase {
  return "topic" in rule;
}

export function hasWildcard({ topic }: Pick<Hearing, "topic">): boolean {
  return /[+#]/.test(topic);
}

/**
 * The highest quality of service with which messages may arrive. A session that the broker keeps may have subscriptions of an earlier
 * program in it.
 */
export function highestInboundQos(board: BoardBase): number {
  if (!board.broker.cleanSession) return 2;
  return Math.max(highestCommandQos(board), ...hearingsOf(board).map(({ qos }) => qos));
}

/** Whether messages of QoS 1 or 2 need an outbox. */
export function needsOutbox({ sensors, publications }: Pick<BoardBase, "sensors" | "publications">): boolean {
  return [...sensors, ...publications].some(({ qos }) => qos > 0);
}

/** What a board in safe mode can be commanded by. */
export const SAFE_MODE_ID = "safe-mode";

/** Its topics are those of a switch. */
export function safeModeTopics({ topics }: Pick<NodeBase, "topics">): { commandTopic: string; stateTopic: string } {
  const base = `${topics.base}/${SAFE_MODE_ID}`;
  return { commandTopic: `${base}/set`, stateTopic: `${base}/state` };
}

/** How somebody gets a board out of safe mode, as its reports say it. Where commands are signed, an unsigned one would be refused. */
export function safeModeAdvice(board: Pick<NodeBase, "name" | "topics" | "commands">): string {
  const { commandTopic } = safeModeTopics(board);
  const command =
    board.commands === undefined
      ? `send OFF to ${commandTopic}`
      : `send OFF to ${commandTopic}, signed (npm run command -- --board ${board.name} ${SAFE_MODE_ID} OFF)`;
  return `${command}, or flash another program, ` + "or switch it off and on when it has been up for 5 minutes";
}
