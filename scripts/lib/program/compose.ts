import { resolve } from "node:path";
import type { ActuatorEntry, NodeConfig } from "../../../firmware/app/config";
import type { ISubscription } from "mqtt-packet";
import type { Engine } from "../../../firmware/engine/engine";
import type { Board } from "../board/config";
import { mayFindNoRoom } from "../board/message-bytes";
import { withMac } from "../board/placeholders";
import { hasTelnetConsole } from "../platforms/chip-names";
import { MAC_MARK, topicField } from "../bytes";
import { sensorOf } from "../sensors/registry";
import { channelsOf, inOrder } from "../sensors/channels";
import { actuatorEntries, startActuators } from "./actuators";
import { connecting, failOver, tcp } from "./brokers";
import { keepConsole, publishConsole } from "./console";
import { either, firmware, lambda, value, verbatim, type Code, type Given, type Text } from "./code";
import { oldSubscriptions, signedCommands } from "./commands";
import { reportFields } from "./diagnostics";
import { engine } from "./engine";
import { discovery } from "./home-assistant";
import { messages } from "./messages";
import { oversizedMessages, outbox, packetTables, receivedIds } from "./mqtt";
import { inBatches, safeSubscriptions, subscribePacket, subscriptions, watchPacket } from "./packets";
import { ownImport } from "./own-import";
import { startOwnProgram } from "./own-program";
import { names, Program, withImports } from "./program";
import { bootCount, isSafe, offLevels, safeActuators, watchBoot, watchdog } from "./safe-mode";
import { numberedSecret, requireSecrets } from "./secrets";
import { countLosses, keepAsleep, keepHistory, keptChannels, sleepAfterCrash, sleeperFirst, whileAwake } from "./sleep";
import { time } from "./time";
import { updates } from "./updates";
import { networks, station } from "./wifi";

const { start } = firmware<typeof import("../../../firmware/main")>("main");

const PROJECT = resolve(__dirname, "../../..");

/**
 * The program of one board: the engine, the drivers that the board names and nothing else, its constants, its fixed packets.
 * @param firmware The way from the program's folder to firmware/, with slashes.
 * @param root What firmware/ is in.
 */
export function programOf(loaded: Board, firmware: string, root = PROJECT): string {
  const board = withMac(loaded, MAC_MARK);
  const program = new Program(board);
  watchdog(program);
  if (program.has("usb-console")) program.first.run(engine("usb-console").keepSilentUnheard());
  if (program.has("seed")) program.first.run(engine("seed").seedRandom());
  sleeperFirst(program);
  keepConsole(program);
  closeAccessPoint(program);
  closeConsoles(program);
  requireSecrets(program);
  bootCount(program);
  keepHistory(program, keptChannels(board));
  countLosses(program);
  sleepAfterCrash(program);
  const started = start(engineParts(board), configOf(program));
  startSensors(program, board);
  startActuators(program);
  messages(program);
  startOwnProgram(program, board);
  discovery(program, board);
  watchBoot(program);
  const signing = signedCommands(program);
  oldSubscriptions(program);
  failOver(program);
  publishConsole(program);
  networks(program);
  reportFields(program);
  time(program);
  updates(program, signing);
  keepAsleep(program);
  const additions = [...wholeNode(program), ...program.after.statements];
  const node: Text = [...(names(additions, "node") ? ["const node = "] : []), ...started.text, ";"];
  const lines = [...program.first.statements, ...program.before.statements, node, ...additions];
  const own = ownImport(board.program, firmware, root);
  return `// Made from boards/${board.name}.json by "npm run build"; changes here are lost.\n${own}${withImports(lines, board, firmware)}`;
}

function engineParts(board: Board): Given<Engine> {
  return whileAwake(board, {
    clock: engine("clock").clock,
    chip: engine("chip").chip,
    wifi: station(board),
    tcp: tcp(board),
  });
}

function configOf(program: Program): Given<NodeConfig> {
  const { board } = program;
  const { topics, broker, capacities } = board;
  const safe = isSafe(program);
  return {
    name: board.name,
    secret: numberedSecret(),
    mqtt: {
      connectPacket: connecting(board),
      ...subscribing(program),
      keepAliveSeconds: broker.keepAliveSeconds,
      cleanSession: broker.cleanSession,
      retains: broker.retain,
      receiveBytes: capacities.receiveBytes,
      receivedIds: receivedIds(board),
    },
    oversizedMessages: oversizedMessages(board),
    packets: packetTables(board),
    createOutbox: outbox(board),
    owesReadings: mayFindNoRoom(board),
    statusTopic: topicField(topics.status),
    watchPacket: watchPacket(board),
    diagnosticsTopic: topicField(topics.diagnostics),
    actuators: inEitherMode<ActuatorEntry[]>(safe, actuatorEntries(program), () => safeActuators(program)),
  };
}

interface Subscribing {
  readonly subscribePacket: Given<string>;
  readonly subscriptions: Given<number>;
  readonly furtherSubscribes: Code<(batch: number) => string> | undefined;
}

/** What the client asks to subscribe to, in either mode. */
function subscribing(program: Program): Subscribing {
  const { board } = program;
  const safe = isSafe(program);
  const normal = inBatches(subscriptions(board), board);
  const inSafeMode = inBatches(safeSubscriptions(board), board);
  const isOne = normal.length <= 1 && (safe === undefined || inSafeMode.length === 1);
  return {
    subscribePacket: inEitherMode(safe, subscribePacket(normal.at(0)), () => subscribePacket(inSafeMode[0])),
    subscriptions: inEitherMode(safe, normal.at(0)?.length ?? 0, () => inSafeMode[0].length),
    furtherSubscribes: isOne ? undefined : value(inEitherMode(safe, further(normal), () => further(inSafeMode))),
  };
}

/** A function that gives the SUBSCRIBE packets behind the first by their number, 1 …, and "" behind the last. */
function further(batches: ISubscription[][]): Code<(batch: number) => string> {
  return lambda(["batch"], (batch: Code<number>) =>
    batches
      .slice(1)
      .reduceRight<Code<string>>(
        (rest, each, index) =>
          verbatim`${batch} === ${value<number>(index + 1)} ? ${value<string>(subscribePacket(each))} : ${rest}`,
        value<string>(""),
      ),
  );
}

/** One value for the normal mode and one for safe mode, where the board has that. */
function inEitherMode<T>(safe: Code<boolean> | undefined, normal: Given<T>, inSafeMode: () => Given<T>): Given<T> {
  return safe === undefined ? normal : either<T>(safe, inSafeMode(), normal);
}

function startSensors(program: Program, board: Board): void {
  const channels = channelsOf(board);
  for (const config of inOrder(board.sensors)) {
    const own = channels.filter(({ sensor }) => sensor === config);
    sensorOf(config).start(config, own, program);
  }
}

/** What the node as a whole measures and drives; in safe mode the pins of its actuators are at their off level instead. */
function wholeNode(program: Program): Text[] {
  const { whole } = program;
  const safe = isSafe(program);
  if (safe === undefined) return whole.statements;
  return [["if (", ...safe.text, ") {"], ...offLevels(program).statements, ["} else {"], ...whole.statements, ["}"]];
}

/** An engine that starts one of its own lets everybody in reach join it. */
function closeAccessPoint(program: Program): void {
  if (program.has("access-point")) program.first.run(engine("access-point").closeAccessPoint());
}

/** An engine that has them leaves them open to everybody in reach. */
function closeConsoles(program: Program): void {
  if (!program.has("consoles")) return;
  const { closeTelnetConsole, closeBluetoothConsole } = engine("consoles");
  const { consoles } = program.board;
  if (consoles?.telnet !== true && hasTelnetConsole(program.board.chip)) program.first.run(closeTelnetConsole());
  if (consoles?.bluetooth !== true) program.first.run(closeBluetoothConsole());
}
