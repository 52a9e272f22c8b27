import type { ActuatorConfig, Board, SensorConfig } from "../../firmware/config";

/** What a board file leaves out, as documented in firmware/config.ts. */

export const DEFAULTS = {
  keepAliveSeconds: 60,
  receiveBytes: 512,
  transmitBytes: 1024,
  pull: "up",
  debounceMs: 50,
  decimals: 2,
  hz: 1000,
  brokerPort: 1883,
} as const;

export function baseTopic(board: Board): string {
  return board.topics?.base ?? board.name;
}

export function statusTopic(board: Board): string {
  return board.topics?.status ?? `${baseTopic(board)}/status`;
}

export function diagnosticsTopic(board: Board): string {
  return board.topics?.diagnostics ?? `${baseTopic(board)}/diagnostics`;
}

export function stateTopic(board: Board, part: SensorConfig | ActuatorConfig): string {
  return part.stateTopic ?? `${baseTopic(board)}/${part.id}/state`;
}

export function commandTopic(board: Board, actuator: ActuatorConfig): string {
  return actuator.commandTopic ?? `${baseTopic(board)}/${actuator.id}/set`;
}
