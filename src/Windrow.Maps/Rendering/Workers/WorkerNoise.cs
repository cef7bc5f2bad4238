namespace Windrow.Maps.Rendering.Workers;

/// <summary>Reads what a worker's libraries write to standard error, and keeps the last lines, for when it dies.</summary>
internal sealed class WorkerNoise
{
    private const int Kept = 5;
    private const int LongestLine = 300;

    private readonly Queue<string> _last = new();

    public WorkerNoise(StreamReader reader) => Ended = ReadAsync(reader);

    /// <summary>Done when the worker has closed its standard error.</summary>
    public Task Ended { get; }

    /// <summary>The lines as the continuation of a sentence.</summary>
    public string Phrase
    {
        get
        {
            lock (_last)
                return _last.Count == 0 ? "" : $"; it wrote last: {string.Join(" | ", _last)}";
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        try
        {
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                lock (_last)
                {
                    _last.Enqueue(line.Length > LongestLine ? line[..LongestLine] : line);
                    if (_last.Count > Kept)
                        _last.Dequeue();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The worker was killed, and its pipe went with it.
        }
    }
}
