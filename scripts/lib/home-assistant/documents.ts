import * as manifest from "../../../package.json";
import { actuatorOf } from "../actuators/registry";
import type { ActuatorConfig, Board } from "../board/config";
import type { HomeAssistantConfig } from "../board/config/home-assistant";
import { macForPeople, withAddress, withMac } from "../board/placeholders";
import { MAC_MARK } from "../bytes";
import { ENGINE_NAMES } from "../platforms/engine-files";
import { titleOf, type Channel } from "../sensors/channel";
import { channelsOf } from "../sensors/channels";
import { SAFE_MODE_ID, safeModeTopics } from "../board/facts";
import { availability, onlineAvailability, reachableAvailability, safeModeAvailability } from "./availability";
import { PROGRAM_VERSION } from "../program/version";
import type { Component } from "./component";
import { stateClassFor, unitFor } from "./device-classes";
import { entityName } from "./entity-name";
import { objectId } from "./identity";
import { nodeEntities } from "./node-entities";
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

const { version, homepage } = manifest as { version: string; homepage?: string };
/** What makes the messages. */
const ORIGIN = { name: "mote", sw: version, ...(homepage === undefined ? {} : { url: homepage }) };

/** A board that is told of. */
export interface DiscoveredBoard extends Board {
  homeAssistant: HomeAssistantConfig;
}

/**
 * Of a board that is discovered: its messages, in the form that it asks for.
 * @param mac The chip's address, or what stands for it: 12 characters
 */
export function discoveryMessages(
  loaded: DiscoveredBoard,
  form = loaded.homeAssistant.discovery,
  mac = MAC_MARK,
): DiscoveryMessage[] {
  const messages = markedMessages({ ...loaded, ...withMac(loaded, MAC_MARK) }, form);
  return messages.map(({ topic, parts }) => ({
    topic: withAddress(topic, mac),
    parts: parts.map((part) => withAddress(part, mac)),
  }));
}

/** The same of every chip: with what stands for the address. */
function markedMessages(board: DiscoveredBoard, form: HomeAssistantConfig["discovery"]): DiscoveryMessage[] {
  const { prefix } = board.homeAssistant;
  const id = objectId(board);
  const components = componentsOf(board);
  const about = { dev: device(board), o: ORIGIN };
  const common = { ...availability(board), ...about };
  if (form === "component") {
    const tail = JSON.stringify(common).slice(1);
    return Object.entries(components).map(([component, { p, ...rest }]) => ({
      topic: `${prefix}/${p}/${id}_${component}/config`,
      parts: [`${JSON.stringify(rest).slice(0, -1)},`, "avty" in rest ? JSON.stringify(about).slice(1) : tail],
    }));
  }
  const text = JSON.stringify({ ...common, cmps: components });
  return [{ topic: `${prefix}/device/${id}/config`, parts: [text] }];
}

function device(board: DiscoveredBoard): object {
  const { name, area, url } = board.homeAssistant;
  return {
    ids: [objectId(board)],
    // By it Home Assistant knows that this is the device that its router tells of.
    cns: [["mac", MAC_MARK]],
    name,
    mf: "Espressif",
    mdl: `${board.chip.toUpperCase()} (${ENGINE_NAMES[board.engine]})`,
    hw: board.chip.toUpperCase(),
    sn: MAC_MARK,
    // With the program's hash, by which one sees what runs there.
    sw: `mote ${PROGRAM_VERSION}`,
    ...(url === undefined ? {} : { cu: url }),
    ...(area === undefined ? {} : { sa: area }),
  };
}

/** The entities of a board, by their ids. */
export function componentsOf(board: DiscoveredBoard): Record<string, Component> {
  return Object.fromEntries([
    ...channelsOf(board).map((channel) => [channel.id, channelComponent(board, channel)] as const),
    ...board.actuators.map((actuator) => [actuator.id, commandedComponent(board, actuator)] as const),
    ...(board.safeModeAfterBoots === undefined ? [] : [[SAFE_MODE_ID, safeMode(board)] as const]),
    ...nodeEntities(board).map(
      ({ id, name, words }) => [id, { ...identity(board, words.p, id, name), ...words }] as const,
    ),
  ]);
}

/**
 * Safe mode is ON, and OFF leads out of it. No command leads into it, so that outside it there is nothing to switch; and a node that
 * sleeps hears one only if it comes while it is awake.
 */
function safeMode(board: DiscoveredBoard): Component {
  const isCommandable = board.commands === undefined && board.sleep === undefined;
  const { commandTopic, stateTopic } = safeModeTopics(board);
  const platform = isCommandable ? "switch" : "binary_sensor";
  return {
    ...identity(board, platform, SAFE_MODE_ID, "Safe mode"),
    ...(isCommandable
      ? { ent_cat: "config", ...safeModeAvailability(board), cmd_t: commandTopic }
      : { ent_cat: "diagnostic", dev_cla: "problem", ...onlineAvailability(board) }),
    stat_t: stateTopic,
  };
}

function channelComponent(board: DiscoveredBoard, channel: Channel): Component {
  const { kind, unit, deviceClass, stateClass, decimals } = channel;
  const expireAfter = expireAfterSeconds(channel, board.sleep);
  const fittingClass = stateClass === undefined ? undefined : stateClassFor(deviceClass, stateClass);
  return {
    ...identity(board, kind, channel.id, channel.name),
    ...(deviceClass === undefined ? {} : { dev_cla: deviceClass }),
    ...(unit === undefined ? {} : { unit_of_meas: unitFor(unit) }),
    ...(fittingClass === undefined ? {} : { stat_cla: fittingClass }),
    ...(kind === "sensor" ? { sug_dsp_prc: decimals } : {}),
    ...(channel.events === undefined ? {} : { evt_typ: channel.events }),
    ...channel.homeAssistant,
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
  const { p, ...rest } = isCommandable ? words.commanded(actuator, board) : words.shown(actuator, board);
  const { commandQos } = actuator;
  return {
    ...identity(board, p, actuator.id, actuator.name),
    ...rest,
    ...(isCommandable ? reachableAvailability(board, commandQos > 0 && !board.broker.cleanSession) : {}),
    ...(isCommandable && commandQos > 0 ? { qos: commandQos } : {}),
  };
}

/** What every entity has. `default_entity_id` is the name under which automations know it, unless the user changes it. */
function identity(board: DiscoveredBoard, platform: string, id: string, name: string): Component {
  return {
    p: platform,
    uniq_id: `${objectId(board)}_${id}`,
    def_ent_id: entityName(platform, `${board.name}_${macForPeople(board)}`, id),
    name: withoutDevice(name, board.homeAssistant.name),
  };
}

/** Home Assistant writes the device's name in front by itself; an entity of the same name has none of its own. */
function withoutDevice(name: string, device: string): string | null {
  if (name.toLowerCase() === device.toLowerCase()) return null;
  return name.toLowerCase().startsWith(`${device.toLowerCase()} `) ? titleOf(name.slice(device.length + 1)) : name;
}
