import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { createIdentity, testIdentities } from "./certificates";

describe("certificates for tests", function () {
  this.timeout(60_000);

  it("are signed by the authority, for this machine, with the key that belongs to them", () => {
    const { ca, broker, client, stranger } = testIdentities();
    const authority = new X509Certificate(ca.cert);
    assert.ok(authority.ca);
    for (const { cert } of [broker, client]) {
      const certificate = new X509Certificate(cert);
      assert.ok(certificate.verify(authority.publicKey) && certificate.checkIssued(authority) && !certificate.ca);
      assert.equal(certificate.subjectAltName, "DNS:localhost, IP Address:127.0.0.1");
    }
    assert.ok(!new X509Certificate(stranger.cert).verify(authority.publicKey));
  });

  it("may have expired, and be of elliptic curves", () => {
    const { cert } = createIdentity({ name: "old", validDays: [-10, -3], type: "ec" });
    const certificate = new X509Certificate(cert);
    assert.ok(Date.parse(certificate.validTo) < Date.now() - 2 * 86_400_000);
    assert.equal(certificate.publicKey.asymmetricKeyType, "ec");
    assert.ok(certificate.verify(certificate.publicKey));
  });
});
