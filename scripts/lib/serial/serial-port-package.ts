/**
 * What is used of the package "serialport". It is said here because the package is an optional dependency: without it types are
 * checked all the same.
 */
export interface SerialPortPackage {
  SerialPort: {
    new (options: { path: string; baudRate: number; autoOpen: false; hupcl: false }): SerialPort;
    list(): Promise<PortInfo[]>;
  };
}

export interface SerialPort {
  open(done: Done): void;
  close(done: Done): void;
  write(bytes: Buffer, done: Done): boolean;
  update(options: { baudRate: number }, done: Done): void;
  set(signals: { dtr: boolean; rts: boolean }, done: Done): void;
  on(event: "data", listener: (bytes: Uint8Array) => void): unknown;
  on(event: "error" | "close", listener: Done): unknown;
}

export interface PortInfo {
  path: string;
  manufacturer: string | undefined;
  serialNumber: string | undefined;
  vendorId: string | undefined;
  productId: string | undefined;
}

type Done = (error?: Error | null) => void;
