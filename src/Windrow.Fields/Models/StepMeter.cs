using System.Globalization;
using System.Text;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;

namespace Windrow.Fields.Models;

/// <summary>
/// Writes into a file which step all clients of a model have reached, in hours, as multio's step meter does: a scheduler that watches it
/// knows what can be worked on. Safe for several threads.
/// </summary>
/// <param name="path">Absolute.</param>
/// <param name="process">Of the operating system: several servers may write the same file.</param>
/// <param name="clients">How many clients there are; the step is known when all have said theirs.</param>
internal sealed class StepMeter(IFileSystem files, string path, int process, Func<int> clients)
{
    /// <summary>Marks a notification as a synchronization.</summary>
    public const string Mark = "misc-synchronization";

    private const long Hour = 3600;

    private readonly Lock _turn = new();
    private readonly Dictionary<string, long> _hours = new(StringComparer.Ordinal);
    private long _written = -1;

    /// <summary>Whether a message is for a step meter.</summary>
    public static bool IsFor(Message message) =>
        message.Kind == MessageKind.Notification && message.Metadata.TryGet(Mark, out var mark) && mark.TryGetBool(out var isMarked) && isMarked;

    /// <summary>Takes what a client has reached.</summary>
    /// <returns>Null, or why it was not taken: steps of a client only grow.</returns>
    public Failure? Take(string client, Metadata metadata)
    {
        if (!metadata.TryGetInt64("step", out var step))
            return Failure.Permanent("a synchronization has no 'step'", "set 'step', a whole number of time steps");
        var timeStep = metadata.TryGetInt64("timeStep", out var seconds) ? seconds : Hour;
        var hours = step * timeStep / Hour;
        lock (_turn)
        {
            if (_hours.TryGetValue(client, out var before) && hours <= before)
                return Failure.Permanent($"the client '{client}' was at {before} h and says {hours} h now", "the steps of a client only grow");
            _hours[client] = hours;
            if (_hours.Count < clients() || _hours.Values.Min() is var least && least <= _written)
                return null;
            Write(least);
            _written = least;
            return null;
        }
    }

    // Whole or not at all: somebody reads it at any time.
    private void Write(long hours)
    {
        var draft = string.Create(CultureInfo.InvariantCulture, $"{path}.{process}.part");
        using (var file = files.OpenWrite(draft))
            file.Write(Encoding.ASCII.GetBytes(hours.ToString(CultureInfo.InvariantCulture) + "\n"));
        files.Move(draft, path);
    }
}
