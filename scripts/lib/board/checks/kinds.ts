import { ACTUATORS, actuatorOf } from "../../actuators/registry";
import { ruleOf, RULES } from "../../rules/registry";
import { channelsOf } from "../../sensors/channels";
import { sensorOf } from "../../sensors/registry";
import type { Board } from "../config";
import { entries, textAt, type Draft } from "../draft";
import { ALL_SOUND } from "../sound";
import type { BoardSource } from "../source";
import { referTo } from "./references";

/** Checks that what the board's own rules are about is there, and can serve them. */
export function checkRuleReferences(draft: Draft): void {
  for (const rule of entries(draft, "rules")) {
    referTo(draft, rule, "actuator", "actuators");
    const type = textAt(draft, [...rule, "type"]);
    RULES.find((each) => each.type === type)?.checkReferences(draft, rule);
  }
}

/** Has each kind look at what is asked of it, where all of an entry is of its type. */
export function checkKinds(board: Board, source: BoardSource, { isWhole } = ALL_SOUND): void {
  const channels = channelsOf(board);
  board.sensors.forEach((config, index) => {
    const place = ["sensors", index];
    if (!isWhole(place)) return;
    sensorOf(config).check?.(config, place, source);
    if (!channels.some(({ sensor }) => sensor === config)) {
      source.error(place, "all that it measures is false: nothing of it would be published");
    }
  });
  const placed = board.actuators.map((config, index) => ({ config, place: ["actuators", index] }));
  const whole = placed.filter(({ place }) => isWhole(place));
  for (const { config, place } of whole) actuatorOf(config).check?.(config, place, source);
  for (const kind of ACTUATORS) {
    // One that is not whole may be the other of two.
    if (whole.length < placed.length) break;
    kind.checkAll?.(
      placed.filter(({ config }) => config.type === kind.type),
      source,
    );
  }
  for (const { config, place } of whole) {
    // What it goes by may be what is not as the file has it.
    if (!source.hasErrors) actuatorOf(config).checkOn?.(config, place, board, source);
  }
  const broken = [...board.sensors, ...board.actuators].flatMap(({ id }, index) => {
    const inSensors = index < board.sensors.length;
    const place = inSensors ? ["sensors", index] : ["actuators", index - board.sensors.length];
    return isWhole(place) ? [] : [id];
  });
  const known = channels.filter(({ place }) => isWhole(place.slice(0, 2)));
  board.rules.forEach((config, index) => {
    const place = ["rules", index];
    // What a rule names has to be as it is meant.
    if (!isWhole(place) || names(config, broken)) return;
    ruleOf(config).checkOn?.(config, place, { channels: known, actuators: board.actuators }, source);
  });
}

/** Whether a rule names one of these, or one of its values. */
function names(rule: object, ids: readonly string[]): boolean {
  const texts = Object.values(rule).filter((value) => typeof value === "string");
  return texts.some((text) => ids.some((id) => text === id || text.startsWith(`${id}-`)));
}
