import type { ActuatorConfig, Board, DiagnosticsField, WifiConfig } from "./config";
import type { NetworkConfig } from "./config/connection";
import type { CoverActuatorConfig } from "./config/cover";

/** What a board file leaves out, as documented in scripts/lib/board/config.ts. */

export const DEFAULTS = {
  keepAliveSeconds: 60,
  receiveBytes: 512,
  transmitBytes: 1024,
  receiveSlots: 20,
  outboxMessages: 8,
  outboxBytes: 1024,
  whenFull: "dropOldest",
  pull: "up",
  debounceMs: 50,
  decimals: 2,
  maxSilenceSeconds: 3600,
  zeroAfterSeconds: 300,
  maximumCm: 400,
  ohmsAt25: 10_000,
  supplyVolts: 3.3,
  hz: 1000,
  lightHz: 5000,
  busHz: 100_000,
  pressureUnit: "hPa",
  gamma: 2.8,
  pressMs: 500,
  brokerAttempts: 3,
  failBackSeconds: 1800,
  netmask: "255.255.255.0",
  brokerPort: 1883,
  secureBrokerPort: 8883,
} as const;

export const SERVO_DEFAULTS = { minMicroseconds: 1000, maxMicroseconds: 2000, minAngle: 0, maxAngle: 180, hz: 50 };

export function isSecure(url: string): boolean {
  return url.startsWith("mqtts:");
}

export function brokerPort(url: string): number {
  const { port } = new URL(url);
  if (port !== "") return Number(port);
  return isSecure(url) ? DEFAULTS.secureBrokerPort : DEFAULTS.brokerPort;
}

/** As host:port. */
export function brokerAddress(url: string): string {
  return `${new URL(url).hostname}:${brokerPort(url)}`;
}

export function usesTls(board: Board): boolean {
  return board.broker.urls.some(isSecure);
}

/** The networks that the board may join, in order. */
export function networksOf({ ssid, password, networks }: WifiConfig): NetworkConfig[] {
  return networks ?? [{ ssid: ssid ?? "", password: password ?? "" }];
}

export function baseTopic(board: Board): string {
  return board.topics?.base ?? board.name;
}

export function statusTopic(board: Board): string {
  return board.topics?.status ?? `${baseTopic(board)}/status`;
}

export function diagnosticsTopic(board: Board): string {
  return board.topics?.diagnostics ?? `${baseTopic(board)}/diagnostics`;
}

export function brokerTopic(board: Board): string {
  return board.topics?.broker ?? `${baseTopic(board)}/broker`;
}

export function diagnosticsFields(board: Board): readonly DiagnosticsField[] {
  return board.diagnostics ?? ["version", "freeMemory", "signalStrength"];
}

export function nonceTopic(board: Board): string {
  return board.topics?.nonce ?? `${baseTopic(board)}/nonce`;
}

export function stateTopic(board: Board, actuator: ActuatorConfig): string {
  return actuator.stateTopic ?? `${baseTopic(board)}/${actuator.id}/state`;
}

export function positionTopic(board: Board, actuator: CoverActuatorConfig): string {
  return actuator.positionTopic ?? `${baseTopic(board)}/${actuator.id}/position`;
}

export function commandTopic(board: Board, actuator: ActuatorConfig): string {
  return actuator.commandTopic ?? `${baseTopic(board)}/${actuator.id}/set`;
}

/** What a board in safe mode can be commanded by; its topics are those of a switch. */
export const SAFE_MODE = { id: "safe-mode", type: "switch" } as ActuatorConfig;

/** How somebody gets a board out of safe mode, as its reports say it. */
export function safeModeAdvice(board: Board): string {
  return (
    `send OFF to ${commandTopic(board, SAFE_MODE)}, or flash another program, ` +
    "or switch it off and on when it has been up for 5 minutes"
  );
}

/** The highest quality of service that commands are asked for with. */
export function highestCommandQos(board: Board): number {
  return Math.max(0, ...(board.actuators ?? []).map(({ commandQos = 0 }) => commandQos));
}

/** Whether messages can wait on the board: asked for, or needed for readings of QoS 1 or 2. */
export function hasOutbox(board: Board): boolean {
  return board.outbox !== undefined || needsOutbox(board);
}

export function needsOutbox(board: Board): boolean {
  return (board.sensors ?? []).some(({ qos = 0 }) => qos > 0);
}
