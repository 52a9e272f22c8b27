import type { StubProgram } from "../../../../simulator/boot-rom/memory";

/** The flasher stub that the package loads into a chip of this name. */
export async function flasherStub(chipName: string): Promise<StubProgram> {
  const { getStubJsonByChipName } = await import("esptool-js");
  const stub = await getStubJsonByChipName(chipName);
  if (stub === undefined) throw new Error(`there is no stub for ${chipName}`);
  return {
    entry: stub.entry,
    segments: [
      { address: stub.text_start, bytes: stub.decodedText },
      { address: stub.data_start, bytes: stub.decodedData },
    ],
  };
}
