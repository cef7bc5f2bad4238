using System.Globalization;

namespace Windrow.FaultHost;

/// <summary>The flow of the kill loop: one plan for each way in which the engine keeps a promise, and where they write.</summary>
internal static class Workload
{
    public const int LinesInBatch = 12;

    public const string Incoming = "incoming";

    public const string Done = "done";

    public const string State = "state";

    public const string Products = "products";

    public const string LargeProducts = "products/large";

    public const string DoubtfulPlan = "doubtful";

    public const string DoubtfulProduct = "products/doubtful.jsonl";

    public static readonly string[] LineProducts = ["products/queued.jsonl", "products/memory.jsonl", "products/line.jsonl", DoubtfulProduct];

    /// <param name="done">What becomes of input: <c>keep</c> or <c>move</c>.</param>
    public static string Flow(string done) => $$$"""
        flow: faults
        settings: {checkpoint-every: 200ms, state: {{{State}}} }
        sources:
          - {name: incoming, type: watch, path: {{{Incoming}}}, quiet: 0s, done: {{{done}}}, move-to: {{{Done}}} }
        plans:
          # A fold in line; windows are added to one file.
          - name: quarters
            actions:
              - {type: select, match: {shortName: [2t, 10u]}}
              - {type: statistics, output-frequency: 6h, operations: [average, minimum, maximum]}
              - {type: encode, format: grib}
              - {type: file, path: "products/quarters_{shortName}_{operation}.grib", append: true}
          # A fold behind a durable stage, a file for each product.
          - name: days
            actions:
              - {type: select, match: {shortName: [2t, 10u]}}
              - {type: statistics, output-frequency: 1d, operations: [average, accumulate], stage: {queue: durable, key: [shortName]}}
              - {type: encode, format: grib, stage: {queue: durable}}
              - {type: file, path: "products/days/{shortName}_{operation}_{stepRange}.grib"}
          # Two durable stages one behind the other, with payloads that are files beside the database.
          - name: large
            actions:
              - {type: select, match: {shortName: [msl]}}
              - {type: set, values: {way: first}, stage: {queue: durable, workers: 2, key: [step]}}
              - {type: set, values: {way: second}, stage: {queue: durable, key: [shortName]}}
              - {type: file, path: "products/large/{step}.grib"}
          - name: queued
            actions:
              - {type: select, match: {topic: [line]}}
              - {type: set, values: {way: first}, stage: {queue: durable, workers: 2, key: [lane]}}
              - {type: set, values: {way: second}, stage: {queue: durable, workers: 2, key: [lane], maximum-count: 50}}
              - {type: publish, path: products/queued.jsonl}
          - name: memory
            actions:
              - {type: select, match: {topic: [line]}}
              - {type: set, values: {way: memory}, stage: {workers: 2, key: [lane]}}
              - {type: publish, path: products/memory.jsonl}
          - name: line
            actions:
              - {type: select, match: {topic: [line]}}
              - {type: publish, path: products/line.jsonl}
          # What lacks a key cannot be done and becomes a dead letter.
          - name: {{{DoubtfulPlan}}}
            actions:
              - {type: select, match: {topic: [line]}}
              - {type: set, compose: {title: "{needed}"}, stage: {queue: durable}}
              - {type: publish, path: {{{DoubtfulProduct}}} }
        """;

    public static string LargeProduct(long step) => string.Create(CultureInfo.InvariantCulture, $"{step}.grib");

    /// <summary>The serial number of a line, by where it came from.</summary>
    public static long SerialOf(string path, long line) =>
        (long.Parse(Path.GetFileName(path).AsSpan(0, 6), CultureInfo.InvariantCulture) * LinesInBatch) + line - 1;
}
