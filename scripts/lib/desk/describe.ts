import { failSafeOf, maxOnSecondsOf } from "../actuators/fail-safe";
import { actuatorOf } from "../actuators/registry";
import type { ActuatorBase } from "../board/config/actuator";
import type { BoardBase } from "../board/config/node";
import { SAFE_MODE_ID, safeModeTopics } from "../board/facts";
import { longestSilenceSeconds } from "../home-assistant/silence";
import { ruleOf } from "../rules/registry";
import type { Channel } from "../sensors/channel";
import { channelsOf } from "../sensors/channels";
import type { DeskActuator, DeskBoard, DeskRule, DeskValue } from "./protocol";

/**
 * A board as it is shown at a desk, by what its file says. What only a simulated one has is left empty: inputs, pins, faults and speeds.
 * @param board With the chip's address in place of {mac}
 */
export function describeBoard(board: BoardBase, kind: DeskBoard["kind"]): DeskBoard {
  const { name, engine, chip, topics, updates } = board;
  const channels = channelsOf(board);
  return {
    name,
    kind,
    engine,
    chip,
    values: channels.map(valueOf),
    actuators: [...board.actuators.map((actuator) => actuatorShown(actuator, board)), ...safeModeOf(board)],
    rules: rulesOf(board, channels),
    inputs: [],
    pins: [],
    faults: [],
    speeds: [],
    statusTopic: topics.status,
    diagnosticsTopic: topics.diagnostics,
    ...(updates ? { updateTopics: { update: topics.update, want: topics.want } } : {}),
  };
}

const KINDS: Readonly<Record<Channel["kind"], DeskValue["kind"]>> = {
  sensor: "number",
  binary_sensor: "contact",
  event: "event",
};

function valueOf(channel: Channel): DeskValue {
  const { name, stateTopic, kind, unit = "", decimals, isDiagnostic } = channel;
  const everySeconds = kind === "event" ? 0 : (longestSilenceSeconds(channel) ?? 0);
  return {
    id: valueId(channel),
    name,
    topic: stateTopic,
    kind: KINDS[kind],
    unit,
    decimals,
    isDiagnostic,
    everySeconds,
  };
}

/** As it stands in topics: "room/temperature", where a board file's rules say "room-temperature". */
function valueId({ sensor, quantity }: Pick<Channel, "sensor" | "quantity">): string {
  return quantity === undefined ? sensor.id : `${sensor.id}/${quantity}`;
}

function actuatorShown(actuator: ActuatorBase, board: BoardBase): DeskActuator {
  const { id, type, name, commandTopic, stateTopic } = actuator;
  const failSafe = failSafeOf(actuator);
  const maxOnSeconds = maxOnSecondsOf(actuator);
  return {
    id,
    type,
    name,
    commandTopic,
    stateTopic,
    control: actuatorOf(actuator).control(actuator, board),
    ...(failSafe === undefined || failSafe.action === "keep"
      ? {}
      : { failSafe: { afterSeconds: failSafe.afterSeconds, action: `${failSafe.action}` } }),
    ...(maxOnSeconds === undefined ? {} : { maxOnSeconds }),
  };
}

/** A board that starts in safe mode after failed boots can be led out of it, and takes no other command there. */
function safeModeOf(board: BoardBase): DeskActuator[] {
  if (board.safeModeAfterBoots === undefined) return [];
  const control = { kind: "press", payload: "OFF" } as const;
  return [{ id: SAFE_MODE_ID, type: SAFE_MODE_ID, name: "Safe mode", ...safeModeTopics(board), control }];
}

function rulesOf({ rules, actuators }: BoardBase, channels: readonly Channel[]): DeskRule[] {
  return rules.map((rule) => {
    const kind = ruleOf(rule);
    const target = kind.regulates?.(rule).target;
    return {
      text: kind.sentence(rule, { channels, actuators }),
      about: [
        ...channels.filter((channel) => kind.isAbout(rule, channel)).map(valueId),
        rule.actuator,
        ...(typeof target === "string" ? [target] : []),
      ],
    };
  });
}
