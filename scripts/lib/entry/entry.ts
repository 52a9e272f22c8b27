import type { Board } from "../../../firmware/config";
import {
  commandTopic,
  DEFAULTS,
  diagnosticsTopic,
  hasOutbox,
  networksOf,
  stateTopic,
  statusTopic,
} from "../board-defaults";
import { literal, topicField, utf8 } from "../bytes";
import { connectPacket, subscribePacket, subscriptions } from "../packets";
import { MAC_MARK, withMac } from "../placeholders";
import { actuatorDriver, actuatorPreparations, actuatorStatements } from "./actuators";
import { broker, failOver } from "./brokers";
import { signedCommands } from "./commands";
import { bootStatements, reportStatements } from "./diagnostics";
import { discovery, discoveryTexts } from "./home-assistant";
import { Imports } from "./imports";
import { outbox, oversizedMessages, packetTables, receivedIds } from "./mqtt";
import {
  inEitherMode,
  safeActuators,
  safeModeStatements,
  safeSubscribePacket,
  watchdogStatements,
  wholeNode,
} from "./safe-mode";
import { followerStatements, ruleStatements } from "./rules";
import { channelStatements, sensorStatements } from "./sensors";
import { tcp } from "./tcp";
import { timeStatements } from "./time";
import { wifi, wifiStatements } from "./wifi";

/**
 * The program of one board: the engine, the drivers that the board names and nothing else, its constants, its fixed packets.
 * @param firmware The way from the entry's folder to firmware/, with slashes.
 */
export function entry(boardFile: Board, firmware: string): string {
  const board = withMac(boardFile, MAC_MARK);
  const imports = new Imports();
  const engine = `engine/${board.engine}`;
  const lines = watchdogStatements(board, engine, imports);
  const [network] = networksOf(board.wifi);
  lines.push(...closedConsoles(board, engine, imports));
  lines.push(...discoveryTexts(board));
  // What is put before a channel first is next to the broker: followers of published values stand between the two.
  const additions = [
    ...wholeNode(board, engine, imports, [
      ...channelStatements(board, imports),
      ...followerStatements(board, imports),
      ...sensorStatements(board, engine, imports),
      ...ruleStatements(board, imports),
      ...actuatorStatements(board, imports),
      ...discovery(board, engine, imports),
    ]),
    ...safeModeStatements(board, imports),
    ...signedCommands(board, engine, imports),
    ...failOver(board, engine, imports),
    ...wifiStatements(board, engine, imports),
    ...reportStatements(board, engine, imports),
    ...timeStatements(board, engine, imports),
  ];
  lines.push(
    ...bootStatements(board, engine, imports),
    ...actuatorPreparations(board, engine, imports),
    `${additions.length > 0 ? "const node = " : ""}${imports.use("main", "start")}(`,
    "  {",
    ...["clock", "chip"].map((part) => `    ${imports.use(`${engine}/${part}`, part)},`),
    `    wifi: ${wifi(board, engine, imports)},`,
    `    tcp: ${tcp(board, engine, imports)},`,
    "  },",
    "  {",
    `    name: ${literal(board.name)},`,
    `    ssid: ${literal(utf8(network.ssid))},`,
    `    password: ${literal(utf8(network.password))},`,
    `    broker: ${broker(board.broker.urls[0])},`,
    "    mqtt: {",
    `      connectPacket: ${literal(connectPacket(board))},`,
    `      subscribePacket: ${inEitherMode(board, literal(subscribePacket(board)), () => safeSubscribePacket(board))},`,
    `      subscriptions: ${inEitherMode(board, String(subscriptions(board).length), () => "1")},`,
    `      keepAliveSeconds: ${board.broker.keepAliveSeconds ?? DEFAULTS.keepAliveSeconds},`,
    `      cleanSession: ${board.broker.cleanSession ?? true},`,
    `      receiveBytes: ${board.capacities?.receiveBytes ?? DEFAULTS.receiveBytes},`,
    `      receivedIds: [${receivedIds(board)}],`,
    "    },",
    `    oversizedMessages: ${oversizedMessages(board, imports)},`,
    `    packets: ${packetTables(board, imports)},`,
    ...(hasOutbox(board) ? [`    createOutbox: ${outbox(board, imports)},`] : []),
    `    statusTopic: ${literal(topicField(statusTopic(board)))},`,
    `    diagnosticsTopic: ${literal(topicField(diagnosticsTopic(board)))},`,
    `    actuators: ${inEitherMode(board, "[", () => safeActuators(board, engine, imports))}`,
    ...(board.actuators ?? []).map(
      (actuator) =>
        `      { id: ${literal(actuator.id)}, commandTopic: ${literal(topicField(commandTopic(board, actuator)))}, ` +
        `stateTopic: ${literal(topicField(stateTopic(board, actuator)))}, ` +
        `actuator: ${actuatorDriver(actuator, engine, imports)} },`,
    ),
    "    ],",
    "  },",
    ");",
    ...additions,
  );
  const program = withAddress(lines.join("\n"), engine, imports);
  return (
    `// Made from boards/${board.name}.json by "npm run build"; changes here are lost.\n` +
    imports.text(firmware) +
    "\n" +
    program +
    "\n"
  );
}

/** Has the chip put its address in place, once at boot, where a literal holds what stands for it. */
function withAddress(program: string, engine: string, imports: Imports): string {
  if (!program.includes(MAC_MARK)) return program;
  const mac = imports.use(`${engine}/mac`, "mac");
  return program.replaceAll(MAC_MARK, `" + ${mac} + "`).replaceAll(` + ${mac} + ""`, ` + ${mac}`);
}

/** Espruino leaves two consoles open to everybody in reach; NodeMCU none. */
function closedConsoles(board: Board, engine: string, imports: Imports): string[] {
  if (board.engine !== "espruino") return [];
  return [
    ...(board.consoles?.telnet === true ? [] : ["closeTelnetConsole"]),
    ...(board.consoles?.bluetooth === true ? [] : ["closeBluetoothConsole"]),
  ].map((close) => `${imports.use(`${engine}/consoles`, close)}();`);
}
