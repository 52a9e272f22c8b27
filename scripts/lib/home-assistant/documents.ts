import { version } from "../../../package.json";
import { actuatorOf } from "../actuators/registry";
import type { ActuatorConfig, Board } from "../board/config";
import type { HomeAssistantConfig } from "../board/config/home-assistant";
import { MAC_MARK } from "../bytes";
import { ENGINE_NAMES } from "../platforms/engine-files";
import { titleOf, type Channel } from "../sensors/channel";
import { channelsOf } from "../sensors/channels";
import type { Component } from "./component";
import { mayHaveStateClass, unitFor } from "./device-classes";
import { entityName } from "./entity-name";
import { expireAfterSeconds } from "./silence";

/**
 * What a board tells Home Assistant of itself: MQTT discovery messages, with its abbreviated keys, since the text is part of the
 * bundle. Topics are whole ones: "~" is not passed on from a device to its components.
 */
export interface DiscoveryMessage {
  topic: string;
  /** JSON, in parts that belong together: what several messages have in common stands in a part of its own. */
  parts: string[];
}

/** A board that is told of. */
export interface DiscoveredBoard extends Board {
  homeAssistant: HomeAssistantConfig;
}

/**
 * Of a board that is discovered: its messages, in the form that it asks for.
 * @param mac The chip's address, or what stands for it: 12 characters
 */
export function discoveryMessages(
  board: DiscoveredBoard,
  form = board.homeAssistant.discovery,
  mac = MAC_MARK,
): DiscoveryMessage[] {
  const { prefix } = board.homeAssistant;
  const components = componentsOf(board);
  const common = { avty_t: board.topics.status, dev: device(board, mac), o: { name: "mote", sw: version } };
  if (form === "component") {
    const tail = JSON.stringify(common).slice(1);
    return Object.entries(components).map(([id, { p, ...rest }]) => ({
      topic: `${prefix}/${p}/${objectId(board)}_${id}/config`,
      parts: [`${JSON.stringify(rest).slice(0, -1)},`, tail],
    }));
  }
  const text = JSON.stringify({ ...common, cmps: components });
  return [{ topic: `${prefix}/device/${objectId(board)}/config`, parts: [text] }];
}

/** Unique among the devices of a Home Assistant, as the client identifier is on the broker. */
export function objectId({ broker: { clientId } }: Board): string {
  // Only letters, digits, "_" and "-" are found; what stands for the chip's address becomes digits (placeholders.ts).
  return `mote_${clientId.replace(/(\{<[^>]*>\})|[^a-zA-Z0-9_-]/g, (_match, mark?: string) => mark ?? "_")}`;
}

function device(board: DiscoveredBoard, mac: string): object {
  const { name, area } = board.homeAssistant;
  return {
    ids: [objectId(board)],
    // By it Home Assistant knows that this is the device that its router tells of.
    cns: [["mac", mac]],
    name,
    mf: "Espressif",
    mdl: `${board.chip.toUpperCase()} (${ENGINE_NAMES[board.engine]})`,
    sw: `mote ${version}`,
    ...(area === undefined ? {} : { sa: area }),
  };
}

function componentsOf(board: DiscoveredBoard): Record<string, Component> {
  return Object.fromEntries([
    ...channelsOf(board).map((channel) => [channel.id, channelComponent(board, channel)] as const),
    ...board.actuators.map((actuator) => [actuator.id, commandedComponent(board, actuator)] as const),
  ]);
}

function channelComponent(board: DiscoveredBoard, channel: Channel): Component {
  const { kind, unit, deviceClass, stateClass, decimals } = channel;
  const expireAfter = expireAfterSeconds(channel);
  return {
    ...identity(board, kind, channel.id, channel.name),
    ...(deviceClass === undefined ? {} : { dev_cla: deviceClass }),
    ...(unit === undefined ? {} : { unit_of_meas: unitFor(unit) }),
    ...(stateClass !== undefined && mayHaveStateClass(deviceClass, stateClass) ? { stat_cla: stateClass } : {}),
    ...(kind === "sensor" ? { sug_dsp_prc: decimals } : {}),
    ...(channel.isDiagnostic ? { ent_cat: "diagnostic" } : {}),
    ...(expireAfter === undefined ? {} : { exp_aft: expireAfter }),
    ...(channel.qos === 0 ? {} : { qos: channel.qos }),
    stat_t: channel.stateTopic,
  };
}

function commandedComponent(board: DiscoveredBoard, actuator: ActuatorConfig): Component {
  // Home Assistant cannot sign: what it sent would be refused.
  const isCommandable = board.commands === undefined;
  const words = actuatorOf(actuator).homeAssistant;
  const { p, ...rest } = isCommandable ? words.commanded(actuator) : words.shown(actuator);
  const { commandQos, commandTopic, stateTopic } = actuator;
  return {
    ...identity(board, p, actuator.id, actuator.name),
    ...rest,
    ...(isCommandable && commandQos > 0 ? { qos: commandQos } : {}),
    ...(isCommandable ? { cmd_t: commandTopic } : {}),
    // A button has none there.
    ...(p === "button" ? {} : { stat_t: stateTopic }),
  };
}

/** What every entity has. `default_entity_id` is the name under which automations know it, unless the user changes it. */
function identity(board: DiscoveredBoard, platform: string, id: string, name: string): Component {
  return {
    p: platform,
    uniq_id: `${objectId(board)}_${id}`,
    def_ent_id: entityName(platform, board.name, id),
    name: withoutDevice(name, board.homeAssistant.name),
  };
}

/** Home Assistant writes the device's name in front by itself; an entity of the same name has none of its own. */
function withoutDevice(name: string, device: string): string | null {
  if (name.toLowerCase() === device.toLowerCase()) return null;
  return name.toLowerCase().startsWith(`${device.toLowerCase()} `) ? titleOf(name.slice(device.length + 1)) : name;
}
