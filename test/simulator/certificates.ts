import { createPublicKey, createSign, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";

/** X.509 certificates for brokers on the desk, made as they run: none is committed, and no program for it has to be installed. */
export interface Identity {
  /** PEM. */
  cert: string;
  /** PEM, PKCS#8. */
  key: string;
}

export interface IdentitySettings {
  name: string;
  /** Who signs it; itself unless given. */
  issuer?: Identity & { name: string };
  /** Whether it may sign others. */
  isAuthority?: boolean;
  /** Days from now; the first may be negative. */
  validDays?: [number, number];
  type?: "rsa" | "ec";
}

const DAY_MS = 86_400_000;

/** A certificate for 127.0.0.1 and localhost, and its key. RFC 5280 §4.1 */
export function createIdentity(settings: IdentitySettings): Identity & { name: string } {
  const { name, issuer, isAuthority = false, validDays = [-1, 90], type = "rsa" } = settings;
  const pair =
    type === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const signingKey: KeyObject | string = issuer?.key ?? pair.privateKey;
  const isRsa = createPublicKey(signingKey).asymmetricKeyType === "rsa";
  const algorithm = sequence(
    // sha256WithRSAEncryption, ecdsa-with-SHA256
    ...(isRsa ? [oid("2a864886f70d01010b"), der(0x05, "")] : [oid("2a8648ce3d040302")]),
  );
  const extensions = [
    // basicConstraints, critical
    sequence(oid("551d13"), der(0x01, "ff"), octets(sequence(...(isAuthority ? [der(0x01, "ff")] : [])))),
    // subjectAltName: localhost, 127.0.0.1
    sequence(oid("551d11"), octets(sequence(der(0x82, hex("localhost")), der(0x87, "7f000001")))),
  ];
  const toBeSigned = sequence(
    der(0xa0, der(0x02, "02")),
    der(0x02, `01${randomBytes(8).toString("hex")}`),
    algorithm,
    distinguishedName(issuer?.name ?? name),
    sequence(...validDays.map((days) => der(0x17, hex(utcTime(Date.now() + days * DAY_MS))))),
    distinguishedName(name),
    pair.publicKey.export({ type: "spki", format: "der" }).toString("hex"),
    der(0xa3, sequence(...extensions)),
  );
  const signature = createSign("sha256").update(Buffer.from(toBeSigned, "hex")).sign(signingKey).toString("hex");
  const certificate = Buffer.from(sequence(toBeSigned, algorithm, der(0x03, `00${signature}`)), "hex");
  return {
    name,
    cert: pem("CERTIFICATE", certificate),
    key: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** What a broker and its clients need: made once. */
export interface Identities {
  ca: Identity;
  broker: Identity;
  client: Identity;
  /** Not signed by `ca`. */
  stranger: Identity;
}

let identities: Identities | undefined;

export function testIdentities(): Identities {
  if (identities === undefined) {
    const ca = createIdentity({ name: "test authority", isAuthority: true });
    identities = {
      ca,
      broker: createIdentity({ name: "localhost", issuer: ca }),
      client: createIdentity({ name: "board", issuer: ca }),
      stranger: createIdentity({ name: "stranger" }),
    };
  }
  return identities;
}

export function pem(kind: string, bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${kind}-----\n${lines.join("\n")}\n-----END ${kind}-----\n`;
}

/** Distinguished encoding (X.690), as hexadecimal. */
function der(tag: number, content: string): string {
  const length = content.length / 2;
  const bytes = length.toString(16).padStart(length < 256 ? 2 : 4, "0");
  const prefix = length < 128 ? "" : (0x80 + bytes.length / 2).toString(16);
  return tag.toString(16).padStart(2, "0") + prefix + bytes + content;
}

function sequence(...parts: string[]): string {
  return der(0x30, parts.join(""));
}

function oid(content: string): string {
  return der(0x06, content);
}

function octets(content: string): string {
  return der(0x04, content);
}

function hex(text: string): string {
  return Buffer.from(text).toString("hex");
}

/** With a common name alone. */
function distinguishedName(name: string): string {
  return sequence(der(0x31, sequence(oid("550403"), der(0x0c, hex(name)))));
}

function utcTime(ms: number): string {
  return `${new Date(ms).toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`;
}
