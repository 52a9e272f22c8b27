import assert from "node:assert/strict";
import type { BoardFile } from "../../../../scripts/lib/board/config";
import { programOf } from "../../../../scripts/lib/program/compose";
import { secretsFile } from "../../../../scripts/lib/program/secrets";
import { exampleBoard } from "../board/example-board";

const TLS = { ca: "AAECAw==", cert: "BAUG", key: "BwgJCg==" };

/** A board with all that can be secret, each value with `mark` in it. */
function board(mark: string): BoardFile {
  return {
    wifi: {
      networks: [
        { ssid: `home ${mark}`, password: `pass ${mark}` },
        { ssid: `"shed" ${mark}`, password: "" },
      ],
    },
    broker: {
      urls: [`mqtts://${mark}.lan`, `mqtt://b.${mark}.lan:1884`],
      username: `user ${mark}`,
      password: `passwörd ${mark}`,
      tls: TLS,
    },
    commands: { signingKey: mark.repeat(8) },
    diagnostics: ["version", "ssid"],
  };
}

describe("what is secret of a board", () => {
  it("lies in a file of its own, with what differs from house to house", () => {
    assert.equal(
      Buffer.from(secretsFile(exampleBoard(board("abcd"))), "latin1").toString("utf8"),
      'ssid 9 home abcdpassword 9 pass abcdshownSsid 11 "home abcd"' +
        'ssid2 11 "shed" abcdpassword2 0 shownSsid2 15 "\\"shed\\" abcd"' +
        "host 8 abcd.lanport 4 8883host2 10 b.abcd.lanport2 4 1884" +
        "username 9 user abcdbrokerPassword 14 passwörd abcd" +
        "signingKey 32 abcdabcdabcdabcdabcdabcdabcdabcd" +
        "ca 4 \x00\x01\x02\x03cert 3 \x04\x05\x06key 4 \x07\b\t\n!",
    );
  });

  it("is no part of the program, which is the same whatever it is", () => {
    const made = (mark: string): string => programOf(exampleBoard(board(mark)), "firmware");
    assert.equal(made("abcd"), made("something-longer"));
    for (const hidden of ["abcd", Buffer.from("abcd").toString("base64"), "BwgJ", "\\x07\\x08\\x09"]) {
      assert.ok(!made("abcd").includes(hidden), hidden);
    }
  });
});
