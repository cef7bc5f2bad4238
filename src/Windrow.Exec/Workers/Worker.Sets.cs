using System.Text.Json;
using Windrow.Core.Errors;
using Windrow.Core.State;
using Windrow.Exec.Workers.Protocol;

namespace Windrow.Exec.Workers;

/// <content>What a worker keeps in the flow's state.</content>
internal sealed partial class Worker
{
    private void TakeSet(WorkerTask head, string what, JsonElement line)
    {
        var (set, id) = (Text(line, "set"), Text(line, "id"));
        if (what != "count" && set.Length == 0)
            throw new ProtocolException($"'{what}' names no 'set'.");
        var sets = _setting.Sets ?? throw new ProtocolException($"'{what}' is for workers of actions, and a source has no sets.");
        try
        {
            switch (what)
            {
                case "keep":
                    var isNew = sets.Add(set, id, Text(line, "value"), out var present);
                    Answer(writer => writer.Keep(isNew, present));
                    break;
                case "kept":
                    var after = line.TryGetProperty("after", out var given) && given.TryGetInt32(out var number) ? number : 0;
                    var members = sets.Members(set, after);
                    Answer(writer => writer.Kept(members));
                    break;
                default:
                    var count = sets.Count(Text(line, "prefix"));
                    Answer(writer => writer.Count(count));
                    break;
            }
        }
        catch (StateException exception)
        {
            // It waits for an answer, and gets none: another one begins anew when the state is well.
            Kill(null, Core.Programs.ProgramEnd.Protocol, Failure.From(exception));
        }
    }

    private void Answer(Action<WorkerWriter> write)
    {
        lock (_writing)
        {
            write(_writer);
            Flush();
        }
    }
}
