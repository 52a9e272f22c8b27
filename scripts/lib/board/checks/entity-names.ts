import { actuatorOf } from "../../actuators/registry";
import { isDiscovered } from "../../home-assistant/discovered";
import { entityName } from "../../home-assistant/entity-name";
import { channelsOf } from "../../sensors/channels";
import type { Board } from "../config";
import { ALL_SOUND } from "../sound";
import type { BoardSource, Path } from "../source";

/** Warns of ids that are different here and the same for Home Assistant, which then puts a number behind one of the two. */
export function checkEntityNames(board: Board, source: BoardSource, { isWhole } = ALL_SOUND): void {
  if (!isDiscovered(board)) return;
  const first = new Map<string, Path>();
  const entities = [
    ...channelsOf(board).map(({ kind, id, place }) => ({ platform: kind, id, place: [...place.slice(0, 2), "id"] })),
    ...board.actuators.map((actuator, index) => {
      const words = actuatorOf(actuator).homeAssistant;
      const { p } = (board.commands === undefined ? words.commanded : words.shown)(actuator, board);
      return { platform: p, id: actuator.id, place: ["actuators", index, "id"] };
    }),
  ];
  for (const { platform, id, place } of entities) {
    // What is not as the file has it meets nothing; of an id that stands twice an error has told already.
    if (!isWhole(place.slice(0, 2)) || source.hasErrorsAt(place)) continue;
    const name = entityName(platform, board.name, id);
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, place);
    } else {
      // The name is made of both, and so hides neither.
      const shown = source.isNamed(place) || source.isNamed(["name"]) ? "by one name" : name;
      source.warning(
        place,
        `Home Assistant calls this ${shown}, and so what stands at ${source.place(other)}: it knows no difference between cases, nor ` +
          'between "-" and "_", and puts a number behind one of the two; give one of them another id',
      );
    }
  }
}
