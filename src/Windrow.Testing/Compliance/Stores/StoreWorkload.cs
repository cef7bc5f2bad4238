using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Testing.States;

namespace Windrow.Testing.Compliance.Stores;

/// <summary>
/// Numbered steps that a process writes until it is killed, and what a store has to hold then. Step n puts n into a
/// queue and into an item, and takes n - 100 out of the queue; every 50th comes with a payload. So what is there follows
/// from the last step alone.
/// </summary>
public static class StoreWorkload
{
    private const int Backlog = 100;
    private const int WithPayload = 50;
    private const int PayloadBytes = 100_000;

    /// <summary>Goes on behind the last step that the store has, until the process ends.</summary>
    /// <param name="told">Called with the number of each step that is durable.</param>
    public static void Run(IStateStore store, System.Action<long> told, CancellationToken stop)
    {
        var queue = store.Queue("steps");
        using var underWay = new SemaphoreSlim(64);
        var sequences = store.ReadQueue(queue, 0, int.MaxValue).ToDictionary(static row => (long)row.Id.Low, static row => row.Sequence);
        for (var step = Last(store) + 1; !stop.IsCancellationRequested; step++)
        {
            underWay.Wait(stop);
            var number = step;
            var payload = number % WithPayload == 0 ? store.Payloads.Keep(PayloadOf(number)) : null;
            store.Submit(new Write(
                transaction =>
                {
                    lock (sequences)
                    {
                        sequences[number] = transaction.Enqueue(queue, new MessageId(0, (ulong)number), 0, null, DateTimeOffset.UnixEpoch, BytesOf(number), 8, payload);
                        if (sequences.TryGetValue(number - Backlog, out var old))
                            transaction.Dequeue(queue, old);
                    }

                    transaction.PutItem("steps", "last", BytesOf(number));
                },
                failure =>
                {
                    if (failure is not null)
                        throw failure;
                    if (payload is not null)
                        store.Payloads.Release(payload);
                    told(number);
                    underWay.Release();
                }));
        }
    }

    /// <summary>What is wrong with what the store holds; null: nothing.</summary>
    /// <param name="told">The last step that was said to be durable.</param>
    public static string? Check(IStateStore store, long told)
    {
        var last = Last(store);
        if (last < told)
            return $"step {told} was said to be durable, and the store ends with {last}";
        var rows = store.ReadQueue(store.Queue("steps"), 0, int.MaxValue);
        var expected = Enumerable.Range(0, (int)Math.Min(last, Backlog)).Select(back => last - back).Reverse().ToList();
        if (!rows.Select(static row => (long)row.Id.Low).SequenceEqual(expected))
            return $"the last step is {last}, and the queue holds {string.Join(' ', rows.Select(static row => row.Id.Low))}";
        foreach (var row in rows)
        {
            var number = (long)row.Id.Low;
            if (!row.Body.AsSpan().SequenceEqual(BytesOf(number)))
                return $"the row of step {number} holds something else";
            if ((row.Payload is null) != (number % WithPayload != 0))
                return $"the row of step {number} has {(row.Payload is null ? "no" : "a")} payload";
            if (row.Payload is null)
                continue;
            var read = store.Payloads.Read(row.Payload);
            var isSame = read.GetSpan()[..PayloadBytes].SequenceEqual(PayloadOf(number));
            read.Return();
            if (!isSame)
                return $"the payload of step {number} holds something else";
        }

        return null;
    }

    /// <summary>Reads what a writer says, to its end or until a step.</summary>
    /// <returns>The last step that it has said.</returns>
    public static long ReadUntil(Process writer, long step)
    {
        var last = 0L;
        while (last < step && writer.StandardOutput.ReadLine() is { } line)
        {
            // A line that was cut off has no newline, and may be a shorter number.
            if (long.TryParse(line.TrimEnd(';'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && line.EndsWith(';'))
                last = number;
        }

        return last;
    }

    private static long Last(IStateReader store) => store.ReadItem("steps", "last") is { } bytes ? BinaryPrimitives.ReadInt64BigEndian(bytes) : 0;

    private static byte[] BytesOf(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] PayloadOf(long number)
    {
        var bytes = new byte[PayloadBytes];
        bytes.AsSpan().Fill((byte)(number / WithPayload));
        return bytes;
    }
}
