using System.Text;

namespace Windrow.Exec.Processes;

/// <summary>The last lines that a program wrote, for when it fails. Safe for several threads.</summary>
internal sealed class LastLines
{
    private const int Kept = 20;
    private const int Shown = 5;
    private const int LongestLine = 400;

    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();

    public void Add(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, LongestLine)]).TrimEnd();
        if (text.Length == 0)
            return;
        lock (_lock)
        {
            _lines.Enqueue(text);
            if (_lines.Count > Kept)
                _lines.Dequeue();
        }
    }

    /// <summary>The very last as the continuation of a sentence; empty when there is none.</summary>
    public string Phrase
    {
        get
        {
            lock (_lock)
                return _lines.Count == 0 ? "" : $"; it wrote last: {string.Join(" | ", _lines.Skip(_lines.Count - Shown))}";
        }
    }

    /// <summary>All that are kept, one below the other; null when there is no more than <see cref="Phrase"/> says.</summary>
    public string? Text
    {
        get
        {
            lock (_lock)
                return _lines.Count <= Shown ? null : string.Join('\n', _lines);
        }
    }
}
