using Windrow.Core.Messages;
using Windrow.Core.Patterns;

namespace Windrow.Events.Amqp.Sink;

/// <summary>A pattern over the metadata; one without fields costs nothing for each message, and what was composed last is used again where it is the same.</summary>
internal sealed class TextPattern(FilePattern pattern)
{
    private readonly string? _fixed = pattern.Fields.Count == 0 ? pattern.Compose(Metadata.Empty) : null;
    private readonly MetadataSlot? _only = pattern.Fields is [var field] && pattern.Text == $"{{{field}}}" ? new MetadataSlot(field) : null;

    public bool TryCompose(Metadata metadata, out string text, out string problem)
    {
        problem = "";
        if (_fixed is not null)
        {
            text = _fixed;
            return true;
        }

        if (_only is not null && _only.TryGet(metadata, out var value) && value.TryGetString(out var found))
        {
            text = found;
            return true;
        }

        try
        {
            text = pattern.Compose(metadata);
            return true;
        }
        catch (PatternException exception)
        {
            (text, problem) = ("", exception.Message);
            return false;
        }
    }
}
