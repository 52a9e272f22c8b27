import type { Board } from "../board/config";
import {
  commandTopic,
  DEFAULTS,
  diagnosticsTopic,
  hasOutbox,
  networksOf,
  stateTopic,
  statusTopic,
} from "../board/defaults";
import { literal, topicField, utf8 } from "../bytes";
import { engineFile } from "../platforms/engine-files";
import { connectPacket, subscribePacket, subscriptions } from "./packets";
import { MAC_MARK, withMac } from "../board/placeholders";
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
  const imports = new Imports(board);
  const lines = watchdogStatements(board, imports);
  const [network] = networksOf(board.wifi);
  lines.push(...closedConsoles(board, imports));
  lines.push(...discoveryTexts(board));
  // What is put before a channel first is next to the broker: followers of published values stand between the two.
  const additions = [
    ...wholeNode(board, imports, [
      ...channelStatements(board, imports),
      ...followerStatements(board, imports),
      ...sensorStatements(board, imports),
      ...ruleStatements(board, imports),
      ...actuatorStatements(board, imports),
      ...discovery(board, imports),
    ]),
    ...safeModeStatements(board, imports),
    ...signedCommands(board, imports),
    ...failOver(board, imports),
    ...wifiStatements(board, imports),
    ...reportStatements(board, imports),
    ...timeStatements(board, imports),
  ];
  lines.push(
    ...bootStatements(board, imports),
    ...actuatorPreparations(board, imports),
    `${additions.length > 0 ? "const node = " : ""}${imports.use("main", "start")}(`,
    "  {",
    ...["clock", "chip"].map((part) => `    ${imports.useEngine(part, part)},`),
    `    wifi: ${wifi(board, imports)},`,
    `    tcp: ${tcp(board, imports)},`,
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
    `    actuators: ${inEitherMode(board, "[", () => safeActuators(board, imports))}`,
    ...(board.actuators ?? []).map(
      (actuator) =>
        `      { id: ${literal(actuator.id)}, commandTopic: ${literal(topicField(commandTopic(board, actuator)))}, ` +
        `stateTopic: ${literal(topicField(stateTopic(board, actuator)))}, ` +
        `actuator: ${actuatorDriver(actuator, imports)} },`,
    ),
    "    ],",
    "  },",
    ");",
    ...additions,
  );
  const program = withAddress(lines.join("\n"), imports);
  return (
    `// Made from boards/${board.name}.json by "npm run build"; changes here are lost.\n` +
    imports.text(firmware) +
    "\n" +
    program +
    "\n"
  );
}

/** Has the chip put its address in place, once at boot, where a literal holds what stands for it. */
function withAddress(program: string, imports: Imports): string {
  if (!program.includes(MAC_MARK)) return program;
  const mac = imports.useEngine("mac", "mac");
  return program.replaceAll(MAC_MARK, `" + ${mac} + "`).replaceAll(` + ${mac} + ""`, ` + ${mac}`);
}

/** An engine that has them leaves them open to everybody in reach. */
function closedConsoles(board: Board, imports: Imports): string[] {
  if (engineFile(board, "consoles") === undefined) return [];
  return [
    ...(board.consoles?.telnet === true ? [] : ["closeTelnetConsole"]),
    ...(board.consoles?.bluetooth === true ? [] : ["closeBluetoothConsole"]),
  ].map((close) => `${imports.useEngine("consoles", close)}();`);
}
