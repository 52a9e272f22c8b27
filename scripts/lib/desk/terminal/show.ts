import { baseOf, shortTopic } from "../lines/topics";
import { columns } from "../lines/table";
import type { DeskBoard, DeskEvent } from "../protocol";
import { tellSpeed } from "./event-lines";
import { tellInput } from "./tell-input";

type Event<Type extends DeskEvent["type"]> = Extract<DeskEvent, { type: Type }>;

/** Where everything stands, as `show` tells it. */
export function show(board: DeskBoard, standing: readonly DeskEvent[], nowMs: number): string[] {
  const of = <Type extends DeskEvent["type"]>(type: Type): Event<Type>[] =>
    standing.filter((event): event is Event<Type> => event.type === type);
  const messages = of("message");
  const last = (topic: string): Event<"message"> | undefined => messages.findLast((each) => each.topic === topic);
  const age = (event: DeskEvent): string => ago(nowMs - event.atMs);
  const base = baseOf(board);

  const values = board.values.map(({ id, topic, unit }) => {
    const message = last(topic);
    const reading = message === undefined ? "–" : `${message.payload}${unit === "" ? "" : ` ${unit}`}`;
    return [`  ${id}`, reading, message === undefined ? "" : age(message)];
  });
  const actuators = board.actuators.map(({ id, stateTopic }) => {
    const message = last(stateTopic);
    return [`  ${id}`, message?.payload ?? "–", message === undefined ? "" : age(message)];
  });
  const inputs = of("input").map((input) => [`  ${tellInput(input, board, { isMoving: true })}`]);
  const pins = of("pin").map(({ pin, level, duty, hz }) => [
    `  ${pin}`,
    hz > 0 ? `${Math.round(duty * 100)} % at ${hz} Hz` : level ? "high" : "low",
    board.pins.find(({ name }) => name === pin)?.part ?? "",
  ]);
  const faults = of("fault").filter(({ isOn }) => isOn);
  const status = last(board.statusTopic);
  const [memory] = of("memory").slice(-1);
  const [speed] = of("speed").slice(-1);
  return [
    ...section("values", values),
    ...section("actuators", actuators),
    ...section("the world", inputs),
    ...section("pins", pins),
    `${shortTopic(board.statusTopic, base)}: ${status === undefined ? "nothing yet" : `${status.payload}, ${age(status)}`}`,
    ...faults.map(({ fault }) => `! ${board.faults.find(({ name }) => name === fault)?.text ?? fault}`),
    ...(memory === undefined ? [] : [`memory: ${memory.used} of ${memory.total} ${memory.unit}`]),
    ...(speed === undefined ? [] : [`time: ${tellSpeed(speed.times)}`]),
  ];
}

function section(title: string, rows: readonly string[][]): string[] {
  return rows.length === 0 ? [] : [`${title}:`, ...columns(rows)];
}

/** How long ago, roughly. */
function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s ago`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min ago`;
  return `${Math.round(seconds / 3_600)} h ago`;
}
