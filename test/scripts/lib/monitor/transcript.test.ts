import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Transcript } from "../../../../scripts/lib/monitor/transcript";
import { UserError } from "../../../../scripts/lib/user-error";

describe("the monitor's transcript", () => {
  let folder: string;
  let screen: string;
  const write = (text: string): void => void (screen += text);
  const withoutTimes = (text: string): string => text.replace(/\d\d:\d\d:\d\d\.\d{3}/g, "T");

  beforeEach(() => {
    screen = "";
    folder = mkdtempSync(join(tmpdir(), "monitor-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("puts the time before each line, and adds it with its date to the log", () => {
    const logFile = join(folder, "node.log");
    for (const text of ["first", "second"]) {
      const transcript = new Transcript({ write, isTerminal: false, logFile, secrets: [] });
      transcript.line(text);
      transcript.close();
    }
    assert.equal(withoutTimes(screen), "T  first\nT  second\n");
    assert.match(readFileSync(logFile, "utf8"), /^(\d{4}-\d\d-\d\dT[\d:.]+Z {2}(first|second)\n){2}$/);
  });

  it("shows no secret, however source text or JSON spells it", () => {
    const logFile = join(folder, "node.log");
    const transcript = new Transcript({ write, isTerminal: true, logFile, secrets: ['pa"ss', "", "pa"] });
    transcript.line('pa"ss {"password":"pa\\"ss"} pa');
    transcript.partial('is pa"ss');
    transcript.close();
    assert.equal(withoutTimes(screen), 'T  … {"…ssword":"…"} …\n\r\x1b[KT  is …\n');
    assert.doesNotMatch(readFileSync(logFile, "utf8"), /pa/);
  });

  it("shows a line as it grows on a terminal, and writes the whole one over it", () => {
    const transcript = new Transcript({ write, isTerminal: true, secrets: [] });
    transcript.partial(">1+");
    transcript.partial(">1+1");
    transcript.line(">1+1");
    transcript.partial("");
    assert.equal(withoutTimes(screen), "\r\x1b[KT  >1+\r\x1b[KT  >1+1\r\x1b[KT  >1+1\n");
  });

  it("keeps back the end of a growing line that may become a secret", () => {
    const transcript = new Transcript({ write, isTerminal: true, secrets: ["hunter22"] });
    transcript.partial("connect(hunter2");
    assert.equal(withoutTimes(screen), "\r\x1b[KT  connect(");
  });

  it("says so when the log cannot be written", () => {
    const logFile = join(folder, "no", "such", "folder");
    assert.throws(
      () => new Transcript({ write, isTerminal: false, logFile, secrets: [] }),
      (error) =>
        error instanceof UserError &&
        /^--log: .*its folder does not exist; make it with: mkdir -p .*such$/.test(error.message),
    );
  });
});
