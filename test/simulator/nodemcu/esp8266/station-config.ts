import type { LuaValue } from "../../lua/vm";
import { badArgument, table } from "../arguments";

/** What `wifi.sta.config` is given. */
export interface StationConfig {
  ssid: string;
  pwd: string;
  /** Whether the SDK connects now, and at each boot. */
  auto: boolean;
  /** Whether it is kept in flash memory. */
  save: boolean;
}

/** As wifi_station_config reads it. */
export function stationConfig(config: LuaValue): StationConfig {
  if (!(config instanceof Map)) throw badArgument(1, "config table not found!");
  const fields = table(config, 1);
  const string = (name: string, longest: number): string | undefined => {
    const value = fields.get(name);
    if (value === undefined) return undefined;
    if (typeof value !== "string" && typeof value !== "number") throw badArgument(1, `${name}:not string`);
    if (String(value).length > longest) throw badArgument(1, `${name}: length:0-${longest}`);
    return String(value);
  };
  const flag = (name: string): boolean => {
    const value = fields.get(name) ?? true;
    if (typeof value !== "boolean") throw badArgument(1, `${name}:not boolean`);
    return value;
  };
  const ssid = string("ssid", 32);
  if (ssid === undefined) throw badArgument(1, "ssid required");
  return { ssid, pwd: string("pwd", 64) ?? "", auto: flag("auto"), save: flag("save") };
}
