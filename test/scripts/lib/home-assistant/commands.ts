/** An entity of a discovery message, in Home Assistant's abbreviations. */
export interface Entity {
  p: string;
  cmd_t?: string;
  /** A button has none. */
  stat_t?: string;
  exp_aft?: number;
  [key: string]: unknown;
}

/** What Home Assistant publishes, and what it takes for its answer. */
export interface Command {
  topic: string;
  payload: string;
  /** Where nothing is told, as of a button, undefined. */
  stateTopic: string | undefined;
  state: RegExp;
}

/**
 * Every command that Home Assistant sends to an entity, by the services of its platform (components/mqtt/<platform>.py of release
 * 2025.10, `async_turn_on`, `async_lock` and so on), and the state that it then shows. Most are off, closed or locked in the end.
 */
export function commandsFor(entity: Entity): Command[] {
  const { p, cmd_t, stat_t } = entity;
  const text = (key: string, usual = ""): string => String(entity[key] ?? usual);
  const exactly = (state: string): RegExp => new RegExp(`^${state}(\\.0*)?$`);
  const to = (payload: string, state: RegExp | string, topic = cmd_t, stateTopic = stat_t): Command => ({
    topic: topic ?? "",
    payload,
    stateTopic,
    state: typeof state === "string" ? exactly(state) : state,
  });
  switch (p) {
    case "switch":
    case "siren":
      return [to("ON", "ON"), to("OFF", "OFF")];
    case "fan":
      if (entity["pct_cmd_t"] === undefined) return [to("ON", "ON"), to("OFF", "OFF")];
      return [
        to("ON", /^[1-9]/),
        ...["37", "100", "1", "0"].map((each) => to(each, each, text("pct_cmd_t"), text("pct_stat_t"))),
        to("OFF", "0"),
      ];
    case "light":
      if (entity["schema"] === "json") {
        const on = (more: string, state = more): Command =>
          to(`{"state":"ON",${more}}`, new RegExp(`"state":"ON".*${state.replaceAll(/[{}]/g, "\\$&")}`));
        const modes = (entity["sup_clrm"] ?? []) as string[];
        return [
          on('"brightness":128'),
          ...(modes.includes("rgb") ? [on('"color":{"r":255,"g":120,"b":0}')] : []),
          ...(modes.includes("color_temp")
            ? [text("min_kelvin"), text("max_kelvin")].map((kelvin) => on(`"color_temp":${kelvin}`))
            : []),
          ...[...((entity["fx_list"] ?? []) as string[])].reverse().map((effect) => on(`"effect":"${effect}"`)),
          to('{"state":"OFF"}', /"OFF"/),
        ];
      }
      if (entity["bri_cmd_t"] === undefined) return [to("ON", "ON"), to("OFF", "OFF")];
      return [
        ...["1", "100", "50"].map((each) => to(each, each, text("bri_cmd_t"), text("bri_stat_t"))),
        to("OFF", "0"),
      ];
    case "lock":
      return [to(text("pl_unlk", "UNLOCK"), text("stat_unlocked")), to(text("pl_lock", "LOCK"), text("stat_locked"))];
    case "valve":
      if (entity["reports_position"] === true) return ["100", "60", "0"].map((each) => to(each, each));
      return [to(text("pl_open", "OPEN"), text("stat_open")), to(text("pl_cls", "CLOSE"), text("stat_clsd"))];
    case "cover":
      return [to("OPEN", "open"), to("CLOSE", "closed")];
    case "number": {
      const [min, step] = [Number(entity["min"]), Number(entity["step"])];
      const next = String(Number((min + step).toFixed(6)));
      // What an action sends may lie between two steps.
      return [to(text("max"), text("max")), to(text("min"), text("min")), to((min + 0.6 * step).toFixed(6), next)];
    }
    case "climate":
      return [
        ...[text("max_temp"), text("min_temp")].map((each) =>
          to(each, new RegExp(`"target":${each}(\\.0*)?}`), text("temp_cmd_t"), text("temp_stat_t")),
        ),
        ...[...(entity["modes"] as string[])]
          .reverse()
          .map((each) => to(each, new RegExp(`"mode":"${each}"`), text("mode_cmd_t"), text("mode_stat_t"))),
      ];
    case "button":
      return [to("PRESS", /^/)];
    default:
      return [];
  }
}

/** Every topic on which an entity hears something from the beginning on. A cover may not know its position. */
export function topicsOf(entity: Entity): string[] {
  const keys = Object.keys(entity).filter((key) => /(^|_)stat_t$|^(act_t|curr_temp_t)$/.test(key));
  return [...new Set(keys.map((key) => String(entity[key])))];
}
